package labelled

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

// unrelated is the kind of pairs whose records are of two scenes.
const unrelated = "unrelated"

// A Mistake is a pair that the plan joins and should not, or the reverse.
type Mistake struct {
	Level    joined.Level
	Label    Label
	Kind     string
	A, B     Entry
	Why      string            // the truth's reason, "" if it names no such pair
	Evidence []dedupe.Evidence // for and against, of every step on the way from one to the other
}

// Measure holds a plan against the truth. Precision and recall are of pairs;
// unknowable pairs are left out of both.
func Measure(plan dedupe.Plan, truth Truth) Report {
	m := newMeasurement(&plan, truth)
	r := Report{Unlabelled: m.unlabelled}
	for level := range joined.Levels {
		r.Mistakes = append(r.Mistakes, m.count(level, m.steps(level))...)
	}
	r.Rows = m.rows()
	return r
}

// A measurement is the state of one Measure.
type measurement struct {
	plan       *dedupe.Plan
	truth      Truth
	entries    map[string]Entry
	pairs      map[[2]string]Pair // by ids in order
	entryOf    map[string]string  // record of the plan -> entry
	unlabelled []dedupe.Listed
	tallies    map[string]*Row
}

func newMeasurement(plan *dedupe.Plan, truth Truth) *measurement {
	m := &measurement{plan: plan, truth: truth, entries: map[string]Entry{}, pairs: map[[2]string]Pair{}, entryOf: map[string]string{}, tallies: map[string]*Row{}}
	located := map[Locator]string{}
	for _, e := range truth.Records {
		m.entries[e.ID] = e
		located[e.key()] = e.ID
	}
	for _, p := range truth.Pairs {
		id := inOrder(p.A, p.B)
		if known, ok := m.pairs[id]; ok && known.Label != p.Label {
			p.Label = Unknowable
		}
		m.pairs[id] = p
	}
	for _, record := range plan.Records {
		id, ok := located[locatorOf(*record.Record)]
		if !ok {
			id = "unlabelled:" + record.ID
			m.unlabelled = append(m.unlabelled, record)
		}
		m.entryOf[record.ID] = id
	}
	return m
}

// key is a locator by which one record is found.
func (l Locator) key() Locator {
	l.Line, l.UID = 0, ""
	return l
}

// locatorOf says where a record of a plan was found. Everything a device knows
// of an address is one.
func locatorOf(r record.Record) Locator {
	switch {
	case r.Source == record.Card:
		return Locator{Book: path.Base(filepath.ToSlash(r.Place.Book)), Index: r.Place.Index}
	case r.Source == record.KeyHolder && len(r.Keys) > 0:
		return Locator{Key: r.Keys[0].Fingerprint}
	case len(r.Addresses) > 0:
		return Locator{Device: r.Place.Device, Address: strings.ToLower(r.Addresses[0])}
	}
	return Locator{Device: r.Place.Device}
}

func inOrder(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

// verdict is what the truth says of two entries.
func (m *measurement) verdict(a, b string) Pair {
	if p, ok := m.pairs[inOrder(a, b)]; ok {
		return p
	}
	x, y := m.entries[a], m.entries[b]
	p := Pair{A: a, B: b, Label: Different, Kind: unrelated}
	if x.Scene == y.Scene && x.Kind != "" {
		p.Kind = x.Kind
	}
	if x.ID == "" || y.ID == "" || x.Person != "" && x.Person == y.Person {
		p.Label = Unknowable
	}
	return p
}

// count holds what one level joins against the truth.
func (m *measurement) count(level joined.Level, steps []joined.Step[string]) []Mistake {
	var mistakes []Mistake
	clusters := joined.Clusters(steps)
	cluster := map[string]int{}
	for i, list := range clusters {
		for j, a := range list {
			cluster[a] = i + 1
			for _, b := range list[:j] {
				pair := m.verdict(b, a)
				switch row := m.row(pair.Kind); pair.Label {
				case Same:
					row.At[level].Found++
				case Different:
					row.At[level].Wrong++
					mistakes = append(mistakes, m.mistake(level, pair, way(steps, pair)))
				}
			}
		}
	}
	for id, pair := range m.pairs {
		together := cluster[id[0]] != 0 && cluster[id[0]] == cluster[id[1]]
		if pair.Label == Same && !together {
			m.row(pair.Kind).At[level].Missed++
			mistakes = append(mistakes, m.mistake(level, pair, m.between(pair)))
		}
	}
	m.countRecords(level, clusters)
	slices.SortFunc(mistakes, func(x, y Mistake) int {
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.A.Scene, y.A.Scene), cmp.Compare(x.A.ID, y.A.ID), cmp.Compare(x.B.ID, y.B.ID))
	})
	return mistakes
}

