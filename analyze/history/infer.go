package history

import "github.com/gmmtool/gmmtool/analyze/evidence"

// inferred lists the messages a device must have received although its mailbox
// no longer holds them: clients with a single device delete from the server what
// they have read (bcc_self off, 2.4x and later), and servers delete old mail. How
// many are missing is told by the mailbox's UIDs; which they are, by the copies
// of the same messages in other people's archives. They are in the order of
// delivery.
func (t *timeline) inferred(deliveries []*Delivery) []*Step {
	d := t.device
	missing, counted := d.missing()
	if counted && missing <= 0 || !counted && !t.keepsNoMail() {
		return nil
	}
	var steps []*Step
	t.work.Messages += len(deliveries)
	for _, m := range deliveries {
		// Only mail that its author signed and that a key of the device opens: what
		// stands in To anyone could have written.
		reading := m.Event.Message.Reading(d.Release)
		if len(m.copiesOf(d))+len(of(m.Others, d)) > 0 || !m.isFor(d) || d.Owns(reading.From.Address) || !m.Event.Message.Seal.Authentic() || !d.isSealedTo(m.Event.Message) {
			continue
		}
		steps = append(steps, &Step{Event: m.Event, Reading: reading, At: m.Delivered, Inferred: true})
	}
	if counted && len(steps) > missing {
		t.doubtful = true
		for _, st := range steps[missing:] {
			st.surplus = true
		}
	}
	return steps
}

// missing counts the messages that once lay in the device's mailboxes and no
// longer do: UIDs given out, less messages present that have one. A client that
// moves mail from one mailbox to another leaves a gap in the first, where it was
// counted. What lies in Junk never lay elsewhere, and counts for nothing. The
// second result is false if a mailbox does not tell its UIDs.
func (d *Device) missing() (int, bool) {
	given, present, known := 0, 0, false
	for _, box := range d.evidence.Mailboxes {
		switch {
		case box.InJunk() || box.IsDraft():
		case box.UIDNext == 0:
			return 0, false
		case box.Folder == "INBOX":
			known = true
			given += int(box.UIDNext) - 1
			present += int(box.Numbered)
		default: // moved here from INBOX; what is gone from here, too, is missing
			known = true
			given += int(box.UIDNext) - 1 - int(box.Numbered)
			present += int(box.Numbered)
		}
	}
	return given - present, known
}

// keepsNoMail reports whether an archive without UIDs looks like that of a
// client that deletes what it has read: no group mail of anybody else.
func (t *timeline) keepsNoMail() bool {
	met := map[string]bool{}
	for _, e := range t.device.Events {
		if t.isForeignGroupMail(e, met) {
			return false
		}
	}
	return true
}

// isForeignGroupMail reports whether an event is group mail that the client read
// and did not send itself. met are the Message-IDs before it.
func (t *timeline) isForeignGroupMail(e *evidence.Event, met map[string]bool) bool {
	if e.InJunk() || e.IsDraft() {
		return false
	}
	reading := t.device.reads(e.Message)
	if id := reading.MessageID; id != "" {
		if t.met[id] || met[id] {
			return false
		}
		met[id] = true
	}
	return reading.Rejected == "" && reading.GroupID != ""
}
