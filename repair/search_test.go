package repair

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// bestOfAll tries every wait, signer and removal on every device: what a search
// must find with less work.
func (p *planner) bestOfAll() (best *draft, left int) {
	left = len(p.diverged())
	removals := []string{""}
	untimed := false
	for _, i := range p.diverged() {
		if s := p.states[i]; !s.InTarget && !s.Rules.Timed() {
			removals = append(removals, firstOf(s.Addresses))
		}
	}
	for _, s := range p.states {
		untimed = untimed || !s.Rules.Timed()
	}
	recipients := p.reachable()
	for wait := time.Duration(0); wait == 0 || untimed && wait <= longestWait; wait += 10 * time.Second {
		for _, by := range p.signers() {
			for _, removed := range removals {
				d := p.draftBy(by)
				d.date, d.wait, d.removed = d.date.Add(wait), d.wait+wait, removed
				n := 0
				for _, s := range p.states {
					if isAmong(s, recipients) {
						s, _ = s.Receive(d.asRead(), d.date.Unix())
					}
					if p.isDiverged(s) {
						n++
					}
				}
				if n < left {
					best, left = d, n
				}
			}
		}
	}
	return best, left
}

func TestTheSearchFindsWhatTryingEverythingFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	searched := 0
	for _, rules := range []string{"1.100", "1.120", "1.126", "1.142", "1.154", "1.160"} {
		for seed := range uint64(2) {
			t.Run(fmt.Sprintf("%s, life %d", rules, seed), func(t *testing.T) {
				life := synthetic.Life{Devices: 4 + int(seed), Members: 9, Messages: 24, Change: 2, Groups: 2}
				for _, p := range planners(t, parted(t, life, lostAtRandom(seed)), rules) {
					for range 3 {
						want, left := p.bestOfAll()
						got := p.bestDraft()
						if want == nil || got == nil {
							if want != got {
								t.Fatalf("finds %v, the best is %v", got, want)
							}
							break
						}
						searched++
						if got.signer.Address != want.signer.Address || got.wait != want.wait || got.removed != want.removed {
							t.Errorf("finds %s after %s without %q, the best is %s after %s without %q, which leaves %d", got.signer.Address, got.wait, got.removed,
								want.signer.Address, want.wait, want.removed, left)
						}
						before := p.diverged()
						if err := p.seal(got); err != nil {
							t.Fatal(err)
						}
						if slices.Equal(before, p.diverged()) {
							break
						}
					}
				}
			})
		}
	}
	if searched < 10 {
		t.Errorf("only %d searches had something to find", searched)
	}
}