// countRecords adds up B-cubed: of each record, how much of its cluster belongs
// to it, and how much of what belongs to it is in its cluster.
func (m *measurement) countRecords(level joined.Level, clusters [][]string) {
	together := map[string][]string{}
	for _, list := range clusters {
		for _, id := range list {
			together[id] = list
		}
	}
	belongs := map[string][]string{}
	for id, pair := range m.pairs {
		if pair.Label == Same {
			belongs[id[0]] = append(belongs[id[0]], id[1])
			belongs[id[1]] = append(belongs[id[1]], id[0])
		}
	}
	for _, e := range m.truth.Records {
		right, wrong, found := 1.0, 0.0, 1.0
		for _, other := range together[e.ID] {
			if other == e.ID {
				continue
			}
			switch m.verdict(e.ID, other).Label {
			case Same:
				right, found = right+1, found+1
			case Different:
				wrong++
			}
		}
		row := m.row(e.Kind)
		row.At[level].cubedPrecision += right / (right + wrong)
		row.At[level].cubedRecall += found / float64(1+len(belongs[e.ID]))
		row.At[level].records++
	}
}

// steps are what the plan joins at a level.
func (m *measurement) steps(level joined.Level) []joined.Step[string] {
	return joined.Steps(m.plan, level, m.entry)
}

// entry is what the truth calls a record of the plan.
func (m *measurement) entry(id string) string { return m.entryOf[id] }

func (m *measurement) row(kind string) *Row {
	if m.tallies[kind] == nil {
		m.tallies[kind] = &Row{Kind: kind}
	}
	return m.tallies[kind]
}

// rows lists the kinds, with the pairs the truth names of each.
func (m *measurement) rows() []Row {
	for _, pair := range m.pairs {
		row := m.row(pair.Kind)
		switch pair.Label {
		case Same:
			row.Same++
		case Different:
			row.Different++
		}
	}
	var rows []Row
	for _, row := range m.tallies {
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.Kind, b.Kind) })
	return rows
}

// way is the evidence of the steps on the shortest way from one side of a pair to the
// other.
func way(steps []joined.Step[string], pair Pair) []dedupe.Evidence {
	var evidence []dedupe.Evidence
	for _, s := range joined.Way(steps, pair.A, pair.B) {
		evidence = slices.Concat(evidence, s.Evidence, s.Against)
	}
	return evidence
}

// between is the evidence of proposals that name both sides of a pair.
func (m *measurement) between(pair Pair) []dedupe.Evidence {
	var evidence []dedupe.Evidence
	for _, p := range joined.Between(m.plan, pair.A, pair.B, m.entry) {
		evidence = slices.Concat(evidence, p.Evidence, p.Against)
	}
	return evidence
}

func (m *measurement) mistake(level joined.Level, pair Pair, evidence []dedupe.Evidence) Mistake {
	return Mistake{Level: level, Label: pair.Label, Kind: pair.Kind, A: m.entries[pair.A], B: m.entries[pair.B], Why: pair.Why, Evidence: evidence}
}
