package analyze

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// findUndelivered reports GMMs that never reached a device they were sent to,
// or lie in its Junk.
func (s *Study) findUndelivered(group string) []Finding {
	var found []Finding
	for _, m := range s.mailOf(group) {
		if !m.isGMM() {
			continue
		}
		for _, d := range s.c.devices {
			switch fate, _, e := s.fateOf(m, d); fate {
			case fateMissing:
				found = append(found, Finding{
					Code: CodeNotReached, Severity: SeverityWarning, Group: group, Device: d.name,
					Text:     fmt.Sprintf("%s of %s never reached %s.", m.describe(), m.dated(), d.name),
					Evidence: evidenceOf(m.event),
					Fix:      "If the views differ, run gmmtool correct; if this repeats, ask the mail server of " + d.name + " why.",
				})
			case fateJunk:
				found = append(found, Finding{
					Code: CodeInJunk, Severity: SeverityWarning, Group: group, Device: d.name,
					Text:     fmt.Sprintf("%s of %s lies in %s of %s, where the client does not look.", m.describe(), m.dated(), e.Folder, d.name),
					Evidence: evidenceOf(e),
					Fix:      "Move it to the inbox; the client reads it then. Mark the sender as no spam.",
				})
			}
		}
	}
	return found
}

// describe names a GMM at the start of a sentence.
func (m *groupMail) describe() string {
	from := m.said.From.Address
	switch {
	case m.said.Removed != "" && m.said.Removed == from:
		return fmt.Sprintf("%s's leave message", from)
	case m.said.Removed != "":
		return fmt.Sprintf("%s's removal of %s", from, m.said.Removed)
	case m.said.Added != "":
		return fmt.Sprintf("%s's addition of %s", from, m.said.Added)
	}
	return fmt.Sprintf("%s's message", from)
}

// sealedKey groups mail a device could not open.
type sealedKey struct {
	group   string
	opening gmm.Opening
}

// findSealed reports the mail each device could not open, group by group as
// far as somebody else's key tells the group.
func (s *Study) findSealed() []Finding {
	var found []Finding
	for _, d := range s.c.devices {
		var order []sealedKey
		events := map[sealedKey][]*Event{}
		for _, e := range d.events {
			if e.inJunk() || isDraftFolder(e.Folder) || !d.cannotOpen(e.Message) {
				continue
			}
			key := sealedKey{opening: e.Message.Seal.Opening}
			if key.opening == gmm.Opened {
				key = sealedKey{group: e.Message.Reading(release.Latest).GroupID, opening: gmm.NoKey}
			}
			if events[key] == nil {
				order = append(order, key)
			}
			events[key] = append(events[key], e)
		}
		for _, key := range order {
			found = append(found, sealedFinding(d, key, events[key]))
		}
	}
	return found
}

func sealedFinding(d *device, key sealedKey, events []*Event) Finding {
	f := Finding{Code: CodeSealed, Severity: SeverityWarning, Group: key.group, Device: d.name, Evidence: evidenceOf(events...)}
	number := fmt.Sprintf("%d messages", len(events))
	if len(events) == 1 {
		number = "A message"
	}
	switch key.opening {
	case gmm.NoKey:
		f.Text = fmt.Sprintf("%s to %s cannot be opened with its keys.", number, d.name)
		f.Fix = "If the device has more keys, export them and give them with --key. If it was set up anew, its old mail stays closed."
	case gmm.Unsupported:
		f.Text = fmt.Sprintf("%s to %s cannot be opened: %s.", number, d.name, events[0].Message.Seal.Why)
		f.Fix = "This format is not read; see the manual for those that are."
	default:
		f.Text = fmt.Sprintf("%s to %s cannot be opened: damaged (%s).", number, d.name, events[0].Message.Seal.Why)
		f.Fix = "Look for another copy of the message: another folder, another device, a backup."
	}
	return f
}
