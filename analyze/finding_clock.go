package analyze

import (
	"fmt"
	"time"
)

// clockTolerance is how far a sender's clock may run ahead before clients cut
// the time down (TIMESTAMP_SENT_TOLERANCE, 60 s), with the 30 s by which
// releases up to 2.52 date messages ahead of their writing.
const clockTolerance = 90 * time.Second

// clockFarOff is how far behind a Date may lie before it is worth a word: a
// message may have waited offline, so only what answers a later message counts.
const clockFarOff = 10 * time.Minute

// findClocks reports messages dated later than they arrived, and messages
// dated before the message they answer.
func (s *Study) findClocks(group string) []Finding {
	dates := map[string]time.Time{}
	var found []Finding
	for _, m := range s.mailOf(group) {
		if m.said.Date == 0 {
			continue
		}
		date := time.Unix(m.said.Date, 0).UTC()
		dates[m.said.MessageID] = date
		if ahead := date.Sub(m.delivered); !m.delivered.IsZero() && ahead > clockTolerance {
			found = append(found, s.clockFinding(m, fmt.Sprintf("%s after it was delivered", ahead.Round(time.Second))))
			continue
		}
		for _, id := range m.said.References {
			if parent, ok := dates[id]; ok && parent.Sub(date) > clockFarOff {
				found = append(found, s.clockFinding(m, fmt.Sprintf("%s before the message it answers", parent.Sub(date).Round(time.Second))))
				break
			}
		}
	}
	return found
}

func (s *Study) clockFinding(m *groupMail, off string) Finding {
	return Finding{
		Code: CodeClock, Severity: SeverityWarning, Group: m.said.GroupID,
		Text: fmt.Sprintf("%s is dated %s, %s: the clock of %s is off, and with it the order of changes.",
			m.describe(), clockTime(time.Unix(m.said.Date, 0)), off, m.said.From.Address),
		Evidence: evidenceOf(m.event),
		Fix:      "Let " + m.said.From.Address + " set the clock of the device by the network.",
	}
}
