package collect

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// addVouched notes authors whose domain signed the mail, by the word of the
// user's own server. Only its topmost field counts: what stands below may have
// come with the mail (RFC 8601 section 5).
func (m *Mail) addVouched(l *letter) {
	if len(m.trusted) == 0 {
		return
	}
	from, ok := single(l.Message.Outer, "from")
	if !ok {
		return
	}
	if domainSigned(l.Message.Outer.Get("authentication-results"), m.trusted, from.Address) {
		m.vouched.add(from.Address, "", l.witness())
	}
}

// domainSigned reads one Authentication-Results value (RFC 8601 section 2.2):
// a trusted service found a DKIM signature of the address's domain, or of one
// above it, good.
func domainSigned(value string, trusted map[string]bool, author string) bool {
	results := strings.Split(withoutComments(value), ";")
	service, _, _ := strings.Cut(strings.TrimSpace(results[0]), " ")
	if !trusted[address.Normalize(service)] {
		return false
	}
	domain := author[strings.LastIndexByte(author, '@')+1:]
	return slices.ContainsFunc(results[1:], func(result string) bool {
		words := strings.Fields(strings.ToLower(result))
		if len(words) == 0 || words[0] != "dkim=pass" {
			return false
		}
		for _, word := range words[1:] {
			signer, ok := strings.CutPrefix(word, "header.d=")
			if !ok {
				if signer, ok = strings.CutPrefix(word, "header.i="); ok {
					signer = signer[strings.LastIndexByte(signer, '@')+1:]
				}
			}
			if ok && strings.Contains(signer, ".") && (domain == signer || strings.HasSuffix(domain, "."+signer)) {
				return true
			}
		}
		return false
	})
}

// withoutComments drops what stands in parentheses.
func withoutComments(value string) string {
	var b strings.Builder
	depth := 0
	for _, r := range value {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}
