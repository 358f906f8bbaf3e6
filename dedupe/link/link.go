package link

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// Options of a run.
type Options struct {
	// Jobs is how many threads compare; the result is the same for any number.
	Jobs int
	// IncludeWeak lists pairs too that only weak evidence ties.
	IncludeWeak bool
	// Claimed lists pairs too of which one only named the other's address.
	Claimed bool
	// BlockLimit is how many persons may share a value and still be compared on
	// account of it.
	BlockLimit int
	// Earlier is what was decided before; it may be nil.
	Earlier Earlier
}

// Earlier is what reviewers of earlier plans decided.
type Earlier interface {
	// IsDecided reports whether something was decided about a record.
	IsDecided(id string) bool
	// IsRefused reports whether two records were told apart.
	IsRefused(a, b string) bool
	// IsTakenOut reports whether a record, alone, was told apart from others.
	IsTakenOut(id string) bool
}

// A Result is who is one person, and who may be. Records are called by their
// number in the index.
type Result struct {
	Persons        []Person // of two or more records
	Candidates     []Candidate
	Contradictions []Contradiction
	Alarms         []Tie // records that look alike and are not
	LeftOut        []LeftOut
	// Own and Impersonal count records that are linked with nobody.
	Own, Impersonal int
	Work            Work
}

// A Person is records that proof ties.
type Person struct {
	Records []uint32 // ascending
	Proof   []Tie
	Against []Tie // why somebody should look all the same
}

// A Candidate is two persons that may be one, each as all its records.
type Candidate struct {
	A, B   []uint32
	Accept bool // what the evidence leans to
	Ties   []Tie
}

// A Contradiction is two records that proof ties together and that cannot be one
// person's, with all the paths that lead from one to the other.
type Contradiction struct {
	A, B  uint32
	Why   Tie
	Paths [][]Tie
}

// Find finds who is one person. The error is the context's.
func Find(ctx context.Context, index *record.Index, t *record.Testimony, opts Options) (*Result, error) {
	l := &linking{index: index, testimony: indexTestimony(t), opts: opts, contradictionAt: map[[2]uint32]int{}}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.findPersons()
	if err := l.findCandidates(ctx); err != nil {
		return nil, err
	}
	l.found.Work.Read, l.found.Work.Claims = int(l.testimony.work.read.Load()), int(l.testimony.work.claims.Load())
	return &l.found, nil
}

// linking is the state of one Link.
type linking struct {
	index     *record.Index
	testimony *testimony
	opts      Options
	found     Result

	atAddress       map[string][]uint32
	claims          []Tie
	persons         *persons
	contradictions  []contradiction
	contradictionAt map[[2]uint32]int // by their ends
}

// findPersons joins records on proof, after everything that speaks against it
// was taken out. Claims join nothing, but that they contradict something is
// looked for as if they did.
func (l *linking) findPersons() {
	p := &prover{index: l.index, testimony: l.testimony, jobs: l.opts.Jobs, earlier: l.opts.Earlier, atAddress: map[string][]uint32{}, signersAt: map[string]map[string]rankedRecord{}}
	p.prove()
	l.atAddress, l.claims = p.atAddress, p.claims
	kept, large := l.separate(clusters(l.index.Len(), p.ties))
	l.persons = groupPersons(l.index, l.testimony, kept)
	l.listPersons(kept, large)
	if len(p.claims) > 0 {
		all := clusters(l.index.Len(), slices.Concat(kept, p.claims))
		l.separate(slices.DeleteFunc(all, func(c cluster) bool {
			return !slices.ContainsFunc(c.ties, func(t Tie) bool { return t.claim })
		}))
	}
	for _, c := range l.contradictions {
		if c.hard {
			l.found.Contradictions = append(l.found.Contradictions, Contradiction{c.a, c.b, *c.why, c.paths})
		}
	}
}

