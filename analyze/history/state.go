package history

import (
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A DeviceState is one device's place in one group: what it believes, and by
// which rules it would take the next message. It is a value; Receive gives the
// next one.
type DeviceState struct {
	Device      string
	Addresses   []string
	Release     release.Release
	Oldest      release.Release // what it may run instead, for all its mail shows; the same if that is certain
	Rules       membership.Rules
	View        membership.View
	Contacts    membership.Contacts
	InTarget    bool // the target names it as a member
	Undecrypted bool // its mail is sealed and its own key is not at hand: the view is not known
	Known       bool // its client's database shows its view
	Uncertain   bool // its mail cannot decide what it shows: View is the likelier of two
	HasWritten  bool // it has written to the group: then others know what it knew

	device *Device
	group  string
}

// DeviceStates gives every device that has the group or belongs to it, by name.
func (g *Group) DeviceStates() []DeviceState { return g.DeviceStatesFor(g.Target.Members()) }

// DeviceStatesFor is DeviceStates where the target names these members.
func (g *Group) DeviceStatesFor(target []string) []DeviceState {
	members := map[string]bool{}
	for _, address := range target {
		members[address] = true
	}
	var states []DeviceState
	for _, d := range g.hs.Devices {
		s := DeviceState{Device: d.Name, Addresses: d.Addresses, Release: d.Release, Oldest: d.Oldest, Rules: d.Rules,
			Contacts: d.Contacts, Undecrypted: d.Undecrypted, device: d, group: g.ID}
		if h := g.Of(d); h != nil {
			s.View, s.Contacts, s.Known, s.Uncertain = h.View, h.Contacts, h.fromDatabase, h.Uncertain != nil
			s.HasWritten = slices.ContainsFunc(h.Steps, func(st *Step) bool { return st.Own })
		}
		s.InTarget = slices.ContainsFunc(d.Addresses, func(a string) bool { return members[a] })
		if len(d.Addresses) > 0 && (s.View.Exists || s.InTarget && !g.MayBeAbsent()) {
			states = append(states, s)
		}
	}
	return states
}

// Shown lists the members the device's client shows now, by address, sorted;
// none if it does not have the group.
func (s DeviceState) Shown() []string { return shown(s.View, s.Contacts) }

// Receive predicts what the client makes of a message that reaches it at now
// (unix seconds): the same reading and the same rules as for mail it received.
func (s DeviceState) Receive(m *gmm.Message, now int64) (DeviceState, membership.Outcome) {
	t := timeline{device: s.device}
	st := &Step{Event: &evidence.Event{Message: m}, Reading: s.device.reads(m)}
	st.replyTo = t.replyOf(st.Reading)
	if t.groupOf(st.Reading) != s.group || st.Reading.Rejected != "" {
		return s, membership.Outcome{}
	}
	var outcome membership.Outcome
	s.View, s.Contacts, outcome = s.Rules.Receive(s.View, s.Contacts, s.device.message(st, now))
	return s, outcome
}

// A Person is somebody a group is about, as far as the whole case knows them.
type Person struct {
	Address     string
	Fingerprint string // newest key listed or used for them, "" if unknown
	Name        string
	Added       int64 // unix seconds
	Removed     int64
}

// A Goal is a view to be told to others, with what is needed to write it down.
type Goal struct {
	ID, Name string
	Members  []Person // sorted by address
	Past     []Person
	// Until is the time of the newest chat message of the case, unix seconds.
	Until int64
	// Dated is the latest Date of a message of the group, unix seconds. Clients
	// up to 2.52 date mail up to half a minute ahead.
	Dated int64
	// Complete reports that the case holds a device of every member: what it
	// does not show up to Until, nobody was told.
	Complete bool
}

// Goal gives the target of a group.
func (hs *Histories) Goal(g *Group) Goal {
	goal := Goal{ID: g.ID, Name: g.Name, Until: hs.Until, Complete: true}
	for _, m := range g.Deliveries {
		goal.Dated = max(goal.Dated, m.Reading.Date)
	}
	for _, address := range slices.Sorted(maps.Keys(g.Target.Rows)) {
		row := g.Target.Rows[address]
		p := Person{Address: address, Fingerprint: g.Target.Keys[address], Name: g.Names[address], Added: row.Added, Removed: row.Removed}
		switch {
		case address == "":
		case row.Member():
			goal.Members = append(goal.Members, p)
			goal.Complete = goal.Complete && hs.HasDeviceOf(address)
		default:
			goal.Past = append(goal.Past, p)
		}
	}
	return goal
}

// A Missed is a GMM of a group that some members' devices never read.
type Missed struct {
	MessageID string
	Event     *evidence.Event // nil if only a client's database tells of it
	Waiting   []byte          // the mail itself, as it waits in that client's outbox; nil if it does not
	Unsigned  bool            // it waits there, and is neither signed nor sealed yet
	By        []string        // devices, sorted
}

// Missed lists the GMMs members of the target did not read, in the order they
// were written.
func (g *Group) Missed() []Missed {
	var members []*Device
	for _, s := range g.DeviceStates() {
		if s.InTarget {
			members = append(members, s.device)
		}
	}
	var list []Missed
	for _, m := range g.Deliveries {
		if !m.IsGMM() || !g.IsEvidence(m) {
			continue
		}
		missed := Missed{MessageID: m.Reading.MessageID, Event: m.Event}
		for _, d := range members {
			fate, step, copied := m.FateOn(d)
			isNotTaken := step == nil && copied != nil // a copy that its client did not take as mail of the group
			if fate != FateRead && fate != FateOwn || isNotTaken {
				missed.By = append(missed.By, d.Name)
			}
		}
		if len(missed.By) > 0 {
			list = append(list, missed)
		}
	}
	return append(list, g.missedOfDatabases(members)...)
}
