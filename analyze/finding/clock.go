package finding

import (
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
)

const (
	// AheadOfDelivery: a message is dated later than it was delivered.
	AheadOfDelivery Reason = "ahead-of-delivery"
	// BeforeParent: a message is dated before the one it answers.
	BeforeParent Reason = "before-parent"
)

// clockTolerance is how far a sender's clock may run ahead before clients cut
// the time down (TIMESTAMP_SENT_TOLERANCE, 60 s), with the 30 s by which
// releases up to 2.52 date messages ahead of their writing.
const clockTolerance = 90 * time.Second

// clockFarOff is how far behind a Date may lie before it is worth a word: a
// message may have waited offline, so only what answers a later message counts.
const clockFarOff = 10 * time.Minute

// clocks reports messages dated later than they arrived, and messages dated before
// the message they answer.
func (s *search) clocks(g *history.Group) {
	s.work += len(g.Deliveries)
	dates := map[string]time.Time{}
	for _, m := range g.Deliveries {
		if m.Reading.Date == 0 {
			continue
		}
		date := time.Unix(m.Reading.Date, 0).UTC()
		dates[m.Reading.MessageID] = date
		if ahead := date.Sub(m.Delivered); !m.Delivered.IsZero() && ahead > clockTolerance {
			f := about(ClockOff, Warning, m)
			f.Reason, f.Seconds = AheadOfDelivery, seconds(ahead)
			s.add(f)
			continue
		}
		for _, id := range m.Reading.References {
			if parent, ok := dates[id]; ok && parent.Sub(date) > clockFarOff {
				f := about(ClockOff, Warning, m)
				f.Reason, f.Seconds = BeforeParent, seconds(parent.Sub(date))
				s.add(f)
				break
			}
		}
	}
}
