package analyze

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A target is the view all the evidence of the case adds up to: for every
// person the newest addition and the newest removal anybody entitled to it
// made. It is the merge clients since 1.154 use, fed with everything.
type target struct {
	rows map[string]membership.Row // by address
	keys map[string]string         // address -> newest fingerprint listed for it
}

// target computes the target of one group. What counts is what at least one
// device accepted, or did itself. A message its supposed author, whose archive
// is in the case, never sent is a forgery some client believed, and no evidence.
func (s *Study) target(group string) target {
	t := target{rows: map[string]membership.Row{}, keys: map[string]string{}}
	for i, m := range s.mailOf(group) {
		if s.isEvidence(m) {
			t.take(m, i == 0)
		}
	}
	return t
}

// isEvidence reports whether a message is evidence of who belongs to the group.
func (s *Study) isEvidence(m *groupMail) bool {
	if m.author != nil {
		return true
	}
	for _, d := range s.c.devices {
		if d.owns(m.said.From.Address) && !m.event.Message.Seal.Authentic() {
			return false
		}
	}
	for _, d := range s.c.devices {
		if fate, step, _ := s.fateOf(m, d); fate == fateRead && step != nil && step.outcome.Accepted {
			return true
		}
	}
	return false
}

// take adds what one message says. The list of a message without times tells
// nothing new, except that of the first one, which made the group.
func (t *target) take(m *groupMail, first bool) {
	said, at := m.said, m.at.Unix()
	timed := said.Times != nil && len(said.Times) == len(said.To)+len(said.Past)
	for i, to := range said.To {
		switch {
		case timed:
			t.add(to.Address, said.Times[i])
		case first:
			t.add(to.Address, at)
		}
		if i < len(said.Fingerprints) {
			t.keys[to.Address] = said.Fingerprints[i]
		}
	}
	for i, past := range said.Past {
		if timed {
			t.remove(past.Address, said.Times[len(said.To)+i])
		}
	}
	if first {
		t.add(said.From.Address, at)
	}
	if !timed && said.Added != "" {
		t.add(said.Added, at)
	}
	if !timed && said.Removed != "" {
		t.remove(said.Removed, at)
	}
	if _, known := t.rows[said.From.Address]; !known && said.Removed != said.From.Address {
		t.add(said.From.Address, 0) // a member whose addition left no trace
	}
	if said.Signer != "" {
		t.keys[said.From.Address] = string(said.Signer)
	}
}

func (t *target) add(address string, at int64) {
	row, known := t.rows[address]
	if !known {
		row = membership.Row{Added: at}
	}
	row.Added = max(row.Added, at)
	t.rows[address] = row
}

func (t *target) remove(address string, at int64) {
	row, known := t.rows[address]
	if !known {
		row.Added = at - 1
	}
	row.Removed = max(row.Removed, at)
	t.rows[address] = row
}

// members lists the target's members by address, sorted.
func (t *target) members() []string {
	var list []string
	for _, address := range slices.Sorted(maps.Keys(t.rows)) {
		if t.rows[address].Member() && address != "" {
			list = append(list, address)
		}
	}
	return list
}

// report renders the target. names are display names by address.
func (t *target) report(names map[string]string) Target {
	r := Target{Members: []Member{}, PastMembers: []PastMember{}}
	for address, row := range t.rows {
		switch {
		case address == "":
		case row.Member():
			r.Members = append(r.Members, Member{Address: address, Fingerprint: t.keys[address], Name: names[address], Added: row.Added})
		default:
			r.PastMembers = append(r.PastMembers, PastMember{Address: address, Fingerprint: t.keys[address], Removed: row.Removed})
		}
	}
	slices.SortFunc(r.Members, func(a, b Member) int { return cmp.Compare(a.Address, b.Address) })
	slices.SortFunc(r.PastMembers, func(a, b PastMember) int { return cmp.Compare(a.Address, b.Address) })
	return r
}
