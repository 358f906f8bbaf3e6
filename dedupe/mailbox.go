package dedupe

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// A mailbox is an address in the form it is compared in, never written in.
type mailbox struct {
	local   string // as written: hosts may tell upper from lower case (RFC 5321 section 2.4)
	domain  string // lower case, IDNA in its ASCII form
	address string // the two together
}

// readMailbox splits an addr-spec. It reports false for what is no address, or
// one that no client makes a contact for, like a quoted one with spaces.
func readMailbox(address string) (mailbox, bool) {
	address = strings.TrimSpace(address)
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = strings.TrimSpace(address[7:])
	}
	// QUIRK: Outlook puts single quotes around an address that has no name, and
	// answers carry them on as <'a@b'>. No domain ends in one.
	for len(address) > 2 && address[0] == '\'' && address[len(address)-1] == '\'' {
		address = address[1 : len(address)-1]
	}
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' }) {
		return mailbox{}, false
	}
	m := mailbox{address[:at], canonicalDomain(address[at+1:]), address}
	if m.domain != address[at+1:] {
		m.address = m.local + "@" + m.domain
	}
	return m, m.domain != ""
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

// account names the mailbox that mail to the address is stored in, as far as
// that is certain. It is the address itself, except at Google's own domains.
func (m mailbox) account() string {
	if !m.gmail() {
		return m.address
	}
	local, tag, tagged := strings.Cut(strings.ToLower(m.local), "+")
	account := strings.ReplaceAll(local, ".", "")
	if account == "" {
		account = local
	}
	if tagged {
		account += "+" + tag
	}
	return account + "@gmail.com"
}

// gmail reports an address at Google's consumer domains, which ignore dots and
// case and share their mailboxes. Domains that are only hosted there do not:
// their administrators hand out dotted names one by one.
func (m mailbox) gmail() bool { return m.domain == "gmail.com" || m.domain == "googlemail.com" }

// folded is the account in lower case, as testimony names it.
func (m mailbox) folded() string { return strings.ToLower(m.account()) }

// untagged is the folded account without its tag ("+lists"). Known reports a
// host of which it is known that tags are its users' own to make up.
func (m mailbox) untagged() (base string, known, tagged bool) {
	folded := m.folded()
	at := strings.LastIndexByte(folded, '@')
	plus := strings.IndexByte(folded[:at], '+')
	if plus <= 0 {
		return folded, false, false
	}
	return folded[:plus] + folded[at:], plusTags[m.domain], true
}

// foldedAddress is folded for an address as testimony has it, "" for none.
func foldedAddress(address string) string {
	if m, ok := readMailbox(address); ok {
		return m.folded()
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
