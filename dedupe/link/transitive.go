package link

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Pairs are judged one by one, so that what they lean to need not be transitive:
// "Hans Weber" and "H. Weber", "H. Weber" and "Heike Weber". If something tells
// the outer two apart, accepting both pairs would make one person of two.

const (
	// clearBits is by how many bits one of two pairs must outweigh the other to
	// stand alone; otherwise nobody can say which of them is right.
	clearBits = 4
	// maxPartners is how many pairs of one person are checked against each other
	// at most.
	maxPartners = 64
	// maxChecks and maxChecksEach are how many pairs are checked in all, and for
	// each person. Persons with few pairs come first, so that what is left
	// unchecked is what nobody could review anyway.
	maxChecks     = 200_000
	maxChecksEach = 2
)

var (
	ruleTooManyPairs = Rule{Name: "too-many-proposals", Grade: Contra, family: byCard, bits: 0, says: "too many proposals meet in one person to check whether they would join two people: %q", Undone: "other proposals are refused"}
	ruleJoinsTwo     = Rule{Name: "joins-two-people", Grade: Contra, family: byCard, bits: 0, says: "together with another proposal it would join two people: %q", Undone: "the other proposal is refused"}
)

// refuseIntransitive makes pairs lean to refuse where together they would join
// two that something tells apart, and where there are too many to check.
func (s *scoring) refuseIntransitive(pairs []scoredPair) {
	profiles := s.profilesOf(pairs)
	meeting, proposed := map[uint32][]int{}, map[pair]bool{}
	for i, p := range pairs {
		if p.accept {
			proposed[p.pair] = true
			meeting[p.pair.a()] = append(meeting[p.pair.a()], i)
			meeting[p.pair.b()] = append(meeting[p.pair.b()], i)
		}
	}
	check := outerCheck{
		comparison: comparison{testimony: s.persons.testimony, frequencies: s.frequencies, fitted: s.fitted}, profiles: profiles,
		pairs: pairs, proposed: proposed, spelling: spellings(profiles, pairs), left: maxChecks + maxChecksEach*len(profiles), known: map[pair]objection{},
	}
	refused := map[int]*Tie{}
	fewestFirst := slices.SortedFunc(maps.Keys(meeting), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(meeting[a]), len(meeting[b])), cmp.Compare(a, b))
	})
	for _, person := range fewestFirst {
		partners := meeting[person]
		if len(partners) > maxPartners || check.left < 0 {
			why := against(&ruleTooManyPairs, profiles[person].records[0], profiles[person].records[0],
				strconv.Itoa(len(partners))+" of "+profiles[person].title())
			for _, x := range partners {
				refused[x] = cmp.Or(refused[x], why)
			}
			continue
		}
		check.refuse(person, partners, refused)
	}
	s.compared += len(check.known)
	for i, why := range refused {
		pairs[i].accept = false
		pairs[i].found = append(pairs[i].found, *why)
	}
}

// profilesOf are the profiles of those that lean to be one with another, by person.
func (s *scoring) profilesOf(pairs []scoredPair) []*profile {
	found := make([]*profile, s.persons.len())
	for _, p := range pairs {
		for _, person := range [...]uint32{p.pair.a(), p.pair.b()} {
			if p.accept && found[person] == nil {
				found[person] = s.profiles.of(person)
			}
		}
	}
	return found
}

// An outerCheck tells the outer persons of two pairs apart, every two once: of
// people who are all alike, every two meet in every third.
type outerCheck struct {
	comparison
	profiles []*profile
	pairs    []scoredPair
	proposed map[pair]bool // they lean to accept
	spelling *Forest       // see spellings
	known    map[pair]objection
	left     int // how many more may be looked at
}

// An objection is why two persons cannot be one; nil if nothing says so.
type objection struct {
	why *Tie
	// slips may explain it: it rests on names and birthdays alone.
	slips bool
}

