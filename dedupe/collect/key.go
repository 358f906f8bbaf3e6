package collect

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// takeSigned notes whom a letter's signature speaks for, and what came inside
// the encryption.
func (c *collector) takeSigned(l *letter) {
	if from, key, ok := l.m.SignedAs(); ok {
		c.signed.add(from.Address, string(key), l.witness())
		c.spoken.Add(string(key), from.Address, l.Met())
		c.noteSpeech(l, string(key), from.Address)
	}
	if l.m.Hints != nil && l.m.Hints.Picture != "" && l.m.Seal.Opening == gmm.Opened && l.author.Address != "" {
		c.pictures.add(l.author.Address, l.m.Hints.Picture, l.witness())
	}
}

// takeKeys notes which keys a letter shows for its author, and which it vouches
// for as others'.
func (c *collector) takeKeys(l *letter) {
	if key := shownKey(l); key != "" && !l.copied {
		c.shown.add(l.author.Address, key, l.witness())
	}
	if len(l.m.Gossip) == 0 {
		return
	}
	said := l.m.Reading(release.Latest)
	for _, address := range said.Gossiped() {
		c.gossiped.add(address, string(said.Gossip(address)), l.witness())
	}
}

// shownKey is the key in the one Autocrypt field that fits the author, "" if
// there is none, or two (Autocrypt Level 1 section 2.3), or if a signature by
// that very key covers it, which is worth more. A list's own address shows no
// key, nor does a report.
func shownKey(l *letter) string {
	if l.author.Address == "" || l.author.Munged != "" || l.m.Report != "" || l.m.Seal.Signature == pgp.Forged {
		return ""
	}
	found, fit := "", 0
	for _, header := range l.m.Autocrypt {
		if l.author.Hidden && !header.Protected {
			continue // the outer section speaks of another From
		}
		if header.Address != l.author.Address || header.Fingerprint == "" {
			continue
		}
		if fit == 0 || string(header.Fingerprint) != found || !header.Protected {
			fit++
		}
		found = string(header.Fingerprint)
	}
	if fit != 1 {
		return ""
	}
	if from, key, ok := l.m.SignedAs(); ok && string(key) == found && from.Address == l.author.Address {
		return ""
	}
	return found
}

// takeVouched notes authors whose domain signed the mail, by the word of the
// user's own server. Only its topmost field counts: what stands below may have
// come with the mail (RFC 8601 section 5).
func (c *collector) takeVouched(l *letter) {
	if len(c.trusted) == 0 {
		return
	}
	from, ok := single(l.m.Outer, "from")
	if !ok {
		return
	}
	if domainSigned(l.m.Outer.Get("authentication-results"), c.trusted, from.Address) {
		c.vouched.add(from.Address, "", l.witness())
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
