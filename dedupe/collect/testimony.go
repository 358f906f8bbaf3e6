package collect

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/address"
)

// testimony sums up all letters, with the keys of the case.
func (c *collector) testimony(study *analyze.Study) *record.Testimony {
	certificates := study.Certificates()
	return &record.Testimony{
		Own:         c.owners(study),
		Signed:      c.signed.sorted(),
		Shown:       c.shown.sorted(),
		Gossiped:    c.gossiped.sorted(),
		UserIDs:     userIDs(certificates).sorted(),
		Successions: c.successions(certificates),
		Moves:       c.moves(),
		Replies:     c.replies.sorted(),
		Claims:      c.claims.sorted(),
		Dialogues:   c.talked(),
		Lists:       c.lists.sorted(),
		Vouched:     c.vouched.sorted(),
		Pictures:    c.pictures.sorted(),
		Revoked:     revoked(certificates),
	}
}

// noteDelivery counts to which address the server delivered a letter, by the
// topmost field that says so, and who wrote what the device filed as sent.
func (c *collector) noteDelivery(l *letter) {
	own := ""
	if l.IsSent() {
		own = l.author.Address
	} else {
		for _, name := range [...]string{"delivered-to", "x-original-to", "envelope-to"} {
			if value := l.m.Outer.Get(name); value != "" {
				own = address.Normalize(strings.Trim(value, "<> "))
				break
			}
		}
	}
	if !(address.Mailbox{Address: own}).Valid() || len(own) > maxAddress {
		return
	}
	if c.deliveries[l.Device] == nil {
		c.deliveries[l.Device] = map[uint32]int{}
	}
	c.deliveries[l.Device][c.names.number(own)]++
}

// ownShare is the part of a device's mail, one in so many, that must have been
// delivered to an address for it to be the device's own.
const ownShare = 20

// owners lists the users of the case. Where neither keys nor flags say what a
// device's addresses are, those its mail is delivered to count: more than
// analyze makes of them, because to take somebody else for oneself only means
// that nothing of theirs is joined.
func (c *collector) owners(study *analyze.Study) []record.Owner {
	var owners []record.Owner
	for _, o := range study.Owners() {
		own := record.Owner{Devices: o.Devices, Addresses: o.Addresses, Keys: o.Fingerprints}
		if len(own.Addresses) == 0 {
			for _, device := range o.Devices {
				own.Addresses = append(own.Addresses, c.deliveredTo(device)...)
			}
		}
		if len(own.Addresses) > 0 || len(own.Keys) > 0 {
			owners = append(owners, own)
		}
	}
	return owners
}

// deliveredTo lists the addresses a device's mail is delivered to, sorted.
func (c *collector) deliveredTo(device string) []string {
	total := 0
	for _, n := range c.deliveries[device] {
		total += n
	}
	var found []string
	for number, n := range c.deliveries[device] {
		if n*ownShare >= total {
			found = append(found, c.names.address(number))
		}
	}
	slices.Sort(found)
	return found
}