// refuse notes which of the pairs of one person are refused, and why.
func (c *outerCheck) refuse(person uint32, partners []int, refused map[int]*Tie) {
	for j, x := range partners {
		for _, y := range partners[:j] {
			a, b := c.pairs[x].pair.other(person), c.pairs[y].pair.other(person)
			found := c.apart(a, b)
			if found.why == nil || found.slips && c.spelling.Root(a) == c.spelling.Root(b) {
				continue
			}
			difference := c.pairs[x].weight - c.pairs[y].weight
			if difference < clearBits {
				refused[x] = found.why
			}
			if -difference < clearBits {
				refused[y] = found.why
			}
		}
	}
}

// spellings joins persons that lean to be one and are spellings of one name: those a
// slip apart, as long as the names that stand for two such groups are, too, so that no
// chain of slips makes one name of many; and those of another name that fit to one such group alone. A slip of a slip says nothing
// against two; but two that an initial, a nickname or a lone family name stands for may
// be two people.
func spellings(profiles []*profile, pairs []scoredPair) *Forest {
	f := NewForest(len(profiles))
	for i := range pairs {
		if !pairs[i].accept || !pairs[i].isSlip() {
			continue
		}
		a, b := pairs[i].pair.a(), pairs[i].pair.b()
		if x, y := profiles[f.stands(a)], profiles[f.stands(b)]; !namesClash(x, y) || mayBeOneHolder(x, y) || pairs[i].isReplaced() {
			f.Join(a, b)
		}
	}
	alone := make([]bool, len(profiles))
	for person := range alone {
		alone[person] = f.size[f.Root(uint32(person))] == 1
	}
	group, torn := map[uint32]uint32{}, map[uint32]bool{} // of persons with a shorter name
	fit := func(person, other uint32) {
		if !alone[person] || !profiles[other].hasFullName() {
			return
		}
		known, seen := group[person]
		torn[person] = torn[person] || seen && known != f.Root(other)
		group[person] = f.Root(other)
	}
	for _, p := range pairs {
		if p.accept {
			fit(p.pair.a(), p.pair.b())
			fit(p.pair.b(), p.pair.a())
		}
	}
	for person, of := range group {
		if !torn[person] {
			f.Join(person, of)
		}
	}
	return f
}

func (p *profile) hasFullName() bool {
	return slices.ContainsFunc(p.names, func(n name) bool { return n.IsFull() })
}

// isSlip reports a pair whose full names and birthdays are the same or a slip
// apart.
func (p *scoredPair) isSlip() bool {
	named := false
	for _, found := range p.found {
		switch found.Rule {
		case &ruleName, &ruleSpelling, &ruleReplaced:
			named = true
		case &ruleBirthdayYear:
			return false
		}
	}
	return named
}

// isReplaced reports a pair of one home and birthday of which one has the name of
// somebody else.
func (p *scoredPair) isReplaced() bool {
	return slices.ContainsFunc(p.found, func(t Tie) bool { return t.Rule == &ruleReplaced })
}

// apart says that two persons cannot be one. Those that are themselves proposed to
// be one can be.
func (c *outerCheck) apart(x, y uint32) objection {
	pair := newPair(x, y)
	if x == y || c.proposed[pair] {
		return objection{}
	}
	found, known := c.known[pair]
	if known {
		return found
	}
	c.left--
	a, b := c.profiles[x], c.profiles[y]
	c.compare(a, b)
	objected := c.testimony.objection(a, b)
	if c.vetoed || objected != nil {
		found.why = against(&ruleJoinsTwo, a.records[0], b.records[0], both(a.title(), b.title()))
		found.slips = objected == nil || mayBeSlip(objected.Rule)
		for _, tie := range c.found {
			if tie.Rule.veto || tie.Rule.family == byKey && tie.Rule.Grade == Contra {
				found.slips = found.slips && mayBeSlip(tie.Rule)
			}
		}
	}
	c.known[pair] = found
	return found
}

// mayBeSlip reports a rule that two slips may set off.
func mayBeSlip(r *Rule) bool {
	return r == &ruleStrangers || r == &ruleRelatives || r == &ruleBirthdays
}

// title is a name for a person in a sentence.
func (p *profile) title() string {
	switch {
	case len(p.names) > 0:
		return p.names[0].Found
	case len(p.mailboxes) > 0:
		return p.mailboxes[0].Folded
	}
	return "somebody"
}
