package compare

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// A Mailbox is an address in the form it is compared in, never written in.
type Mailbox struct {
	Local   string // as written: hosts may tell upper from lower case (RFC 5321 section 2.4)
	Domain  string // lower case, IDNA in its ASCII form
	Address string // the two together
	// account is where mail to the address is stored, as far as that is certain:
	// the address itself, except at Google's own domains.
	Account string
	Folded  string // the account in lower case, as testimony names it
}

// ReadMailbox splits an addr-spec. It reports false for what is not an address, or
// one that no client makes a contact for, like a quoted one with spaces.
func ReadMailbox(address string) (Mailbox, bool) {
	for bare := ""; bare != address; {
		bare, address = address, withoutWrapping(strings.TrimSpace(address))
	}
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' }) {
		return Mailbox{}, false
	}
	m := Mailbox{Local: address[:at], Domain: canonicalDomain(address[at+1:]), Address: address}
	if m.Domain != address[at+1:] {
		m.Address = m.Local + "@" + m.Domain
	}
	m.Account = m.Address
	if m.isGmail() {
		m.Account = m.gmailAccount()
	}
	m.Folded = strings.ToLower(m.Account)
	return m, m.Domain != "" && !strings.Contains(m.Domain, "'")
}

// withoutWrapping drops one layer of what programs put around an address.
//
// QUIRK: Outlook puts single quotes around an address that has no name, and
// answers carry them on as <'a@b'>. No domain ends in one.
func withoutWrapping(address string) string {
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		return address[7:]
	}
	if len(address) > 2 && address[0] == '\'' && address[len(address)-1] == '\'' {
		return address[1 : len(address)-1]
	}
	return address
}

// canonicalDomain is a domain as DNS looks it up. A name IDNA refuses is only
// lowered: mail arrives from such names all the same.
func canonicalDomain(domain string) string {
	domain = strings.ToLower(strings.TrimFunc(domain, func(r rune) bool { return r == '.' || unicode.IsSpace(r) }))
	if isASCII(domain) {
		return domain
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return domain
	}
	return ascii
}

// Looks is the folded account as programs show it, with the letters an IDN stands
// for (RFC 5890 section 2.3.2.1).
func (m Mailbox) Looks() string {
	if !m.IsIDN() {
		return m.Folded
	}
	return m.Folded[:strings.LastIndexByte(m.Folded, '@')+1] + shownDomain(m.Domain)
}

// IsIDN reports a domain with letters beyond ASCII.
func (m Mailbox) IsIDN() bool { return strings.Contains(m.Domain, "xn--") || !isASCII(m.Domain) }

// MayBeIDN reports an address that, if it is one, may have such a domain.
func MayBeIDN(address string) bool {
	domain := address[strings.LastIndexByte(address, '@')+1:]
	for i := range len(domain) {
		if domain[i] >= 0x80 || domain[i] == '-' && i+1 < len(domain) && domain[i+1] == '-' {
			return true
		}
	}
	return false
}

// shownDomain is a domain in Unicode, as far as it can be read.
func shownDomain(domain string) string {
	shown, _ := idna.Punycode.ToUnicode(domain) // labels that cannot be stay as they are
	return strings.ToLower(shown)
}

func (m Mailbox) gmailAccount() string {
	local, tag, tagged := strings.Cut(strings.ToLower(m.Local), "+")
	account := strings.ReplaceAll(local, ".", "")
	if account == "" || strings.ContainsAny(local, ":'") { // no account of Google's
		account = local
	}
	if tagged {
		account += "+" + tag
	}
	return account + "@gmail.com"
}

// isGmail reports an address at Google's consumer domains, which ignore dots and
// case and share their mailboxes. Domains that are only hosted there do not:
// their administrators hand out dotted names one by one.
func (m Mailbox) isGmail() bool { return m.Domain == "gmail.com" || m.Domain == "googlemail.com" }

// Untagged is the folded account without its tag ("+lists"). Known reports a
// host of which it is known that tags are its users' own to make up.
func (m Mailbox) Untagged() (base string, known, tagged bool) {
	at := strings.LastIndexByte(m.Folded, '@')
	plus := strings.IndexByte(m.Folded[:at], '+')
	if plus <= 0 {
		return m.Folded, false, false
	}
	return m.Folded[:plus] + m.Folded[at:], plusTags[m.Domain], true
}

// BaseLocal is the local part of the folded account without its tag.
func (m Mailbox) BaseLocal() string {
	local, _, _ := strings.Cut(m.Folded[:strings.LastIndexByte(m.Folded, '@')], "+")
	return local
}

// IsPublic reports a host where anybody gets a mailbox.
func (m Mailbox) IsPublic() bool { return publicHosts[m.Domain] }

// FoldAddress is the folded account of an address as testimony has it, "" for
// none.
func FoldAddress(address string) string {
	if m, ok := ReadMailbox(address); ok {
		return m.Folded
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
