package collect

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/address"
)

// testimony sums up all letters, with the keys of the case.
func (c *Case) testimony() *record.Testimony {
	m, certificates := c.Mail, c.Evidence.Certificates.Ring
	own := m.owners(c.Histories.Owners())
	return &record.Testimony{
		Own:         own,
		Signed:      m.signed.sorted(),
		Shown:       m.shown.sorted(),
		Gossiped:    m.gossiped.sorted(),
		UserIDs:     userIDs(certificates).sorted(),
		Successions: m.successionsOf(certificates),
		Moves:       m.moves(),
		Replies:     m.replies.sorted(),
		Claims:      m.claims.sorted(),
		Dialogues:   m.dialoguePairs(),
		Lists:       m.listAddresses.sorted(),
		Vouched:     m.vouched.sorted(),
		Disowned:    m.disowned.sorted(),
		Replied:     m.replied(own),
		Unsigned:    m.unsigned.sorted(),
		Addressed:   m.addressed.sorted(),
		Pictures:    m.pictures.sorted(),
		Revoked:     revoked(certificates),
	}
}

// addDelivery counts to which address the server delivered a letter, by the
// topmost field that says so, and who wrote what the device filed as sent.
func (m *Mail) addDelivery(l *letter) {
	own := l.DeliveredTo
	if l.IsSent() {
		own = l.author.Address
	}
	if !(address.Mailbox{Address: own}).Valid() || len(own) > maxAddress {
		return
	}
	if m.deliveries[l.Device] == nil {
		m.deliveries[l.Device] = map[uint32]int{}
	}
	m.deliveries[l.Device][m.addresses.number(own)]++
}

// ownShare is the part of a device's mail, one in so many, that must have been
// delivered to an address for it to be the device's own.
const ownShare = 20

// owners lists the users of the case. Where neither keys nor flags say what a
// device's addresses are, those its mail is delivered to count: more than
// analyze makes of them, because to take somebody else for oneself only means
// that nothing of theirs is joined.
func (m *Mail) owners(users []history.Owner) []record.Owner {
	var owners []record.Owner
	for _, o := range users {
		own := record.Owner{Devices: o.Devices, Addresses: o.Addresses, Keys: o.Fingerprints}
		if len(own.Addresses) == 0 {
			for _, device := range o.Devices {
				own.Addresses = append(own.Addresses, m.deliveredTo(device)...)
			}
		}
		if len(own.Addresses) > 0 || len(own.Keys) > 0 {
			owners = append(owners, own)
		}
	}
	return owners
}

// deliveredTo lists the addresses a device's mail is delivered to, sorted.
func (m *Mail) deliveredTo(device string) []string {
	total := 0
	for _, n := range m.deliveries[device] {
		total += n
	}
	var found []string
	for number, n := range m.deliveries[device] {
		if n*ownShare >= total {
			found = append(found, m.addresses.list[number])
		}
	}
	slices.Sort(found)
	return found
}
