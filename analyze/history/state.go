package analyze

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A Seat is one device's place in one group: what it believes, by which rules,
// and with which keys it can speak. It is a value; Receive gives the next one.
type Seat struct {
	Device    string
	Addresses []string
	Release   release.Release
	Oldest    release.Release // what it may run instead, for all its mail shows; the same if that is certain
	Rules     membership.Rules
	View      membership.View
	Contacts  membership.Contacts
	Secret    []*pgp.Key // own keys with secret parts
	InTarget  bool       // the target names it as a member
	Blind     bool       // its mail is sealed and its own key is not at hand: the view is not known
	Spoke     bool       // it has written to the group: then others know what it knew

	device *device
	group  string
}

// Seats gives every device of the case that has the group or belongs to it,
// by name.
func (s *Study) Seats(group string) []Seat {
	t := s.target(group)
	members := t.members()
	var seats []Seat
	for _, line := range s.lines {
		d := line.device
		seat := Seat{Device: d.name, Addresses: d.addresses, Release: d.release, Oldest: d.oldest, Blind: d.blind(), device: d, group: group}
		seat.Rules = membership.For(d.release)
		seat.Contacts = line.contacts()
		if h := s.histories[d][group]; h != nil {
			seat.View, seat.Contacts = h.view, h.contacts
			seat.Spoke = slices.ContainsFunc(h.steps, func(st step) bool { return st.item.own })
		}
		for _, address := range d.addresses {
			seat.InTarget = seat.InTarget || contains(members, address)
		}
		for _, key := range d.keys {
			if key.HasSecret() {
				seat.Secret = append(seat.Secret, key)
			}
		}
		if len(d.addresses) > 0 && (seat.View.Exists || seat.InTarget) {
			seats = append(seats, seat)
		}
	}
	return seats
}

// Shown lists the members the seat's client shows now, by address, sorted;
// none if it does not have the group.
func (s Seat) Shown() []string {
	list := []string{}
	for _, id := range s.View.Members() {
		list = append(list, s.Contacts.Address(id))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Receive predicts what the seat's client makes of a message that reaches it
// at now (unix seconds): the same reading and the same rules as for mail it
// received.
func (s Seat) Receive(m *gmm.Message, now int64) (Seat, membership.Outcome) {
	line := timeline{device: s.device}
	it := &item{event: &Event{Message: m}, said: s.device.reads(m), replyTo: repliesNone}
	if it.said.InReplyTo != "" {
		it.replyTo = repliesUnknown
	}
	if it.group = line.groupOf(it, nil); it.group != s.group || it.said.Rejected != "" {
		return s, membership.Outcome{}
	}
	told := statement(it, s.device, now)
	told.Outgoing = s.device.owns(it.said.From.Address)
	var outcome membership.Outcome
	s.View, s.Contacts, outcome = s.Rules.Receive(s.View, s.Contacts, told)
	return s, outcome
}

// Blind names the devices whose view of any group cannot be told, because their
// mail is sealed and their own key is not at hand.
func (s *Study) Blind() []string {
	var names []string
	for _, d := range s.c.devices {
		if d.blind() {
			names = append(names, d.name)
		}
	}
	return names
}

// Groups lists the ids of all groups any device has, sorted.
func (s *Study) Groups() []string {
	var ids []string
	for _, id := range s.groupIDs() {
		for _, d := range s.c.devices {
			if h := s.histories[d][id]; h != nil && h.view.Exists {
				ids = append(ids, id)
				break
			}
		}
	}
	return ids
}

// A Person is somebody a group is about, as far as the whole case knows them.
type Person struct {
	Address     string
	Fingerprint string // newest key listed or used for them, "" if unknown
	Name        string
	Added       int64 // unix seconds
	Removed     int64
}

// Goal is the target of a group with what is needed to write it down.
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

// Goal gives the view all the evidence of the case adds up to.
func (s *Study) Goal(group string) Goal {
	g := Goal{ID: group, Until: s.now, Complete: true}
	names := map[string]string{}
	for _, d := range s.c.devices {
		if h := s.histories[d][group]; h != nil {
			maps.Copy(names, h.names())
			if name := h.groupName(); name != "" {
				g.Name = name
			}
		}
	}
	for _, m := range s.mailOf(group) {
		g.Dated = max(g.Dated, m.said.Date)
	}
	t := s.target(group)
	for _, address := range slices.Sorted(maps.Keys(t.rows)) {
		row := t.rows[address]
		p := Person{Address: address, Fingerprint: t.keys[address], Name: names[address], Added: row.Added, Removed: row.Removed}
		switch {
		case address == "":
		case row.Member():
			g.Members = append(g.Members, p)
			g.Complete = g.Complete && s.c.hasDeviceOf(address)
		default:
			g.Past = append(g.Past, p)
		}
	}
	return g
}

// Certificates is every certificate the case holds.
func (s *Study) Certificates() *pgp.Ring { return s.gathered.certificates }

// A Missed is a GMM of a group that some members' devices never read.
type Missed struct {
	MessageID string
	Event     *Event
	By        []string // devices, sorted
}

// Missed lists the GMMs members of the target did not read, in the order they
// were written.
func (s *Study) Missed(group string) []Missed {
	var list []Missed
	for _, m := range s.mailOf(group) {
		if !m.isGMM() || !s.isEvidence(m) {
			continue
		}
		missed := Missed{MessageID: m.said.MessageID, Event: m.event}
		for _, seat := range s.Seats(group) {
			fate, _, _ := s.fateOf(m, seat.device)
			if seat.InTarget && fate != fateRead && fate != fateOwn {
				missed.By = append(missed.By, seat.Device)
			}
		}
		if len(missed.By) > 0 {
			list = append(list, missed)
		}
	}
	return list
}

// Raw copies messages out of their archives, as parsers read them, by the
// SHA-256 of their raw bytes. It is the one way back into an archive. What was
// read from standard input is gone.
func (s *Study) Raw(ctx context.Context, events []*Event) (map[string][]byte, error) {
	wanted, archives := map[string]bool{}, map[string]bool{}
	for _, e := range events {
		wanted[e.SHA256] = true
		archives[e.Place.Archive] = true
	}
	type copied struct {
		sum string
		raw []byte
	}
	raw := map[string][]byte{}
	work := func(m *mboxio.Message) copied {
		sum := m.SHA256()
		c := copied{sum: hex.EncodeToString(sum[:])}
		if wanted[c.sum] {
			c.raw = slices.Clone(m.Decoded())
		}
		return c
	}
	sink := func(c copied) error {
		if c.raw != nil {
			raw[c.sum] = c.raw
		}
		return nil
	}
	for _, d := range s.c.devices {
		for i := range d.archives {
			if a := &d.archives[i]; archives[a.path] && a.reader == nil {
				if _, err := walk(ctx, a, Options{}, work, sink); ctx.Err() != nil {
					return nil, err
				}
			}
		}
	}
	return raw, nil
}
