package analyze

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// Report turns the study into the result every format renders.
func (s *Study) Report() *Report {
	r := &Report{
		Schema:   Schema,
		Inputs:   s.gathered.inputs,
		Groups:   []Group{},
		Findings: []Finding{},
		Counts:   s.counts,
		Messages: s.gathered.messages,
	}
	for _, d := range s.c.devices {
		r.Devices = append(r.Devices, d.info())
	}
	for _, id := range s.groupIDs() {
		if g, ok := s.groupReport(id); ok {
			r.Groups = append(r.Groups, g)
		}
	}
	r.Findings = append(r.Findings, s.findings()...)
	return r
}

// Unreadable reports whether some input could not be read.
func (r *Report) Unreadable() bool { return anyErrors(r.Inputs) }

func anyErrors(inputs []Input) bool {
	return slices.ContainsFunc(inputs, func(in Input) bool { return len(in.Errors) > 0 })
}

func (d *device) info() DeviceInfo {
	return DeviceInfo{
		Device:       d.name,
		Addresses:    nonNil(d.addresses),
		Fingerprints: nonNil(d.fingerprints),
		Rules:        d.release.Name(),
		RulesBasis:   d.releaseBasis,
		Order:        d.orderBasis,
	}
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// groupIDs lists every group any device has a history of.
func (s *Study) groupIDs() []string {
	ids := map[string]bool{}
	for _, histories := range s.histories {
		for id := range histories {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// groupReport describes one group as every device sees it. A group no device
// shows is none.
func (s *Study) groupReport(id string) (Group, bool) {
	g := Group{ID: id, Devices: []DeviceView{}}
	for _, d := range s.c.devices {
		h := s.histories[d][id]
		if h == nil || !h.view.Exists {
			continue
		}
		g.Devices = append(g.Devices, h.report(s.now))
		g.Name = cmp.Or(g.Name, h.groupName())
	}
	names := map[string]string{}
	for _, d := range s.c.devices {
		if h := s.histories[d][id]; h != nil {
			maps.Copy(names, h.names())
		}
	}
	t := s.target(id)
	g.Target = t.report(names)
	g.Consistent = len(s.differences(id, t)) == 0
	g.Linked = s.linked(g)
	return g, len(g.Devices) > 0
}

// report describes the view a history ends in, and its steps.
func (h *history) report(now int64) DeviceView {
	v := DeviceView{
		Device:      h.device.name,
		Rules:       h.rules.Name(),
		Members:     []Member{},
		PastMembers: []PastMember{},
		Uncertain:   h.uncertain,
		History:     []Step{},
	}
	names := h.names()
	for _, id := range h.view.Members() {
		address := h.contacts.Address(id)
		v.Members = append(v.Members, Member{
			Address: address, Fingerprint: h.fingerprint(id), Name: names[address], Added: h.view.Rows[id].Added,
		})
	}
	for _, id := range h.view.Past(now) {
		v.PastMembers = append(v.PastMembers, PastMember{
			Address: h.contacts.Address(id), Fingerprint: h.fingerprint(id), Removed: h.view.Rows[id].Removed,
		})
	}
	slices.SortFunc(v.Members, func(a, b Member) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	slices.SortFunc(v.PastMembers, func(a, b PastMember) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	for i := range h.steps {
		v.History = append(v.History, h.steps[i].report(h))
	}
	return v
}

// fingerprint is the key of a member, "" where the era knows addresses only.
func (h *history) fingerprint(id membership.ID) string {
	switch {
	case !h.rules.Keyed():
		return ""
	case id == membership.Self && len(h.device.fingerprints) > 0:
		return h.device.fingerprints[0]
	case id == membership.Self:
		return ""
	}
	return string(id)
}

// names are the display names people used for themselves in this history.
func (h *history) names() map[string]string {
	names := map[string]string{}
	for _, step := range h.steps {
		said := step.item.said
		for _, to := range said.To {
			if names[to.Address] == "" && to.Name != "" {
				names[to.Address] = to.Name
			}
		}
		if said.From.Name != "" {
			names[said.From.Address] = said.From.Name
		}
	}
	return names
}

// groupName is the last name a message of the history gave.
func (h *history) groupName() string {
	name := ""
	for _, step := range h.steps {
		name = cmp.Or(step.item.said.GroupName, name)
	}
	return name
}

func (st *step) report(h *history) Step {
	it := st.item
	return Step{
		Time:      time.Unix(it.clock(), 0).UTC(),
		Basis:     it.basis(),
		Kind:      it.kind(st),
		Actor:     it.said.From.Address,
		Subject:   cmp.Or(it.said.Removed, it.said.Added),
		MessageID: it.said.MessageID,
		Where:     it.where(),
		Applied:   st.outcome.Changed,
		Why:       st.outcome.Reason.String(),
		Members:   st.after.Size(),
	}
}

// kind classes a step for the reader.
func (it *item) kind(st *step) string {
	switch {
	case it.said.Correction:
		return "correction"
	case it.said.Removed != "" && it.said.Removed == it.said.From.Address:
		return "leave"
	case it.said.Removed != "":
		return "remove"
	case it.said.Added != "":
		return "add"
	case st.outcome.Created:
		return "create"
	}
	return "message"
}

// basis says what the time and place of a step rest on.
func (it *item) basis() string {
	switch {
	case it.own && it.inferred:
		return "sent (inferred)"
	case it.own:
		return "sent"
	case it.inferred:
		return "received (inferred)"
	case it.event.Arrival.Basis != "":
		return string(it.event.Arrival.Basis)
	}
	return string(it.event.Arrival.TimeBasis)
}

// where says in whose mailbox the message lies.
func (it *item) where() string {
	place := it.event.Device + "/" + it.event.Folder
	if it.carriedBy != "" {
		return place + ", in the correction " + it.carriedBy
	}
	return place
}
