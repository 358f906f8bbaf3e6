package history

import (
	"time"

	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// What clients write into the keys they make (src/pgp.rs; seen in the keys of
// 1.139.3 to 2.62.0).
var (
	firstFeatures = release.Of(1, 160, 0) // SEIPDv1 among the features; before, none
	firstSEIPDv2  = release.Of(2, 47, 0)  // SEIPDv2, too
	published     = map[release.Release]time.Time{
		firstFeatures: time.Date(2025, time.June, 22, 0, 0, 0, 0, time.UTC),
		firstSEIPDv2:  time.Date(2026, time.March, 24, 0, 0, 0, 0, time.UTC),
	}
)

// updatesWithin is how long after a release most clients are taken to run it, or a
// later one.
const updatesWithin = 90 * 24 * time.Hour

// releasesOfKey gives the span of releases that a device whose mail tells nothing
// runs, as its newest key shows: that of its maker, or a later one. A key that was
// made in an old way when most clients made them in a new one is of a device that
// is not updated. The last result is false if the key tells nothing.
func (hs *Histories) releasesOfKey(d *Device) (low, high release.Release, ok bool) {
	var newest pgp.Origin
	for _, own := range d.evidence.Keys {
		for _, key := range hs.evidence.Certificates.ByKeyID(own.Fingerprint.KeyID()) {
			if origin, valid := key.Origin(); valid && key.Fingerprint() == own.Fingerprint && origin.OnlyAES && origin.Made.After(newest.Made) {
				newest, ok = origin, true
			}
		}
	}
	high = release.Latest
	upTo := func(next release.Release) {
		if newest.Made.After(published[next].Add(updatesWithin)) {
			high = next.Previous()
		}
	}
	switch {
	case newest.SEIPDv2:
		low = firstSEIPDv2
	case newest.SEIPDv1:
		low = firstFeatures
		upTo(firstSEIPDv2)
	case ok:
		upTo(firstFeatures)
	}
	return low, high, ok && (low > 0 || high < release.Latest)
}

// chooseByKey settles the release of a device of which only its key tells anything.
func (hs *Histories) chooseByKey(d *Device, others map[release.Release]int) {
	low, high, ok := hs.releasesOfKey(d)
	if !ok || d.evidence.RulesSet || d.database != nil {
		return
	}
	d.Oldest, d.Release = low, high
	d.ReleaseBasis = "nothing sent, and a key of " + spanText(low, high)
	if usual, ok := commonest(others, low, high); ok {
		d.Release = usual
	}
	d.Rules = membership.For(d.Release)
}
