package history

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A timeline is everything one device met: what reached it, in order of arrival,
// and what it sent, in order of writing, sorted by group. How the two interleave
// is decided per group, where the device's own messages show what it had read by
// then.
type timeline struct {
	device *Device
	own    []*Step           // all that it sent
	met    map[string]bool   // Message-IDs it knows
	groups map[string]string // Message-ID it knows -> its group, or ""

	contacts membership.Contacts
	metKeys  map[pgp.Fingerprint]bool // keys of others it was shown
	sealed   map[string]bool          // Message-IDs of mail it could not open
	scripts  map[string]*script
	newest   int64 // the last moment it shows, unix seconds
	doubtful bool  // more messages were inferred than its mailbox has lost
	work     Work
}

// timelineOf lines up what a device met. own are the messages it sent, maybe
// those it may have sent,
// deliveries the group mail of the whole case.
func timelineOf(d *Device, own, maybe []*Step, deliveries []*Delivery) *timeline {
	t := &timeline{
		device:   d,
		own:      own,
		met:      make(map[string]bool, len(d.Events)),
		groups:   make(map[string]string, len(d.Events)),
		contacts: membership.NewContacts(d.Addresses, d.Fingerprints),
		scripts:  map[string]*script{},
		metKeys:  map[pgp.Fingerprint]bool{},
		sealed:   map[string]bool{},
	}
	t.addOwn()
	for _, st := range maybe {
		if group := t.groupOf(st.Reading); group != "" {
			t.script(group).maybe = append(t.script(group).maybe, st)
		}
	}
	t.addReceived(t.inferred(deliveries))
	for _, s := range t.scripts {
		s.doubtful = t.doubtful
	}
	return t
}

// addOwn sorts the device's own messages into their groups.
func (t *timeline) addOwn() {
	for i, w := range windows(t.own) {
		own := t.own[i]
		own.group = t.groupOf(own.Reading)
		t.met[own.Reading.MessageID] = true
		t.groups[own.Reading.MessageID] = own.group
		t.newest = max(t.newest, own.Clock())
		if own.group != "" {
			s := t.script(own.group)
			s.own = append(s.own, ownStep{own, w})
		}
	}
}

// addReceived takes the device's events in order, once each, and weaves the
// inferred messages among them by time. Its own messages come back to it as
// copies and tell it nothing new.
func (t *timeline) addReceived(inferred []*Step) {
	t.work.add(Work{Messages: len(t.device.Events) + len(inferred), Readings: len(t.device.Events)})
	for _, e := range t.device.Events {
		if e.InJunk() || e.IsDraft() {
			continue
		}
		reading := t.device.reads(e.Message)
		if id := reading.MessageID; id != "" && t.met[id] {
			continue
		} else if id != "" {
			t.met[id] = true
		}
		if reading.Rejected != "" {
			continue
		}
		if t.device.CannotOpen(e.Message) && reading.MessageID != "" {
			t.sealed[reading.MessageID] = true
		}
		received := Step{Event: e, Reading: reading, At: e.Time()}
		for len(inferred) > 0 && inferred[0].At.Before(received.At) {
			t.receive(inferred[0])
			inferred = inferred[1:]
		}
		t.receive(&received)
		t.addCarried(&received)
	}
	for _, step := range inferred {
		t.receive(step)
	}
}

// receive notes what one message tells the device of people, and sorts it into
// its group.
func (t *timeline) receive(st *Step) {
	d := t.device
	st.Reading = t.judgedByMetKeys(st.Event.Message, st.Reading)
	reading := st.Reading
	t.newest = max(t.newest, st.Clock())
	switch {
	case !reading.From.Valid():
	case reading.Encrypted:
		t.contacts = t.contacts.Meet(reading.From.Address, string(reading.Signer))
	case d.Release < keyContacts:
		t.contacts = t.contacts.Meet(reading.From.Address, "")
	}
	st.replyTo = t.replyOf(reading)
	st.group = t.groupOf(reading)
	if reading.MessageID != "" {
		t.groups[reading.MessageID] = st.group
	}
	if st.group != "" {
		s := t.script(st.group)
		kept := *st // the steps of other messages are not kept
		s.received = append(s.received, &kept)
	}
}

