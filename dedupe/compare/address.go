package dedupe

import "strings"

// addressRelation is how two addresses relate.
type addressRelation int

const (
	unrelated          addressRelation = iota
	sameAddress                        // written alike, but for case in the domain
	gmailAlias                         // Google delivers both to one mailbox
	caseDiffers                        // the case of the local part differs
	tagDiffers                         // a tag differs, at a host of which that is known
	perhapsTag                         // what differs would be a tag at such a host
	similarAddress                     // a slip of the fingers apart
	sameLocalPart                      // at two hosts
	digitsDiffer                       // one host, other digits: two accounts
	dotsDiffer                         // one host, other dots, which count there
	addressesLookAlike                 // read the same, and are written with other letters
)

// compareAddresses says how two addresses relate.
func compareAddresses(x, y mailbox) addressRelation {
	if found := compareAccounts(x, y); found != unrelated {
		return found
	}
	localX, localY := x.baseLocal(), y.baseLocal()
	if x.domain == y.domain && x.gmail() == y.gmail() {
		return compareLocals(localX, localY)
	}
	slip := len(x.domain) > 9 && typing(x.domain, y.domain, 2) <= 2
	switch {
	case skeleton(x.folded) == skeleton(y.folded):
		return addressesLookAlike
	case localX == localY && len(localX) > 4 && slip:
		return similarAddress
	case localX == localY && len(localX) > 4:
		return sameLocalPart
	case len(x.domain) > 9 && len(x.folded) > 14 && typing(x.folded, y.folded, 3) <= 3 && digitsOf(x.folded) == digitsOf(y.folded):
		return similarAddress
	}
	return unrelated
}

// compareAccounts says whether two addresses are one mailbox's.
func compareAccounts(x, y mailbox) addressRelation {
	switch {
	case x.account == y.account && x.address == y.address:
		return sameAddress
	case x.account == y.account:
		return gmailAlias
	case x.folded == y.folded:
		return caseDiffers
	}
	baseX, known, tagX := x.untagged()
	baseY, _, tagY := y.untagged()
	switch {
	case baseX != baseY || !tagX && !tagY:
		return unrelated
	case known || plusTags[y.domain]:
		return tagDiffers
	}
	return perhapsTag
}

// compareLocals compares two local parts of one host. There, other digits are
// another account, and a look-alike is somebody's intent.
func compareLocals(a, b string) addressRelation {
	switch {
	case digitsOf(a) != digitsOf(b) && withoutDigits(a) == withoutDigits(b):
		return digitsDiffer
	case separators.Replace(a) == separators.Replace(b):
		return dotsDiffer
	case skeleton(a) == skeleton(b):
		return addressesLookAlike
	case len(a) > 5 && mistyped(a, b) && digitsOf(a) == digitsOf(b):
		return similarAddress
	}
	return unrelated
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '.' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, s)
}
