package history

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A Group is one chat group with everything the case holds of it.
type Group struct {
	ID         string
	Name       string            // the last name the first device that has one was told, "" if none
	Names      map[string]string // display names people used, by address
	Deliveries []*Delivery       // its mail, in the order it was written
	Histories  []*History        // of the devices that met it, by device
	Target     *Target

	byDevice map[*Device]*History
	changes  map[string][]*Delivery // GMMs by the member they name
	hs       *Histories
}

// Of is the history of one device, nil if it never met the group.
func (g *Group) Of(d *Device) *History { return g.byDevice[d] }

// Known are the histories of devices whose mail can be read.
func (g *Group) Known() []*History {
	return slices.DeleteFunc(slices.Clone(g.Histories), func(h *History) bool { return h.Device.Undecrypted })
}

// Shown reports whether some device has the group. One that none has is not
// told of.
func (g *Group) Shown() bool {
	return slices.ContainsFunc(g.Histories, func(h *History) bool { return h.View.Exists })
}

// HasHeardOf reports whether the target or a device's list holds an address, as
// a member or former member.
func (g *Group) HasHeardOf(address string) bool {
	if _, named := g.Target.Rows[address]; named {
		return true
	}
	return slices.ContainsFunc(g.Histories, func(h *History) bool {
		for id := range h.View.Rows {
			if h.Contacts.Address(id) == address {
				return true
			}
		}
		return false
	})
}

// Changes are the GMMs that add or remove an address, in the order they were
// written.
func (g *Group) Changes(address string) []*Delivery { return g.changes[address] }

// LastAddition is the newest GMM that adds an address, nil if there is none.
func (g *Group) LastAddition(address string) *Delivery {
	return last(g.changes[address], func(m *Delivery) bool { return m.Reading.Added == address })
}

// LastRemoval is the newest GMM that removes an address, nil if there is none.
func (g *Group) LastRemoval(address string) *Delivery {
	return last(g.changes[address], func(m *Delivery) bool { return m.Reading.Removed == address })
}

func last(list []*Delivery, is func(*Delivery) bool) *Delivery {
	for i := len(list) - 1; i >= 0; i-- {
		if is(list[i]) {
			return list[i]
		}
	}
	return nil
}

// collectGroups brings together what the devices and the mail tell of each
// group.
func (hs *Histories) collectGroups() {
	for _, d := range hs.Devices {
		for id, h := range d.histories {
			g := hs.group(id)
			g.Histories = append(g.Histories, h) // devices come in order
			g.byDevice[d] = h
		}
	}
	for _, m := range hs.deliveries {
		if g := hs.byGroup[m.Reading.GroupID]; g != nil {
			g.Deliveries = append(g.Deliveries, m)
		}
	}
	for _, g := range hs.byGroup {
		g.finish()
		hs.Groups = append(hs.Groups, g)
	}
	slices.SortFunc(hs.Groups, func(a, b *Group) int { return strings.Compare(a.ID, b.ID) })
}

func (hs *Histories) group(id string) *Group {
	g := hs.byGroup[id]
	if g == nil {
		g = &Group{ID: id, Names: map[string]string{}, byDevice: map[*Device]*History{}, changes: map[string][]*Delivery{}, hs: hs}
		hs.byGroup[id] = g
	}
	return g
}

func (g *Group) finish() {
	slices.SortStableFunc(g.Deliveries, func(a, b *Delivery) int { return a.Written.Compare(b.Written) })
	for i, m := range g.Deliveries {
		m.Number = i
		added, removed := m.Reading.Added, m.Reading.Removed
		if added != "" {
			g.changes[added] = append(g.changes[added], m)
		}
		if removed != "" && removed != added {
			g.changes[removed] = append(g.changes[removed], m)
		}
	}
	for _, h := range g.Histories {
		g.Name = cmp.Or(g.Name, h.name)
		maps.Copy(g.Names, h.Names)
	}
	g.Target = g.target()
}

// A History is the sequence of views one device held of one group.
type History struct {
	Device *Device
	Group  string
	Steps  []*Step
	View   membership.View // after the last step
	// Contacts is what the device knows of people after the last step.
	Contacts  membership.Contacts
	Names     map[string]string // display names people used, by address
	Uncertain *Uncertain
	// Rebuilt is the view that follows from mail, where the view is the client's own;
	// RebuiltContacts are the people in it.
	Rebuilt         membership.View
	RebuiltContacts membership.Contacts

	fromDatabase bool                    // the view is the client's own, as far as later mail did not change it
	later        map[membership.ID]Basis // whose membership mail changed that came after the database
	inferred     map[membership.ID]bool  // whose membership rests on steps that were inferred
	name         string                  // the last one a message gave
	byID         map[string]*Step
}

// Name is the last name a message gave the group on this device, "" if none did.
func (h *History) Name() string { return h.name }

// Step finds a message of the history by its Message-ID, nil if it is not one.
func (h *History) Step(messageID string) *Step { return h.byID[messageID] }

// Shows lists the members of a view by address, sorted.
func (h *History) Shows(v membership.View) []string { return shown(v, h.Contacts) }

func shown(v membership.View, contacts membership.Contacts) []string {
	list := []string{}
	for _, id := range v.Members() {
		list = append(list, contacts.Address(id))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Fingerprint is the key of a member, "" where the era knows addresses only.
func (h *History) Fingerprint(id membership.ID) string {
	switch {
	case !h.Device.Rules.Keyed():
		return ""
	case id == membership.Self && len(h.Device.Fingerprints) > 0:
		return h.Device.Fingerprints[0]
	case id == membership.Self, strings.Contains(string(id), "@"): // an address-contact
		return ""
	}
	return string(id)
}

// finish notes what is asked of a history many times.
func (h *History) finish() {
	h.noteInferred()
	h.byID = make(map[string]*Step, len(h.Steps))
	h.Names = map[string]string{}
	for _, st := range h.Steps {
		reading := st.Reading
		if h.byID[reading.MessageID] == nil {
			h.byID[reading.MessageID] = st
		}
		h.name = cmp.Or(reading.GroupName, h.name)
		for _, to := range reading.To {
			if to.Name != "" && h.Names[to.Address] == "" {
				h.Names[to.Address] = to.Name
			}
		}
		if reading.From.Name != "" {
			h.Names[reading.From.Address] = reading.From.Name
		}
	}
}
