package link

import (
	"slices"
	"sync/atomic"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

var ruleDomainLook = Rule{Name: "confusable-domain", Grade: Contra, family: byDomain, bits: -20, says: "the domains look alike and are not: %q", Undone: "one key signs mail from both", veto: true}

// lookAlikeDomains raises an alarm for each two domains that read the same and are
// not, whatever stands before them: one of them may be made to be taken for the
// other. The first record at each stands for all. Pairs that are an alarm already
// are left out.
func (l *linking) lookAlikeDomains() []Tie {
	if !l.mayHaveIDN() {
		return nil
	}
	skeletons := map[string]bool{} // of domains beyond ASCII
	eachMailbox := func(visit func(m compare.Mailbox, record uint32)) {
		for i := range uint32(l.index.Len()) {
			for _, address := range firstOf(l.index.At(i).Addresses) {
				if m, ok := compare.ReadMailbox(address); ok {
					visit(m, i)
				}
			}
		}
	}
	eachMailbox(func(m compare.Mailbox, _ uint32) {
		if m.IsIDN() {
			skeletons[compare.DomainSkeleton(m)] = true
		}
	})
	if len(skeletons) == 0 {
		return nil
	}
	type place struct {
		compare.Mailbox
		record uint32
	}
	at := map[string][]place{}
	eachMailbox(func(m compare.Mailbox, record uint32) {
		skeleton := compare.DomainSkeleton(m)
		if skeletons[skeleton] && len(at[skeleton]) < maxValues && !slices.ContainsFunc(at[skeleton], func(p place) bool { return p.Domain == m.Domain }) {
			at[skeleton] = append(at[skeleton], place{m, record})
		}
	})
	known := map[[2]uint32]bool{}
	for _, alarm := range l.found.Alarms {
		known[[2]uint32{min(alarm.A, alarm.B), max(alarm.A, alarm.B)}] = true
	}
	var alarms []Tie
	for _, places := range at {
		for i, x := range places {
			for _, y := range places[:i] {
				ends := [2]uint32{min(x.record, y.record), max(x.record, y.record)}
				if !known[ends] && compare.DomainsLookAlike(x.Mailbox, y.Mailbox) {
					alarms = append(alarms, *against(&ruleDomainLook, ends[0], ends[1], both(x.Domain, y.Domain)))
				}
			}
		}
	}
	slices.SortFunc(alarms, compareTies)
	return alarms
}

// mayHaveIDN reports that any address may have a domain beyond ASCII. Few books have
// one.
func (l *linking) mayHaveIDN() bool {
	var found atomic.Bool
	parallel.Parts(l.opts.Jobs, l.index.Len(), func(_, from, to int) {
		for i := from; i < to && !found.Load(); i++ {
			if slices.ContainsFunc(l.index.At(uint32(i)).Addresses, compare.MayBeIDN) {
				found.Store(true)
			}
		}
	})
	return found.Load()
}
