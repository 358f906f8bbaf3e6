package gather

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// takeReplyTo notes where answers to an author are to go. Lists and programs
// set the field for their own ends.
func (c *collector) takeReplyTo(l *letter) {
	if l.list || l.author.Address == "" || l.author.Hidden || isAutomatic(l.m) {
		return
	}
	section := l.m.Outer
	if l.m.Protected.Has("reply-to") {
		section = l.m.Protected
	}
	to, ok := single(section, "reply-to")
	if ok && to.Valid() && to.Address != l.author.Address {
		c.replies.add(l.author.Address, to.Address, l.witness())
	}
}

// isAutomatic reports whether a program wrote the mail (RFC 3834 section 5).
func isAutomatic(m *gmm.Message) bool {
	value := strings.ToLower(m.Outer.Last("auto-submitted"))
	return value != "" && !strings.HasPrefix(value, "no") || m.Report != ""
}

// takeClaims notes addresses an author names as their own in passing: in the
// signature block, or on a card of themselves. Cards of others are sent too,
// to introduce people: a card is the author's if it has their address or name.
func (c *collector) takeClaims(l *letter) {
	if l.m.Aside == nil || l.author.Address == "" || isAutomatic(l.m) {
		return
	}
	claim := func(address string) {
		if (gmm.Mailbox{Address: address}).Valid() && address != l.author.Address && address != l.author.Munged {
			c.claims.add(l.author.Address, address, l.witness())
		}
	}
	if !l.list { // or the block may be the list's
		for _, address := range l.m.Aside.Named {
			claim(address)
		}
	}
	for _, data := range l.m.Aside.Cards {
		book, _ := vcard.Parse("", data) // what is broken claims nothing
		for _, card := range book.Cards() {
			card.Try(func() { // nor does what cannot be read
				addresses := cardAddresses(card)
				named := l.author.Name != "" && strings.EqualFold(card.FormattedName(), l.author.Name)
				if named || slices.Contains(addresses, l.author.Address) {
					for _, address := range addresses {
						claim(address)
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
			if address := gmm.Normalize(bare); address != "" && len(address) <= maxAddress {
				list = append(list, address)
			}
		}
	}
	return list
}

// claimsOf lists what each address claims, sorted.
func (c *collector) claimsOf() map[string][]string {
	found := map[string][]string{}
	for id := range c.claims {
		found[id[0]] = append(found[id[0]], id[1])
	}
	for _, list := range found {
		slices.Sort(list)
	}
	return found
}
