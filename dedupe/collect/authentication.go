package collect

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// addVouched notes authors whose domain stands by the mail, or does not, by the
// word of the user's own server. Only its topmost field counts: what stands below
// may have come with the mail (RFC 8601 section 5).
func (m *Mail) addVouched(l *letter) {
	if len(m.trusted) == 0 {
		return
	}
	from, ok := single(l.Message.Outer, "from")
	if !ok {
		return
	}
	results := resultsOf(l.Message.Outer.Get("authentication-results"), m.trusted)
	signer := ""
	if signed, key, ok := l.Message.SignedAs(); ok && signed.Address == from.Address {
		signer = string(key)
	}
	switch {
	case hasResult(results, "dmarc=fail"):
		m.disowned.add(from.Address, signer, l.witness())
	case domainPassed(results, from.Address), domainSigned(results, from.Address):
		m.vouched.add(from.Address, signer, l.witness())
	}
}

// resultsOf are the results of one Authentication-Results value (RFC 8601
// section 2.2), none if no trusted service wrote it.
func resultsOf(value string, trusted map[string]bool) []string {
	results := splitResults(value)
	service, _, _ := strings.Cut(strings.TrimSpace(results[0]), " ")
	if !trusted[address.Normalize(service)] {
		return nil
	}
	return results[1:]
}

func hasResult(results []string, wanted string) bool {
	return slices.ContainsFunc(results, func(result string) bool {
		words := strings.Fields(strings.ToLower(result))
		return len(words) > 0 && words[0] == wanted
	})
}

// domainPassed reports dmarc=pass for the domain of the author (RFC 7489 section
// 11.2).
func domainPassed(results []string, author string) bool {
	domain := author[strings.LastIndexByte(author, '@')+1:]
	return slices.ContainsFunc(results, func(result string) bool {
		words := strings.Fields(strings.ToLower(result))
		return len(words) > 0 && words[0] == "dmarc=pass" && slices.Contains(words[1:], "header.from="+domain)
	})
}

// domainSigned reports a good DKIM signature of the author's domain, or of one
// above it.
func domainSigned(results []string, author string) bool {
	domain := author[strings.LastIndexByte(author, '@')+1:]
	return slices.ContainsFunc(results, func(result string) bool {
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

// splitResults splits a value at its semicolons. Comments are left out, and of what
// stands in quotes only that it does: the sender chose the words there, such as a
// local part that reads like a result.
func splitResults(value string) []string {
	var results []string
	var b strings.Builder
	depth, quoted, escaped := 0, false, false
	for _, r := range value {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && (quoted || depth > 0):
			escaped = true
		case r == '"' && depth == 0:
			quoted = !quoted
			b.WriteRune(r)
		case quoted:
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth > 0:
		case r == ';':
			results = append(results, b.String())
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	return append(results, b.String())
}
