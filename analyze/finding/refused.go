package finding

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// refused reports messages whose sender was not a member in the view of the
// device that read them.
func (s *search) refused(g *history.Group) {
	for _, h := range g.Known() {
		s.work += len(h.Steps)
		for _, st := range h.Steps {
			if st.Outcome.Reason != membership.ReasonNotMember || st.Own || st.CarriedBy != "" {
				continue
			}
			f := onDevice(UnknownSender, Info, h, st)
			if st.IsGMM() {
				f.Code, f.Severity = NonMemberChange, Warning
			}
			s.add(f)
		}
	}
}

// mismatches is the checking rule of the correction protocol: a GMM arrives whose
// member list is not the device's own view after applying it.
func (s *search) mismatches(g *history.Group) {
	for _, h := range g.Known() {
		s.work += len(h.Steps)
		for _, st := range h.Steps {
			if !st.IsChecked() || !st.IsGMM() || !st.After.Exists {
				continue
			}
			listed, shown := st.Listed(), h.Shows(st.After)
			if slices.Equal(listed, shown) {
				continue
			}
			f := onDevice(ListMismatch, Info, h, st)
			f.Listed, f.Shown = listed, shown
			events := []*evidence.Event{st.Event}
			for _, disputed := range [...][]string{history.Without(listed, shown), history.Without(shown, listed)} {
				events = append(events, s.explaining(g, disputed, st)...)
			}
			f.Evidence = evidenceOf(events...)
			s.add(f)
		}
	}
}

// explaining finds the GMMs about these members written before a step: the
// ones either side may have missed.
func (s *search) explaining(g *history.Group, addresses []string, st *history.Step) []*evidence.Event {
	var changes []*history.Delivery
	for _, address := range addresses {
		about := g.Changes(address)
		changes = append(changes, about[:min(len(about), maxEvidence)]...) // the rest would not be shown
	}
	slices.SortStableFunc(changes, func(a, b *history.Delivery) int { return a.Number - b.Number })
	changes = slices.Compact(changes)
	s.work += len(changes)
	var events []*evidence.Event
	for _, m := range changes {
		if m.Reading.MessageID != st.Reading.MessageID && !m.Written.After(st.At) && len(events) < maxEvidence {
			events = append(events, m.Event)
		}
	}
	return events
}
