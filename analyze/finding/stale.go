package finding

import (
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

const (
	// ReplacedWhole: a list that was stale was taken whole from a message.
	ReplacedWhole Reason = "replaced-whole"
	// StaleNow: a list is stale at the end of the case.
	StaleNow Reason = "stale-now"
)

// staleAfter is how long a member list lives without group mail (60 days, from
// 1.155 on), in seconds.
const staleAfter = 60 * 24 * 3600

// stale reports lists that were taken whole because they were stale, and lists
// that are stale at the end of the case.
func (s *search) stale(g *history.Group) {
	for _, h := range g.Known() {
		if !h.View.Exists {
			continue
		}
		for _, st := range h.Steps {
			if st.Outcome.Reason == membership.ReasonStale && !st.Outcome.Created {
				f := onDevice(StaleList, Warning, h, st)
				f.Reason = ReplacedWhole
				s.add(f)
			}
		}
		if isStale(h, s.Until) && len(h.View.Members()) > 1 && h.View.Has(membership.Self) {
			var last *evidence.Event
			if n := len(h.Steps); n > 0 {
				last = h.Steps[n-1].Event
			}
			s.add(Finding{Code: StaleList, Reason: StaleNow, Severity: Info, Group: g.ID, Device: h.Device.Name, Evidence: evidenceOf(last)})
		}
	}
}

// isStale follows member_list_is_stale (src/chat.rs, from 1.155).
func isStale(h *history.History, now int64) bool {
	if h.Device.Release < release.Of(1, 155, 0) {
		return false
	}
	since := h.View.ListTime
	if since == 0 {
		since = h.View.Created
	}
	return now+60 >= since+staleAfter
}
