package membership

import "github.com/gmmtool/gmmtool/internal/release"

// Era is a family of releases that share one membership algorithm.
type Era string

const (
	EraA0 Era = "a0" // up to 1.0.0-beta.24: the last message rebuilds the list
	EraA1 Era = "a1" // 1.25: added joins all recipients, removed takes one out
	EraA2 Era = "a2" // 1.28: who comes back starts from an empty list
	EraA3 Era = "a3" // 1.61: older messages are refused
	EraA4 Era = "a4" // 1.71: a removal rebuilds the list
	EraB1 Era = "b1" // 1.117: a reply to an unknown message rebuilds the list
	EraB2 Era = "b2" // 1.122: the sender must be a member
	EraB3 Era = "b3" // 1.124: who is not a recipient is not a member
	EraB4 Era = "b4" // 1.129.1: who is a recipient is a member
	EraC  Era = "c"  // 1.137.3: two minutes of tolerance for named members
	EraD  Era = "d"  // 1.141: as c, with other texts
	EraE0 Era = "e0" // 1.154: a time per member, and tombstones
	EraE1 Era = "e1" // 1.155: stale lists
	EraF  Era = "f"  // 2.0: members are keys
)

// eras in order, each with its first release and one to stand for it.
var eras = [...]struct {
	era            Era
	first, example release.Release
}{
	{EraA0, 0, release.Beta(24)},
	{EraA1, release.Of(1, 25, 0), release.Of(1, 25, 0)},
	{EraA2, release.Of(1, 28, 0), release.Of(1, 40, 0)},
	{EraA3, release.Of(1, 61, 0), release.Of(1, 70, 0)},
	{EraA4, release.Of(1, 71, 0), release.Of(1, 104, 0)},
	{EraB1, release.Of(1, 117, 0), release.Of(1, 121, 0)},
	{EraB2, release.Of(1, 122, 0), release.Of(1, 122, 0)},
	{EraB3, release.Of(1, 124, 0), release.Of(1, 124, 0)},
	{EraB4, release.Of(1, 129, 1), release.Of(1, 136, 6)},
	{EraC, release.Of(1, 137, 3), release.Of(1, 139, 3)},
	{EraD, release.Of(1, 141, 0), release.Of(1, 151, 3)},
	{EraE0, release.Of(1, 154, 0), release.Of(1, 154, 3)},
	{EraE1, release.Of(1, 155, 0), release.Of(1, 160, 0)},
	{EraF, release.Of(2, 0, 0), release.Of(2, 62, 0)},
}

// Rules are the membership rules of one release. Get them from [For] or [All].
type Rules struct {
	release release.Release
	era     Era
	switches
}

// For returns the rules of a release. One that is newer than this package gets
// the newest rules.
func For(r release.Release) Rules {
	era := EraA0
	for _, e := range eras {
		if r >= e.first {
			era = e.era
		}
	}
	return Rules{release: r, era: era, switches: switchesOf(r)}
}

// All returns rules for one release of each era, oldest first.
func All() []Rules {
	var all []Rules
	for _, e := range eras {
		all = append(all, For(e.example))
	}
	return all
}

// Name is the release without its last number, for example "1.139".
func (r Rules) Name() string { return r.release.Name() }

// Era is the family of releases the rules belong to.
func (r Rules) Era() Era { return r.era }

// Keyed reports whether members are keys rather than addresses.
func (r Rules) Keyed() bool { return r.keyed }

// Timed reports whether the release keeps add and remove times, and tombstones.
func (r Rules) Timed() bool { return r.timed }
