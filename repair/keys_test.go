package repair

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// A forged list of fingerprints may name one member's key for another.
func TestNobodySignsWithTheKeyOfSomebodyElse(t *testing.T) {
	const victim, other = "p0001@life.example", "p0002@life.example"
	p := planners(t, parted(t, synthetic.Life{Devices: 4, Messages: 8, Change: 100}, lostAtRandom(1)), "1.160")[0]
	signs := func(address string) bool {
		return slices.ContainsFunc(p.signers(), func(s signer) bool { return s.Address == address })
	}
	if !signs(victim) || !signs(other) {
		t.Fatal("somebody with a key of their own cannot sign")
	}
	p.keys[victim] = p.keys[other]
	if signs(victim) || !signs(other) {
		t.Errorf("signers are %v", p.signers())
	}
}