// judgedByMetKeys takes mail from an own address that the device did not send as
// its client does: no Autocrypt field of it is read, so that the signature counts
// only if the key was met before (2.33.0 mimeparser.rs 410-500); otherwise the
// mail counts as unsigned. The keys that other mail shows are noted.
func (t *timeline) judgedByMetKeys(m *gmm.Message, reading *gmm.Reading) *gmm.Reading {
	if !t.device.Owns(reading.From.Address) {
		if reading.Encrypted {
			t.metKeys[reading.Signer] = true
		}
		for _, header := range m.Autocrypt {
			if header.Address == reading.From.Address {
				t.metKeys[header.Fingerprint] = true
			}
		}
		for _, address := range reading.Gossiped() {
			t.metKeys[reading.Gossip(address)] = true
		}
		return reading
	}
	if !reading.Encrypted || t.device.OwnsKey(string(reading.Signer)) || t.metKeys[reading.Signer] {
		return reading
	}
	unsigned := *reading
	unsigned.Encrypted, unsigned.Signer = false, ""
	return &unsigned
}

func (t *timeline) script(group string) *script {
	s := t.scripts[group]
	if s == nil {
		s = &script{device: t.device, group: group}
		t.scripts[group] = s
	}
	return s
}

// addCarried lines up the GMMs of a correction behind it: known Message-IDs
// are passed over, and each GMM stands on its own author's signature.
func (t *timeline) addCarried(correction *Step) {
	if !correction.Reading.Correction || !correction.Reading.Encrypted {
		return
	}
	for _, m := range correction.Event.Message.Carried {
		reading := m.ReadingUnwrapped(t.device.Release)
		if !reading.Encrypted || reading.GroupID != correction.Reading.GroupID || t.met[reading.MessageID] {
			continue
		}
		t.met[reading.MessageID] = true
		t.receive(&Step{Event: correction.Event, Reading: reading, At: correction.At, CarriedBy: correction.Reading.MessageID})
	}
}

// reads gives what the device makes of a message: of one it cannot open, only
// the outer section, whoever else in the case can open it.
func (d *Device) reads(m *gmm.Message) *gmm.Reading {
	if d.CannotOpen(m) {
		return m.ReadingOutside(d.Release)
	}
	return m.Reading(d.Release)
}

// CannotOpen reports whether a message is sealed and none of the device's keys
// fits, or it is damaged, or its client could not open it.
func (d *Device) CannotOpen(m *gmm.Message) bool {
	switch m.Seal.Opening {
	case gmm.Plain:
		return false
	case gmm.Opened:
		return !m.Seal.Secret && (!d.OwnsKey(string(m.Seal.OpenedBy)) || d.ClientFailed(m))
	}
	return true
}

// ClientFailed reports whether the client could not open a message that a key of the
// device opens: its database says so, or its release cannot.
func (d *Device) ClientFailed(m *gmm.Message) bool {
	if m.Seal.Opening != gmm.Opened || !d.OwnsKey(string(m.Seal.OpenedBy)) {
		return false
	}
	return d.RefusesHidden(m) || d.database.hasFailures() && d.FailedToOpen(m.ReadingOutside(d.Release).MessageID)
}

// RefusesHidden reports whether a key of the device fits a message that its client
// does not open all the same, because it hides for whom it is.
func (d *Device) RefusesHidden(m *gmm.Message) bool {
	return m.Seal.Opening == gmm.Opened && m.Seal.Anonymous && d.OwnsKey(string(m.Seal.OpenedBy)) && !d.Release.OpensHidden()
}
