package link

import (
	"math"
	"slices"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// How often two records of one person agree depends on who kept the book: in one, a
// birthday is either missing or right, in another every tenth is mistyped. So the
// weights the rules state are only a start. What they take for certain is counted,
// weights are taken from it, and again, until nothing changes (expectation and
// maximisation, as Fellegi and Sunter's model is fitted without labels). Each field
// is learnt from pairs that all the other fields say are one person's, so that none
// confirms itself.
//
// A rule's weight is log2(m/u). How often one person's records agree, m, is fitted of
// every rule; how often those of two people do, u, of values that households share,
// since there all who share one are compared. For names it comes from their frequency
// in the book (rarity.go), for birthdays from the calendar.
//
// Guards: the weights move by no more than maxShift, towards what the rules state if
// little was seen. Names are not fitted where they speak against two, since they
// alone tell a household apart. Only what a proposal leans to depends on it; what is
// joined without asking rests on proof.

const (
	// maxShift is by how many bits the book may change what a rule states.
	maxShift = 5
	// fewestFitted is of how many pairs of one person a field must be known to be
	// fitted.
	fewestFitted = 60
	// trusted is how many pairs the rules count for.
	trusted = 40
	// mostFitted is how many pairs are looked at.
	mostFitted = 150_000
	// rounds are enough for the weights to settle.
	rounds = 12
	// certainty scales the probability of a pair to a whole number: the sum is
	// the same in any order.
	certainty = 1 << 10
)

// An outcome is one way in which two records of one person compare, and in
// how many of the pairs that have the field the rules' weights expect it.
type outcome struct {
	rule     *Rule
	expected float64
}

// A field is what is fitted by itself. What two have besides the outcomes is not
// counted.
type field []outcome

// fields are what is fitted.
func fields() []field {
	return []field{
		{{&ruleName, 0.70}, {&ruleShortForm, 0.10}, {&ruleInitials, 0.05}, {&rulePart, 0.05}, {&ruleSpelling, 0.07}, {&ruleRenamed, 0.03}},
		{{&ruleBirthday, 0.95}, {&ruleBirthdayTypo, 0.03}, {&ruleBirthdayYear, 0.01}, {&ruleBirthdays, 0.002}},
		{{&rulePhone, 0.6}, {&rulePhoneShared, 0.2}, {&ruleOtherPhone, 0.2}},
		{{&rulePostal, 0.6}, {&rulePostalTypo, 0.2}, {&rulePostalPart, 0.05}, {&ruleOtherHome, 0.2}},
		{{&ruleOrganisation, 0.8}, {&ruleOtherPlace, 0.2}},
	}
}

// fitted is by how many bits the book changes what rules state.
type fitted struct {
	shifts   map[*Rule]float64
	replaces bool // names, by those of others: see replaced.go
}

func (f *fitted) shift(r *Rule) float64 {
	if f == nil {
		return 0
	}
	return f.shifts[r]
}

// weighs reports a rule of which the book shows that it is often set off by records
// of one person: it is weighed, where otherwise it would decide.
func (f *fitted) weighs(r *Rule) bool { return r == &ruleBirthdays && f.shift(r) >= weighedShift }

// weighedShift is from which shift on different birthdays are weighed: one pair in
// thirty of one person has them.
const weighedShift = 3.5

// A seen is what was seen of one pair: the outcome of each field, from 1, 0 for
// none, what that weighs and what all evidence does, before anything is fitted.
type seen struct {
	weight  float64
	two     bool // certainly two people
	names   int  // see oneDayAndHome
	outcome []uint8
	bits    []float64
}

// fit learns from the pairs that are compared. It returns nil if they are too few.
func (s *scoring) fit(pairs []pair) *fitted {
	all := fields()
	step := len(pairs)/mostFitted + 1
	seen := s.look(all, pairs, step)
	f := &fitted{shifts: map[*Rule]float64{}, replaces: replacesNames(seen, float64(step), s.persons.len())}
	for range rounds {
		next := map[*Rule]float64{}
		for i, field := range all {
			one, two := field.count(seen, i, all, f, s.persons.len())
			field.learn(next, one, two, float64(step), s.persons.len())
		}
		f.shifts = next
	}
	if len(f.shifts) == 0 {
		return nil
	}
	return f
}

// look compares one of so many pairs. They are in an order that is the same for any
// order of records, see [record.Index].
func (s *scoring) look(all []field, pairs []pair, step int) []seen {
	pieces := make([][]seen, max(1, s.jobs))
	parallel.Parts(len(pieces), len(pairs)/step, func(part, from, to int) {
		w := comparison{testimony: s.persons.testimony, frequencies: s.frequencies, quiet: true}
		var sides sides
		for i := from; i < to; i++ {
			w.compare(sides.of(pairs[i*step], s.profiles))
			seen := seen{w.weight(), w.vetoedBut(&ruleBirthdays), w.oneDayAndHome(), make([]uint8, len(all)), make([]float64, len(all))}
			for i, field := range all {
				seen.outcome[i], seen.bits[i] = field.of(&w)
			}
			pieces[part] = append(pieces[part], seen)
		}
	})
	return slices.Concat(pieces...)
}

// vetoedBut reports evidence against two that no sum outweighs, but for one rule.
func (w *comparison) vetoedBut(r *Rule) bool {
	return slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule.veto && t.Rule != r })
}

// of is the outcome of a field between the two, from 1, and what it weighs; 0 if it
// is none of those that are fitted.
func (f field) of(w *comparison) (found uint8, bits float64) {
	for i, o := range f {
		if w.bestRule[o.rule.family] == o.rule {
			found, bits = uint8(i+1), w.best[o.rule.family]
			if o.rule.own {
				bits += w.frequencies.growth()
			}
		} else if o.rule.Grade == Contra && found == 0 && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == o.rule }) {
			found, bits = uint8(i+1), o.rule.bits
		}
	}
	return found, bits
}

// count is how many pairs of one person and of two have each outcome, as far as the
// other fields say whose they are.
func (f field) count(all []seen, self int, fields []field, known *fitted, persons int) (one, two []float64) {
	ones, both := make([]int64, len(f)), make([]int64, len(f))
	prior := math.Log2(float64(persons + 1))
	for i := range all {
		outcome := all[i].outcome[self]
		if outcome == 0 {
			continue
		}
		both[outcome-1] += certainty
		if all[i].two {
			continue
		}
		others := all[i].weight - all[i].bits[self]
		for j, other := range all[i].outcome {
			if j != self && other != 0 {
				others += known.shift(fields[j][other-1].rule)
			}
		}
		ones[outcome-1] += int64(certainty / (1 + math.Exp2(prior-others)))
	}
	for i := range f {
		one = append(one, float64(ones[i])/certainty)
		two = append(two, float64(both[i]-ones[i])/certainty)
	}
	return one, two
}

// learn adds by how many bits the counts change what the rules state. Each pair
// stands for so many.
func (f field) learn(shifts map[*Rule]float64, one, two []float64, each float64, persons int) {
	total, expected := 0.0, 0.0
	for i, o := range f {
		total += one[i]
		expected += o.expected
	}
	if total < fewestFitted {
		return
	}
	for i, o := range f {
		was := o.expected / expected
		shift := math.Log2((one[i] + trusted*was) / (total + trusted) / was)
		if o.rule.own {
			chance := o.expected / math.Exp2(o.rule.bits) * (1 << smallBook) / 2 * float64(persons)
			shift -= math.Log2((two[i]*each + trusted) / (chance + trusted))
		}
		shifts[o.rule] = max(-maxShift, min(maxShift, shift))
	}
}