// separate takes the contradictions out of clusters. It returns the ties that are
// left, and the records that stand for clusters too large to be checked.
func (l *linking) separate(all []cluster) (kept []Tie, large map[uint32]bool) {
	cleared := make([]separation, len(all))
	parallel.Parts(l.opts.Jobs, len(all), func(_, from, to int) {
		for i := from; i < to; i++ {
			cleared[i] = separation{index: l.index, testimony: l.testimony, earlier: l.opts.Earlier, cluster: all[i]}
			cleared[i].separate()
			cleared[i].nodes, cleared[i].node = nil, nil
		}
	})
	large = map[uint32]bool{}
	for i := range cleared {
		kept = append(kept, cleared[i].kept()...)
		l.found.Work.Followed += cleared[i].followed
		l.addContradictions(cleared[i].found)
		if cleared[i].tooLarge {
			large[cleared[i].records[0]] = true
		}
	}
	return kept, large
}

// addContradictions adds new ones, and new paths between the ends of known ones.
func (l *linking) addContradictions(found []contradiction) {
	for _, c := range found {
		ends := [2]uint32{c.a, c.b}
		if known, ok := l.contradictionAt[ends]; ok {
			l.contradictions[known].paths = append(l.contradictions[known].paths, c.paths...)
			continue
		}
		l.contradictionAt[ends] = len(l.contradictions)
		l.contradictions = append(l.contradictions, c)
	}
}

// listPersons lists those of several records. Large are the records that stand
// for clusters too large to be checked.
func (l *linking) listPersons(kept []Tie, large map[uint32]bool) {
	proof := map[uint32][]Tie{}
	for _, t := range kept {
		person := l.persons.person[t.A]
		proof[person] = append(proof[person], t)
	}
	unchecked := map[uint32]bool{}
	for i := range large {
		unchecked[l.persons.person[i]] = true
	}
	for number := range uint32(l.persons.len()) {
		records := l.persons.records(number)
		if len(records) == 1 {
			continue
		}
		person := Person{Records: records, Proof: proof[number]}
		if n := countMailboxes(l.index, records); n > maxAddresses {
			person.Against = append(person.Against, *against(&ruleManyAddresses, records[0], records[1], fmt.Sprint(n)))
		}
		if name, bare := bareName(l.index, records); bare {
			person.Against = append(person.Against, *against(&ruleBareName, records[0], records[1], name))
		}
		if unchecked[number] {
			person.Against = append(person.Against, *against(&ruleUnchecked, records[0], records[1], fmt.Sprint(len(records))))
		}
		l.found.Persons = append(l.found.Persons, person)
	}
}

// findCandidates weighs hints between persons.
func (l *linking) findCandidates(ctx context.Context) error {
	b := &blocking{persons: l.persons, atAddress: l.atAddress, claims: l.claims, jobs: l.opts.Jobs, limit: l.opts.BlockLimit}
	if err := b.pairAll(ctx); err != nil {
		return err
	}
	l.found.LeftOut, l.found.Own, l.found.Impersonal = b.leftOut, b.own, b.impersonal
	s := &scoring{
		persons: l.persons, profiles: b.profiles, frequencies: &b.frequencies, jobs: l.opts.Jobs,
		weak: l.opts.IncludeWeak, claimed: l.opts.Claimed, blocked: l.blocked(),
	}
	pairs, alarms, err := s.scorePairs(ctx, b.pairs)
	for _, p := range pairs {
		l.found.Candidates = append(l.found.Candidates, Candidate{l.persons.records(p.pair.a()), l.persons.records(p.pair.b()), p.accept, p.found})
	}
	l.found.Alarms, l.found.Work.Compared = alarms, s.compared
	l.found.Alarms = append(l.found.Alarms, l.lookAlikeDomains()...)
	return err
}

// blocked are the pairs of persons on the paths of contradictions: nothing is
// proposed of them until the cause is removed.
func (l *linking) blocked() map[pair]bool {
	blocked := map[pair]bool{}
	block := func(a, b uint32) { blocked[newPair(l.persons.person[a], l.persons.person[b])] = true }
	for _, c := range l.found.Contradictions {
		block(c.A, c.B)
		for _, t := range slices.Concat(c.Paths...) {
			block(t.A, t.B)
		}
	}
	return blocked
}
