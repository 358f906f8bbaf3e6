package history

import (
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A Target is the view all the evidence of the case adds up to: for every
// person the newest addition and the newest removal anybody entitled to it
// made. It is the merge clients since 1.154 use, fed with everything.
type Target struct {
	Rows map[string]membership.Row // by address
	Keys map[string]string         // address -> newest fingerprint listed for it
	// Disputes are the changes that rest on one device's word against that of others.
	Disputes []Dispute

	members []string
}

// target computes the target of the group. What counts is what at least one
// device accepted, or did itself. A message its supposed author, whose archive
// is in the case, never sent is a forgery some client believed, and not evidence.
func (g *Group) target() *Target {
	t := &Target{Rows: map[string]membership.Row{}, Keys: map[string]string{}}
	for i, m := range g.Deliveries {
		counts := g.IsEvidence(m)
		if counts {
			t.take(m, i == 0)
		}
		if d, ok := g.dispute(m, counts); ok {
			t.Disputes = append(t.Disputes, d)
		}
	}
	t.takeDatabases(g)
	t.Disputes = slices.DeleteFunc(t.Disputes, func(d Dispute) bool { return d.Counts && !t.restsOn(d.Delivery) })
	for _, address := range slices.Sorted(maps.Keys(t.Rows)) {
		if t.Rows[address].Member() && address != "" {
			t.members = append(t.members, address)
		}
	}
	return t
}

// IsEvidence reports whether a message is evidence of who belongs to the group.
// Who is in the case wrote what its device sent, and nothing else. Of others, what
// they signed counts where some device in the group accepted it (old clients that
// were removed accept anything); what anyone could have written
// only where every device that has it did, and most that were to get it have it.
func (g *Group) IsEvidence(m *Delivery) bool {
	if g.hs.IsInAnothersName(m) {
		return false
	}
	accepted := g.judgedBy(m, func(st *Step) bool { return st.Outcome.Accepted && (m.Author != nil || !st.outside) })
	switch refused := g.RefusedBy(m); {
	case m.Author != nil:
		return len(accepted) > 0 || len(refused) < 2
	case m.Reading.Correction:
		return len(accepted) > 0 && m.Event.Message.Seal.Authentic()
	case m.Event.Message.Seal.Authentic():
		return len(accepted) > 0 && g.hs.Signers().IsOldest(m.Reading.From.Address, string(m.Event.Message.Seal.Signer))
	case g.hs.HasDeviceOf(m.Reading.From.Address): // which only may have sent it
		return false
	default:
		whole, holding := g.hs.heldBy(nil, m.Event.Message, m.Reading)
		return len(accepted) > 0 && len(refused) == 0 && (whole == 0 || 2*holding > whole)
	}
}

// AcceptedBy are the devices whose client read a message that they did not send,
// and followed it.
func (g *Group) AcceptedBy(m *Delivery) []*Device {
	return g.judgedBy(m, func(st *Step) bool { return st.Outcome.Accepted })
}

// RefusedBy are the devices whose client read a message that they did not send, and
// did not follow it.
func (g *Group) RefusedBy(m *Delivery) []*Device {
	return g.judgedBy(m, func(st *Step) bool { return !st.Outcome.Accepted })
}

func (g *Group) judgedBy(m *Delivery, so func(*Step) bool) []*Device {
	var devices []*Device
	for _, h := range g.Histories {
		if h.Device.Undecrypted {
			continue
		}
		if fate, step, _ := m.FateOn(h.Device); fate == FateRead && step != nil && so(step) {
			devices = append(devices, h.Device)
		}
	}
	return devices
}

// take adds what one message says. The list of a message without times tells
// nothing new, except that of the first one, which made the group.
func (t *Target) take(m *Delivery, first bool) {
	reading, at := m.Reading, m.Written.Unix()
	timed := reading.Times != nil && len(reading.Times) == len(reading.To)+len(reading.Past)
	for i, to := range reading.To {
		switch {
		case timed:
			t.add(to.Address, reading.Times[i])
		case first:
			t.add(to.Address, at)
		}
		if i < len(reading.Fingerprints) {
			t.Keys[to.Address] = reading.Fingerprints[i]
		}
	}
	for i, past := range reading.Past {
		if timed {
			t.remove(past.Address, reading.Times[len(reading.To)+i])
		}
	}
	if first {
		t.add(reading.From.Address, at)
	}
	if !timed && reading.Added != "" {
		t.add(reading.Added, at)
	}
	if !timed && reading.Removed != "" {
		t.remove(reading.Removed, at)
	}
	if _, known := t.Rows[reading.From.Address]; !known && reading.Removed != reading.From.Address {
		t.add(reading.From.Address, 0) // a member whose addition left no trace
	}
	if reading.Signer != "" {
		t.Keys[reading.From.Address] = string(reading.Signer)
	}
}

func (t *Target) add(address string, at int64) {
	row, known := t.Rows[address]
	if !known {
		row = membership.Row{Added: at}
	}
	row.Added = max(row.Added, at)
	t.Rows[address] = row
}

func (t *Target) remove(address string, at int64) {
	row, known := t.Rows[address]
	if !known {
		row.Added = at - 1
	}
	row.Removed = max(row.Removed, at)
	t.Rows[address] = row
}

// Members lists the target's members by address, sorted.
func (t *Target) Members() []string { return t.members }
