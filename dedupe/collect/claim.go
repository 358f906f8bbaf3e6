package collect

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// addReplyTo notes where answers to an author are to go. Lists and programs
// set the field for their own ends.
func (m *Mail) addReplyTo(l *letter) {
	if l.list || l.author.Address == "" || l.author.Hidden || isAutomatic(l.Message) {
		return
	}
	section := l.Message.Outer
	if l.Message.Protected.Has("reply-to") {
		section = l.Message.Protected
	}
	to, ok := single(section, "reply-to")
	if ok && to.Valid() && to.Address != l.author.Address {
		m.replies.add(l.author.Address, to.Address, l.witness())
	}
}

// isAutomatic reports whether a program wrote the mail (RFC 3834 section 5).
func isAutomatic(m *gmm.Message) bool {
	value := strings.ToLower(m.Outer.Last("auto-submitted"))
	return value != "" && !strings.HasPrefix(value, "no") || m.Report != ""
}

// addClaims notes addresses an author names as their own in passing: in the
// signature block, or on a card of themselves. Cards of others are sent too,
// to introduce people: a card is the author's if it has their address or name.
func (m *Mail) addClaims(l *letter) {
	if l.Message.Hints == nil || l.author.Address == "" || isAutomatic(l.Message) {
		return
	}
	claim := func(claimed string) {
		if address.Valid(claimed) && claimed != l.author.Address && claimed != l.author.Munged {
			m.claims.add(l.author.Address, claimed, l.witness())
		}
	}
	if !l.list { // or the block may be the list's
		for _, named := range l.Message.Hints.Named {
			claim(named)
		}
	}
	for _, data := range l.Message.Hints.Cards {
		book, _ := vcard.Parse("", data) // what is broken claims nothing
		for _, card := range book.Cards() {
			card.Try(func() { // nor does what cannot be read
				addresses := cardAddresses(card)
				named := l.author.Name != "" && strings.EqualFold(card.FormattedName(), l.author.Name)
				if named || slices.Contains(addresses, l.author.Address) {
					for _, listed := range addresses {
						claim(listed)
					}
				}
			})
		}
	}
}

// cardAddresses lists the addresses of a card, normalised.
func cardAddresses(card *vcard.Card) []string {
	var list []string
	for _, email := range card.Properties("EMAIL") {
		for _, bare := range email.Addresses() {
			if written := address.Normalize(bare); written != "" && len(written) <= maxAddress {
				list = append(list, written)
			}
		}
	}
	return list
}

// claimsOf lists what each address claims, sorted.
func (m *Mail) claimsOf() map[string][]string {
	found := map[string][]string{}
	for id := range m.claims {
		found[id[0]] = append(found[id[0]], id[1])
	}
	for _, list := range found {
		slices.Sort(list)
	}
	return found
}
