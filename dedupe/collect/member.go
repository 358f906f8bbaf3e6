package collect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// members makes a record of every entry of every device's member lists, past
// members included. Its key is as good as the best that mail says of it.
func (c *Case) members() []record.Record {
	known, own := c.Mail.keysByAddress(), map[string]bool{}
	for _, d := range c.Histories.Devices {
		for _, fingerprint := range d.Fingerprints {
			own[fingerprint] = true
		}
	}
	var records []record.Record
	for _, g := range c.Histories.Groups {
		names := namesIn(g)
		for _, h := range g.Histories {
			if !h.View.Exists {
				continue
			}
			for _, e := range entriesOf(h, names) {
				r := record.Record{
					Source: record.Member, Place: record.Place{Device: h.Device.Name, Group: g.ID},
					Addresses: []string{e.address}, Deleted: e.past,
				}
				if e.name != "" {
					r.Names = []string{e.name}
				}
				if e.key != "" {
					r.Keys = []record.Key{{Fingerprint: e.key, Learnt: learntOf(e.key, own, known[e.address])}}
				}
				records = append(records, r)
			}
		}
	}
	return records
}

// An entry is one row of a member list that has an address.
type entry struct {
	address, key, name string
	past               bool
}

// entriesOf lists the members that a history ends with, then the past ones, each
// by address and key.
func entriesOf(h *history.History, names map[string]string) []entry {
	var members, past []entry
	for _, id := range h.View.Members() {
		address := h.Contacts.Address(id)
		members = append(members, entry{address: address, key: h.Fingerprint(id), name: h.Names[address]})
	}
	for _, id := range pastOf(h) {
		address := h.Contacts.Address(id)
		past = append(past, entry{address: address, key: h.Fingerprint(id), name: names[address], past: true})
	}
	for _, list := range [][]entry{members, past} {
		slices.SortFunc(list, func(a, b entry) int {
			return cmp.Or(strings.Compare(a.address, b.address), strings.Compare(a.key, b.key))
		})
	}
	return slices.DeleteFunc(slices.Concat(members, past), func(e entry) bool { return e.address == "" })
}

// pastOf are all who once were members and are no longer: those of whom the view
// keeps a tombstone, however old, and those whom steps dropped without one, as
// clients before 1.154 did.
func pastOf(h *history.History) []membership.ID {
	past := h.View.Past(0) // of which none is too old
	known := map[membership.ID]bool{}
	for _, id := range slices.Concat(past, h.View.Members()) {
		known[id] = true
	}
	before := membership.View{}
	for _, step := range h.Steps {
		if len(step.After.Rows) < len(before.Rows) {
			for _, id := range before.Members() {
				if !known[id] {
					known[id] = true
					past = append(past, id)
				}
			}
		}
		before = step.After
	}
	return past
}

// namesIn are the names any device shows for members of a group.
func namesIn(g *history.Group) map[string]string {
	names := map[string]string{}
	for _, h := range g.Histories {
		if !h.View.Exists {
			continue
		}
		for _, id := range h.View.Members() {
			if address := h.Contacts.Address(id); names[address] == "" {
				names[address] = h.Names[address]
			}
		}
	}
	return names
}

func learntOf(fingerprint string, own map[string]bool, known []record.Key) record.Learnt {
	if own[fingerprint] {
		return record.LearntExported
	}
	for _, key := range known {
		if key.Fingerprint == fingerprint {
			return key.Learnt
		}
	}
	return record.LearntList
}
