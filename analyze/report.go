package analyze

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// Unreadable reports whether some input could not be read.
func (r *Report) Unreadable() bool { return evidence.Unreadable(r.Inputs) }

func deviceInfo(d *history.Device, inputs []evidence.Input) DeviceInfo {
	info := DeviceInfo{
		Device:       d.Name,
		Addresses:    nonNil(d.Addresses),
		Fingerprints: nonNil(d.Fingerprints),
		Rules:        d.Rules.Name(),
		RulesBasis:   d.ReleaseBasis,
		Order:        d.Order,
	}
	for _, input := range inputs {
		if input.Device == d.Name {
			info.Messages += input.Messages
		}
	}
	if db := d.Backup(); db != nil {
		info.Database = db.Path
	}
	info.Counts = map[evidence.Bucket]int{}
	ordinary := info.Messages
	for bucket, n := range d.Counts {
		info.Counts[bucket] = n
		ordinary -= n
	}
	if ordinary > 0 {
		info.Counts[evidence.BucketOrdinary] += ordinary
	}
	info.Unknown = whyUnknown(d)
	return info
}

// noteSameAccounts names for each device the others of its account.
func noteSameAccounts(devices []DeviceInfo) {
	owners := map[string][]int{} // by address
	for i, d := range devices {
		for _, address := range d.Addresses {
			owners[address] = append(owners[address], i)
		}
	}
	for i := range devices {
		for _, address := range devices[i].Addresses {
			for _, k := range owners[address] {
				if k != i {
					devices[i].SameAccount = append(devices[i].SameAccount, devices[k].Device)
				}
			}
		}
		slices.Sort(devices[i].SameAccount)
		devices[i].SameAccount = slices.Compact(devices[i].SameAccount)
	}
}

