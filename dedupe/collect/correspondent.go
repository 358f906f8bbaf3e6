package collect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// metAddress is one address as one device met it.
type metAddress struct {
	device  string
	address uint32
}

// A correspondent is what a device's mail says of an address: how it is
// spelled, and how often.
type correspondent struct {
	names map[string]int
}

// maxNames bounds the spellings kept of one name; what comes later is counted
// for none.
const maxNames = 24

func (p *correspondent) note(name string) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || len(name) > maxName {
		return
	}
	if _, known := p.names[name]; known || len(p.names) < maxNames {
		p.names[strings.Clone(name)]++
	}
}

// maxName is the longest display name kept, in bytes.
const maxName = 256

// spellings lists the names, the most used first.
func (p *correspondent) spellings() []string {
	var list []string
	for name := range p.names {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(p.names[b], p.names[a]), cmp.Compare(a, b))
	})
	return list
}

// meet counts an address as a correspondent of a device.
func (m *Mail) meet(device string, who address.Mailbox) {
	if who.Address == "" {
		return
	}
	id := metAddress{device, m.addresses.number(who.Address)}
	p := m.met[id]
	if p == nil {
		p = &correspondent{names: map[string]int{}}
		m.met[id] = p
	}
	if !strings.EqualFold(strings.Trim(who.Name, "'\""), who.Address) { // programs repeat the address for want of a name
		p.note(who.Name)
	}
}

// recipients reads To and Cc, of the sealed section where there is one.
func (m *Mail) recipients(message *gmm.Message) []address.Mailbox {
	section := message.Outer
	if message.Seal.Opening == gmm.Opened && (message.Protected.Has("to") || message.Protected.Has("cc")) {
		section = message.Protected
	}
	return slices.Concat(m.lists.read(section.Last("to")), m.lists.read(section.Last("cc")))
}

// addressLists remembers lists of addresses that were read: all mail of a group
// has the same one.
type addressLists struct {
	known map[string][]address.Mailbox
	bytes int
}

// maxListBytes bounds what is remembered, in bytes of header.
const maxListBytes = 1 << 20

func (a *addressLists) read(value string) []address.Mailbox {
	list, known := a.known[value]
	if known || value == "" {
		return list
	}
	list = mailboxes(value)
	if a.bytes += len(value); a.known == nil || a.bytes > maxListBytes {
		a.known, a.bytes = map[string][]address.Mailbox{}, len(value)
	}
	if len(value) <= maxListBytes {
		a.known[value] = list
	}
	return list
}

// correspondents makes a record of every address each device met.
func (m *Mail) correspondents() []record.Record {
	keys := m.keysByAddress()
	pictures, claims := m.pictureOf(), m.claimsOf()
	var records []record.Record
	for id, p := range m.met {
		address := m.addresses.list[id.address]
		records = append(records, record.Record{
			Source:    record.Correspondent,
			Place:     record.Place{Device: id.device},
			Names:     p.spellings(),
			Addresses: []string{address},
			Keys:      keys[address],
			Claimed:   claims[address],
			Picture:   pictures[address],
		})
	}
	slices.SortFunc(records, func(a, b record.Record) int {
		return cmp.Or(cmp.Compare(a.Place.Device, b.Place.Device), cmp.Compare(a.Addresses[0], b.Addresses[0]))
	})
	return records
}

// keysByAddress lists the keys mail ties to each address, each as the best way
// it was learnt: signed, shown in a header, gossiped.
func (m *Mail) keysByAddress() map[string][]record.Key {
	found := map[string][]record.Key{}
	for _, source := range [...]struct {
		bonds  bonds
		learnt record.Learnt
	}{{m.signed, record.LearntSigned}, {m.shown, record.LearntHeader}, {m.gossiped, record.LearntGossip}} {
		for address, keys := range source.bonds.keysOf() {
			for _, key := range keys {
				known := slices.ContainsFunc(found[address], func(k record.Key) bool { return k.Fingerprint == key })
				if !known {
					found[address] = append(found[address], record.Key{Fingerprint: key, Learnt: source.learnt})
				}
			}
		}
	}
	return found
}

// pictureOf is the newest picture of each address.
func (m *Mail) pictureOf() map[string]string {
	newest := map[string]*record.Bond{}
	for _, bond := range m.pictures {
		known := newest[bond.Address]
		if known == nil || cmp.Or(compareWitness(known.Last, bond.Last), cmp.Compare(known.Key, bond.Key)) < 0 {
			newest[bond.Address] = bond
		}
	}
	found := map[string]string{}
	for address, bond := range newest {
		found[address] = bond.Key
	}
	return found
}
