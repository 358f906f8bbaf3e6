package compare

import "strings"

// AddressRelation is how two addresses relate.
type AddressRelation int

const (
	AddressesUnrelated AddressRelation = iota
	SameAddress                        // written alike, but for case in the domain
	GmailAlias                         // Google delivers both to one mailbox
	CaseDiffers                        // the case of the local part differs
	TagDiffers                         // a tag differs, at a host of which that is known
	PerhapsTag                         // what differs would be a tag at such a host
	SimilarAddress                     // a slip of the fingers apart
	SameLocalPart                      // at two hosts
	DigitsDiffer                       // one host, other digits: two accounts
	DotsDiffer                         // one host, other dots, which count there
	AddressesLookAlike                 // read the same, and are written with other letters
)

// Addresses says how two addresses relate.
func Addresses(x, y Mailbox) AddressRelation {
	if found := compareAccounts(x, y); found != AddressesUnrelated {
		return found
	}
	localX, localY := x.BaseLocal(), y.BaseLocal()
	if x.Domain == y.Domain && x.isGmail() == y.isGmail() {
		return compareLocals(localX, localY)
	}
	switch {
	case lookAlike(x.Looks(), y.Looks()):
		return AddressesLookAlike
	case localX == localY && len(localX) > 4:
		if len(x.Domain) > 9 && editDistance(x.Domain, y.Domain, 2) <= 2 {
			return SimilarAddress
		}
		return SameLocalPart
	case len(x.Domain) > 9 && len(x.Folded) > 14 && editDistance(x.Folded, y.Folded, 3) <= 3 && sameDigits(x.Folded, y.Folded):
		return SimilarAddress
	}
	return AddressesUnrelated
}

// compareAccounts says whether two addresses are one mailbox's.
func compareAccounts(x, y Mailbox) AddressRelation {
	switch {
	case x.Account == y.Account && x.Address == y.Address:
		return SameAddress
	case x.Account == y.Account:
		return GmailAlias
	case x.Folded == y.Folded:
		return CaseDiffers
	}
	baseX, known, tagX := x.Untagged()
	baseY, _, tagY := y.Untagged()
	switch {
	case baseX != baseY || !tagX && !tagY:
		return AddressesUnrelated
	case known || plusTags[y.Domain]:
		return TagDiffers
	}
	return PerhapsTag
}

// compareLocals compares two local parts of one host. There, other digits are
// another account, and a look-alike is somebody's intent.
func compareLocals(a, b string) AddressRelation {
	switch {
	case !sameDigits(a, b) && withoutDigits(a) == withoutDigits(b):
		return DigitsDiffer
	case separators.Replace(a) == separators.Replace(b):
		return DotsDiffer
	case lookAlike(a, b):
		return AddressesLookAlike
	case len(a) > 5 && mistyped(a, b) && sameDigits(a, b):
		return SimilarAddress
	}
	return AddressesUnrelated
}

// sameDigits reports two texts with the same digits in the same order.
func sameDigits(a, b string) bool {
	const digits = "0123456789"
	for {
		i, j := strings.IndexAny(a, digits), strings.IndexAny(b, digits)
		if i < 0 || j < 0 {
			return i == j
		}
		if a[i] != b[j] {
			return false
		}
		a, b = a[i+1:], b[j+1:]
	}
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '.' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, s)
}
