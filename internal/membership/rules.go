package membership

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
	EraB3 Era = "b3" // 1.124: who is no recipient is no member
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
	first, example version
}{
	{EraA0, version{}, beta(24)},
	{EraA1, rel(1, 25, 0), rel(1, 25, 0)},
	{EraA2, rel(1, 28, 0), rel(1, 40, 0)},
	{EraA3, rel(1, 61, 0), rel(1, 70, 0)},
	{EraA4, rel(1, 71, 0), rel(1, 104, 0)},
	{EraB1, rel(1, 117, 0), rel(1, 121, 0)},
	{EraB2, rel(1, 122, 0), rel(1, 122, 0)},
	{EraB3, rel(1, 124, 0), rel(1, 124, 0)},
	{EraB4, rel(1, 129, 1), rel(1, 136, 6)},
	{EraC, rel(1, 137, 3), rel(1, 139, 3)},
	{EraD, rel(1, 141, 0), rel(1, 151, 3)},
	{EraE0, rel(1, 154, 0), rel(1, 154, 3)},
	{EraE1, rel(1, 155, 0), rel(1, 160, 0)},
	{EraF, rel(2, 0, 0), rel(2, 62, 0)},
}

// Rules are the membership rules of one release. Get them from [For] or [All].
type Rules struct {
	version version
	era     Era
	switches
}

// For returns the rules of a release: "1.139.3", "v1.160.0", "2.62", also
// "1.0.0-beta.20". Without its last number a release stands for the last of its
// kind. Releases that are newer than this package get the newest rules. The
// error is [ErrVersion].
func For(text string) (Rules, error) {
	release, err := parseVersion(text)
	if err != nil {
		return Rules{}, err
	}
	return rulesOf(release), nil
}

// All returns rules for one release of each era, oldest first.
func All() []Rules {
	var all []Rules
	for _, e := range eras {
		all = append(all, rulesOf(e.example))
	}
	return all
}

func rulesOf(release version) Rules {
	era := EraA0
	for _, e := range eras {
		if release.from(e.first) {
			era = e.era
		}
	}
	return Rules{version: release, era: era, switches: switchesOf(release)}
}

// Name is the release without its last number, for example "1.139".
func (r Rules) Name() string { return r.version.name() }

// Era is the family of releases the rules belong to.
func (r Rules) Era() Era { return r.era }

// Keyed reports whether members are keys rather than addresses.
func (r Rules) Keyed() bool { return r.keyed }

// Timed reports whether the release keeps add and remove times, and tombstones.
func (r Rules) Timed() bool { return r.timed }
