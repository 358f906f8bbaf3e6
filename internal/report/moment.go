package report

import (
	"fmt"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
)

// moment says as of when a report is, if somebody asked for that.
func (p *page) moment(r *analyze.Report) {
	if r.At == nil {
		return
	}
	p.text(AsOf(r), "")
	p.gap()
}

// AsOf says in a sentence as of when a report is, and whether anything had
// happened by then.
func AsOf(r *analyze.Report) string {
	at := onClock(*r.At)
	switch {
	case r.First == nil:
		return fmt.Sprintf("As of %s: the case holds no group mail at all.", at)
	case r.IsBeforeAll():
		return fmt.Sprintf("As of %s nothing had happened yet: the first group message is of %s.", at, onClock(*r.First))
	}
	return fmt.Sprintf("As of %s: later mail is left out.", at)
}

func onClock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
