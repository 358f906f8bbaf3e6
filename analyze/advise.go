package analyze

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/repair"
)

// Advise says in the findings who has to do what, as gmmtool correct would choose
// at the time now. The case gives the keys.
func (r *Report) Advise(c *evidence.Case, hs *history.Histories, now time.Time) {
	groups := map[string]*repair.GroupAdvice{}
	for i := range r.Findings {
		f := &r.Findings[i]
		g := hs.Group(f.Group)
		if g == nil || !isAdvised(f.Code) {
			continue
		}
		if groups[g.ID] == nil {
			groups[g.ID] = repair.Advise(c, hs, g, now)
		}
		f.Advice = adviceFor(f, hs, g, groups[g.ID])
	}
}

// isAdvised reports whether what to do about findings of a code depends on the
// group they are of.
func isAdvised(code finding.Code) bool {
	switch code {
	case finding.ViewsDiffer, finding.NotReached, finding.UnknownSender, finding.NonMemberChange, finding.ListMismatch,
		finding.StaleList, finding.Disputed, finding.Impersonation:
		return true
	}
	return false
}

// adviceFor is what to do about one finding, nil if the group has nothing to do
// with it.
func adviceFor(f *finding.Finding, hs *history.Histories, g *history.Group, group *repair.GroupAdvice) *repair.Advice {
	advice := group.For(f.Device)
	switch f.Code {
	case finding.UnknownSender, finding.NonMemberChange:
		if slices.Contains(g.Target.Members(), f.Actor) {
			break
		}
		by := group.Member(f.Actor)
		if by == "" {
			return nil
		}
		advice = repair.Advice{Kind: repair.AddAgain, By: by, Add: []string{f.Actor}}
	case finding.ListMismatch: // shared by devices, of which others may still differ
		if !group.Agrees() {
			return nil
		}
	case finding.StaleList:
		if f.Reason != finding.StaleNow {
			return nil
		}
		if advice.Kind == repair.NothingToDo {
			advice = repair.Advice{Kind: repair.WriteToGroup, By: group.Member(addressesOf(hs, f.Device)...)}
		}
		if advice.By == "" {
			return nil
		}
	case finding.Disputed:
		advice = repair.Advice{Kind: repair.Decide}
		if !group.Signs() {
			return repeatBy(group.Member(f.Actor, f.Subject))
		}
	case finding.Impersonation:
		switch {
		case group.Helps():
			advice = repair.Advice{Kind: repair.SendCorrection}
		case group.Agrees():
			advice = repair.Advice{Kind: repair.NothingToDo}
		default:
			return repeatBy(group.Member(f.Actor, f.Subject))
		}
	}
	return &advice
}

// repeatBy has a member repeat a change, nil if there is nobody.
func repeatBy(member string) *repair.Advice {
	if member == "" {
		return nil
	}
	return &repair.Advice{Kind: repair.RepeatChange, By: member}
}

func addressesOf(hs *history.Histories, device string) []string {
	if d := hs.Device(device); d != nil {
		return d.Addresses
	}
	return nil
}