// whyUnknown says why nothing can be told of what a device shows, "" if it can.
func whyUnknown(d *history.Device) string {
	if d.Backup() != nil {
		return ""
	}
	switch d.Lack {
	case history.NoSecretKey:
		return "its mail is sealed, and its secret key is not here"
	case history.KeyLocked:
		return "its mail is sealed, and its secret key is locked"
	case history.OtherKeys:
		return "its mail is sealed, and its secret keys open none of it"
	}
	if len(d.Addresses) == 0 {
		return "nothing says whose it is"
	}
	return ""
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// newGroup describes one group as every device sees it.
func newGroup(hs *history.Histories, g *history.Group) Group {
	departures := finding.Differences(hs, g)
	result := Group{
		ID:         g.ID,
		Name:       g.Name,
		Target:     newTarget(g),
		Consistent: len(departures) == 0,
		Devices:    []DeviceView{},
		Linked:     finding.Persons(hs, g),
	}
	for _, d := range hs.Devices {
		switch h := g.Of(d); {
		case d.Undecrypted && (h != nil && h.View.Exists || concerns(g, d)):
			result.Devices = append(result.Devices, unknownView(d))
		case h != nil && h.View.Exists:
			result.Devices = append(result.Devices, newView(h, hs.Until))
		}
	}
	result.Differs = differs(hs, g, departures)
	return result
}

func newTarget(g *history.Group) Target {
	t := Target{Members: []Member{}, PastMembers: []PastMember{}}
	for address, row := range g.Target.Rows {
		switch {
		case address == "":
		case row.Member():
			t.Members = append(t.Members, Member{Address: address, Fingerprint: g.Target.Keys[address], Name: g.Names[address], Added: row.Added})
		default:
			t.PastMembers = append(t.PastMembers, PastMember{Address: address, Fingerprint: g.Target.Keys[address], Removed: row.Removed})
		}
	}
	sortMembers(t.Members, t.PastMembers)
	return t
}

func sortMembers(members []Member, past []PastMember) {
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
	slices.SortFunc(past, func(a, b PastMember) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
}

// concerns reports whether all the mail says that a device's owner is or was in
// the group.
func concerns(g *history.Group, d *history.Device) bool {
	return slices.ContainsFunc(d.Addresses, func(a string) bool { _, named := g.Target.Rows[a]; return named })
}

// unknownView is the view of a device that nobody can tell.
func unknownView(d *history.Device) DeviceView {
	return DeviceView{
		Device:      d.Name,
		Rules:       d.Rules.Name(),
		Members:     []Member{},
		PastMembers: []PastMember{},
		Basis:       string(history.Unknown),
		History:     []Step{},
	}
}

// newView describes the view a history ends in, and its steps.
func newView(h *history.History, now int64) DeviceView {
	v := unknownView(h.Device)
	v.Basis = string(h.Basis())
	v.Uncertain = newUncertain(h)
	for _, id := range h.View.Members() {
		address := h.Contacts.Address(id)
		v.Members = append(v.Members, Member{Address: address, Fingerprint: h.Fingerprint(id), Name: h.Names[address],
			Added: h.View.Rows[id].Added, Basis: string(h.BasisOf(id))})
	}
	for _, id := range h.View.Past(now) {
		v.PastMembers = append(v.PastMembers, PastMember{Address: h.Contacts.Address(id), Fingerprint: h.Fingerprint(id),
			Removed: h.View.Rows[id].Removed, Basis: string(h.BasisOf(id))})
	}
	sortMembers(v.Members, v.PastMembers)
	var before membership.View
	for _, st := range h.Steps {
		step := newStep(st)
		step.Joined, step.Left = joined(h, before, st.After), joined(h, st.After, before)
		before = st.After
		v.History = append(v.History, step)
	}
	return v
}

// joined lists the addresses of the members of after that before does not have,
// sorted.
func joined(h *history.History, before, after membership.View) []string {
	var list []string
	for id, row := range after.Rows {
		if row.Member() && !before.Has(id) {
			list = append(list, h.Contacts.Address(id))
		}
	}
	slices.Sort(list)
	return list
}

func newStep(st *history.Step) Step {
	step := Step{
		Time:      time.Unix(st.Clock(), 0).UTC(),
		Basis:     st.Basis(),
		Kind:      st.Kind(),
		Actor:     st.Reading.From.Address,
		Subject:   st.Subject(),
		MessageID: st.Reading.MessageID,
		Where:     st.Where(),
		Applied:   st.Outcome.Changed,
		Refused:   st.IsGMM() && !st.Own && !st.Outcome.Accepted,
		Why:       st.Outcome.Reason.String(),
		Members:   st.After.Count(),
		Archive:   st.Event.Place.Archive,
		File:      st.Event.Place.Member,
		SHA256:    st.Event.SHA256,
	}
	if st.Event.Place.InFile {
		step.Offset = &st.Event.Place.Offset
	}
	if st.Row != 0 {
		step.Table, step.Row = finding.TableOfLines, st.Row
	}
	return step
}

func newUncertain(h *history.History) *Uncertain {
	if h.Uncertain == nil {
		return nil
	}
	u := &Uncertain{Reason: string(h.Uncertain.Reason), Possible: h.Uncertain.Possible}
	switch name := h.Device.Name; h.Uncertain.Reason {
	case history.DoubtMissing:
		u.Why = "the mailbox of " + name + " has lost fewer messages than were sent to it, and nothing shows which"
	case history.DoubtClaim:
		u.Why = "one mailbox alone holds the message " + quote(h.Uncertain.MessageID) + " that " + name + " may have written, and anyone could have"
	case history.DoubtOrder:
		u.Why = "nothing shows whether " + name + " had read the mail that arrived around " +
			h.Uncertain.At.UTC().Format("2006-01-02 15:04:05 UTC") + " when it wrote " + quote(h.Uncertain.MessageID)
	}
	return u
}

// differs lists the people about whom each device's view is not the target's.
func differs(hs *history.Histories, g *history.Group, departures []finding.Departure) []Differs {
	var list []Differs
	departed := map[*history.Device]*finding.Departure{}
	for i := range departures {
		departed[departures[i].Device] = &departures[i]
	}
	for _, d := range hs.Devices {
		list = append(list, differsOn(d, g, departed[d])...)
	}
	return list
}

// differsOn lists the differences of one device. One that lacks the group, or has
// left it by its own view, differs in that alone.
func differsOn(d *history.Device, g *history.Group, departure *finding.Departure) []Differs {
	var list []Differs
	note := func(how string, addresses ...string) {
		for _, address := range addresses {
			list = append(list, Differs{Device: d.Name, Address: address, How: how})
		}
	}
	own := func(addresses []string) []string {
		return slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return !d.Owns(a) })
	}
	h := g.Of(d)
	switch {
	case departure != nil && departure.Absent:
		note(DiffersNoGroup, own(departure.Missing)...)
		return list
	case departure != nil && departure.Left:
		note(DiffersOut, own(departure.Missing)...)
		return list
	case departure != nil:
		note(DiffersMissing, departure.Missing...)
		note(DiffersExtra, departure.Extra...)
	}
	if h == nil || !h.View.Exists || len(d.Addresses) == 0 || d.Undecrypted || h.IsOut() {
		return list
	}
	note(DiffersUndecided, undecided(h.Uncertain)...)
	for _, id := range h.View.Members() {
		address, key := h.Contacts.Address(id), h.Fingerprint(id)
		if row, ok := g.Target.Rows[address]; ok && row.Member() && key != "" && g.Target.Keys[address] != "" && !strings.EqualFold(key, g.Target.Keys[address]) {
			note(DiffersKey, address)
		}
	}
	return list
}

// undecided lists the addresses that only one of two possible views has.
func undecided(u *history.Uncertain) []string {
	if u == nil {
		return nil
	}
	return slices.Concat(history.Without(u.Possible[0], u.Possible[1]), history.Without(u.Possible[1], u.Possible[0]))
}
