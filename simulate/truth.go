package simulate

// truth is who is in the group: what all acts add up to, the newest about each
// person counting, as if everybody had heard of each at once.
type truth struct {
	in     []bool // by person
	count  int
	digest uint64
}

func (t *truth) set(person int, isIn bool) {
	if t.in[person] == isIn {
		return
	}
	t.in[person] = isIn
	t.digest ^= digest(uint64(person), 0, 0)
	if isIn {
		t.count++
	} else {
		t.count--
	}
}

// standing is how a device stands to the truth.
type standing uint8

const (
	absent  standing = iota // offline, or rightly out of the group
	right                   // shows its user the members
	wrong                   // shows other members, or none
	unaware                 // shows a group its user is no longer in
)

func (g *group) standingOf(d *device) standing {
	switch {
	case !d.online:
		return absent
	case g.truth.in[d.person] && d.members == g.truth.digest:
		return right
	case g.truth.in[d.person]:
		return wrong
	case d.shows():
		return unaware
	}
	return absent
}

// judge counts the time a device stood as it did, and notes how it stands now.
func (g *group) judge(d *device) {
	now := g.standingOf(d)
	if now == d.standing {
		return
	}
	before := d.standing
	g.tally.stood(before, g.now-d.since)
	d.standing, d.since = now, g.now
	wasWrong, isWrong := before == wrong || before == unaware, now == wrong || now == unaware
	switch {
	case isWrong && !wasWrong:
		g.tally.parted(g.now)
	case wasWrong && !isWrong:
		g.tally.agreed(g.now)
	}
}

func (g *group) judgeAll() {
	for _, d := range g.devices {
		g.judge(d)
	}
}
