package history

import (
	"cmp"
	"maps"
	"slices"
)

// A LocalView is one group as one device alone knows it: what its client would
// compare incoming changes with, and could tell others.
type LocalView struct {
	State DeviceState
	Goal  Goal // its own view, in its own times
	// Noticed are the messages that reached the device with a list that is not
	// its own, and whose authors have not shown since that they know better:
	// the consistency check of the correction protocol.
	Noticed []Noticed
	// Held are the GMMs the device has, its own first, about the people those
	// lists and its own view disagree on.
	Held []Missed
}

// Noticed is one incoming message whose list was not the device's view after it.
type Noticed struct {
	MessageID string
	Author    string   // address
	Lacks     []string // members of the device's view the list lacks, sorted
	Adds      []string // entries of the list that are not members here, sorted
}

// LocalView gives the group as the named device knows it. Only a GMM shows an
// inconsistency, or, on any, every message with a list. The second result is
// false if the device has no such group, or is out of it.
func (g *Group) LocalView(device string, onAny bool) (LocalView, bool) {
	for _, s := range g.DeviceStates() {
		h := g.Of(s.device)
		if s.Device != device || h == nil || h.IsOut() {
			continue
		}
		v := LocalView{State: s, Goal: h.goal(), Noticed: h.noticed(onAny)}
		v.Held = h.held(v.Noticed)
		return v, true
	}
	return LocalView{}, false
}

// goal states the device's own view.
func (h *History) goal() Goal {
	g := Goal{ID: h.Group, Name: h.name}
	for id, row := range h.View.Rows {
		address := h.Contacts.Address(id)
		if address == "" {
			continue
		}
		p := Person{Address: address, Fingerprint: h.Fingerprint(id), Name: h.Names[address], Added: row.Added, Removed: row.Removed}
		if row.Member() {
			g.Members = append(g.Members, p)
		} else {
			g.Past = append(g.Past, p)
		}
	}
	for _, st := range h.Steps {
		g.Dated = max(g.Dated, st.Reading.Date)
	}
	byAddress := func(a, b Person) int { return cmp.Compare(a.Address, b.Address) }
	slices.SortFunc(g.Members, byAddress)
	slices.SortFunc(g.Past, byAddress)
	return g
}

// noticed runs the consistency check over the history, for messages by people
// the device takes for members. A later message by the same author with the
// device's own list settles the matter.
func (h *History) noticed(onAny bool) []Noticed {
	open := map[string]Noticed{}
	for _, step := range h.Steps {
		reading := step.Reading
		own := h.Shows(step.After)
		if !step.IsChecked() || !slices.Contains(own, reading.From.Address) {
			continue
		}
		listed := step.Listed()
		_, known := open[reading.From.Address]
		switch {
		case slices.Equal(listed, own):
			delete(open, reading.From.Address)
		case known || onAny || step.IsGMM():
			open[reading.From.Address] = Noticed{MessageID: reading.MessageID, Author: reading.From.Address, Lacks: Without(own, listed), Adds: Without(listed, own)}
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
func (h *History) held(noticed []Noticed) []Missed {
	disputed := map[string]bool{}
	for _, n := range noticed {
		for _, address := range slices.Concat(n.Lacks, n.Adds) {
			disputed[address] = true
		}
	}
	var own, received []Missed
	for _, step := range h.Steps {
		if step.Row != 0 || !step.Outcome.Accepted || !disputed[step.Reading.Added] && !disputed[step.Reading.Removed] {
			continue
		}
		m := Missed{MessageID: step.Reading.MessageID, Event: step.Event}
		if step.Own {
			own = append(own, m)
		} else if step.Event.Device == h.Device.Name {
			received = append(received, m)
		}
	}
	return append(own, received...)
}
