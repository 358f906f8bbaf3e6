package analyze

import (
	"cmp"
	"maps"
	"slices"
)

// A Perspective is one group as one device alone knows it: what its client
// would compare incoming changes with, and could tell others.
type Perspective struct {
	Seat Seat
	Goal Goal // its own view, in its own times
	// Noticed are the changes that reached the device with a list that is not
	// its own, and whose authors have not shown since that they know better:
	// the consistency check of the correction protocol.
	Noticed []Noticed
	// Held are the GMMs the device has, its own first, about the people those
	// lists and its own view disagree on.
	Held []Missed
}

// Noticed is one incoming GMM whose list was not the device's view after it.
type Noticed struct {
	MessageID string
	Author    string   // address
	Lacks     []string // members of the device's view the list lacks, sorted
	Adds      []string // entries of the list that are no members here, sorted
}

// Perspective gives a group as the named device knows it. The second result is
// false if the device has no such group, or is out of it: then it has nothing
// to tell the others.
func (s *Study) Perspective(group, device string) (Perspective, bool) {
	for _, seat := range s.Seats(group) {
		h := s.histories[seat.device][group]
		if seat.Device != device || h == nil || !h.view.Exists || !h.view.Has("self") {
			continue
		}
		p := Perspective{Seat: seat, Goal: h.goal(), Noticed: h.noticed()}
		p.Held = h.held(p.Noticed)
		return p, true
	}
	return Perspective{}, false
}

// HasDevice reports whether the case has a device of this name.
func (s *Study) HasDevice(name string) bool {
	return slices.ContainsFunc(s.c.devices, func(d *device) bool { return d.name == name })
}

// goal states the device's own view.
func (h *history) goal() Goal {
	g := Goal{ID: h.group, Name: h.groupName()}
	names := h.names()
	for id, row := range h.view.Rows {
		address := h.contacts.Address(id)
		if address == "" {
			continue
		}
		p := Person{Address: address, Fingerprint: h.fingerprint(id), Name: names[address], Added: row.Added, Removed: row.Removed}
		if row.Member() {
			g.Members = append(g.Members, p)
		} else {
			g.Past = append(g.Past, p)
		}
	}
	byAddress := func(a, b Person) int { return cmp.Compare(a.Address, b.Address) }
	for _, step := range h.steps {
		g.Dated = max(g.Dated, step.item.said.Date)
	}
	slices.SortFunc(g.Members, byAddress)
	slices.SortFunc(g.Past, byAddress)
	return g
}

// noticed runs the check over the history, as [Study.findMismatches] does, for
// changes by people the device takes for members. A later message by the same
// author with the device's own list settles the matter.
func (h *history) noticed() []Noticed {
	open := map[string]Noticed{}
	for i := range h.steps {
		step := &h.steps[i]
		said := step.item.said
		shown := h.addressesOf(step.after)
		if step.item.own || step.item.carriedBy != "" || len(said.To) == 0 || !slices.Contains(shown, said.From.Address) {
			continue
		}
		listed := h.listed(step)
		_, known := open[said.From.Address]
		switch {
		case slices.Equal(listed, shown):
			delete(open, said.From.Address)
		case known || said.Added != "" || said.Removed != "":
			open[said.From.Address] = Noticed{MessageID: said.MessageID, Author: said.From.Address, Lacks: without(shown, listed), Adds: without(listed, shown)}
		}
	}
	list := []Noticed{}
	for _, author := range slices.Sorted(maps.Keys(open)) {
		list = append(list, open[author])
	}
	return list
}

// held finds the GMMs of the history about the people in dispute. What the
// device sent itself comes first: that is what nobody else can be asked for.
func (h *history) held(noticed []Noticed) []Missed {
	var disputed []string
	for _, n := range noticed {
		disputed = append(disputed, slices.Concat(n.Lacks, n.Adds)...)
	}
	var own, received []Missed
	for _, step := range h.steps {
		said := step.item.said
		if !step.outcome.Accepted || !slices.Contains(disputed, said.Added) && !slices.Contains(disputed, said.Removed) {
			continue
		}
		m := Missed{MessageID: said.MessageID, Event: step.item.event}
		if step.item.own {
			own = append(own, m)
		} else if step.item.event.Device == h.device.name {
			received = append(received, m)
		}
	}
	return append(own, received...)
}
