package link

import (
	"math"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Evidence is weighed as in record linkage after Fellegi and Sunter: each piece
// adds log2(m/u), where m is how often it is found between records of one person
// and u how often between records of two. Rules state a weight for a rare value,
// chosen from what is known of names, birthdays and numbers in general; how many
// carry the value in the book lowers it (rarity.go), and a book with enough
// duplicates corrects it (fit.go). Pieces of one family are one piece (see [family]).
const (
	// acceptBits is the weight at which a proposal leans to accept in a book of up
	// to smallBook persons, of whom two at random are one with odds of about 1 : 2^12.
	acceptBits = 18
	// showBits is the least weight at which strong evidence is shown at all.
	showBits = 12
	// fewPersons may share a value, as a household does. What more people
	// share says nothing.
	fewPersons = 3
	// manyColleagues is from where on a domain is that of a provider.
	manyColleagues = 50
)

// A comparison is of two persons.
type comparison struct {
	a, b        *profile
	testimony   *testimony
	frequencies *frequencies

	fitted *fitted // nil in a book too small to learn from

	// quiet leaves out values that are put together of two: of most pairs nobody is
	// shown them. Nothing that is weighed depends on them.
	quiet bool

	found        []Tie
	best         [families]float64
	bestRule     [families]*Rule
	against      float64
	vetoed       bool
	nameRelation compare.NameRelation
	name         compare.Name // of a, as far as b has it too
}

// compare collects all evidence between two persons.
func (w *comparison) compare(a, b *profile) {
	*w = comparison{a: a, b: b, testimony: w.testimony, frequencies: w.frequencies, fitted: w.fitted, quiet: w.quiet, found: w.found[:0]}
	w.weighNames()
	w.weighAddresses()
	w.weighDomains()
	w.weighKeys()
	w.weighClaims()
	w.weighTestified()
	w.weighCards()
	w.weighPlaces()
	w.weighBirthdays()
	w.weighDifferences()
	w.weighReplaced()
}

// both is the value of evidence that rests on two values.
func (w *comparison) both(a, b string) string {
	if w.quiet {
		return ""
	}
	return both(a, b)
}

// weighDifferences adds what speaks against two otherwise like persons.
func (w *comparison) weighDifferences() {
	if w.best[byAddress] >= ruleCase.bits {
		if x, y, differ := w.testimony.differentKeys(w.a, w.b); differ {
			w.add(&ruleKeysDiffer, x.record, y.record, w.both(x.key, y.key))
		}
	}
	if w.best[byAddress] >= ruleCase.bits {
		if x, y, shared := sharedInbox(w.a, w.b); shared {
			w.add(&ruleInbox, x.record, y.record, w.both(x.Found, y.Found))
		}
	}
	if x, y, contested := w.testimony.contestedKey(w.a, w.b); contested {
		w.add(&ruleContested, x.record, y.record, x.Folded)
	}
	if value, witnesses, found := w.testimony.areActiveTogether(w.a, w.b); found && w.best[byProbe] < ruleProbe.bits {
		w.add(&ruleKeysActive, w.a.records[0], w.b.records[0], value, witnesses...)
	}
	if w.best[byBirthday] > 0 { // two of several birthdays agree
		w.forgive(&ruleBirthdays)
	}
	if w.best[byKey] >= ruleKeySigned.bits {
		w.forgive(&ruleDigits)
	}
}

// weight is that of all families together. What a sender says of themselves, the
// name, the picture, a key they need not hold, is one piece of evidence: whoever
// copies one of them copies all. Only cards of the user's own are curated.
func (w *comparison) weight() float64 {
	best, total := w.best, w.against
	for family, rule := range w.bestRule {
		if rule == nil {
			continue
		}
		if best[family] += w.fitted.shift(rule); rule.own {
			best[family] += w.frequencies.growth()
		}
	}
	if w.namesSayNothing() { // a household has one telephone and one house
		best[byPlace] = max(0, best[byPlace]-best[byPhone])
	}
	if !w.a.hasCard || !w.b.hasCard {
		told := []family{byName, byPicture}
		if best[byKey] < ruleKeyCards.bits {
			told = append(told, byKey)
		}
		most := 0.0
		for _, family := range told {
			most, best[family] = max(most, best[family]), 0
		}
		total += most
	}
	for _, bits := range best {
		total += bits
	}
	return total
}

// namesSayNothing reports two of whom no name says that they are one.
func (w *comparison) namesSayNothing() bool { return w.best[byName] <= rulePet.bits }

func (w *comparison) add(r *Rule, a, b uint32, value string, witnesses ...record.Witness) {
	w.addBits(r, r.bits, a, b, value, witnesses...)
}

func (w *comparison) addBits(r *Rule, bits float64, a, b uint32, value string, witnesses ...record.Witness) {
	w.addTie(Tie{Rule: r, A: a, B: b, Value: value, bits: bits, Witnesses: witnesses})
}

// addTie adds evidence, once.
func (w *comparison) addTie(t Tie) {
	r, value, bits := t.Rule, t.Value, t.bits
	for _, known := range w.found {
		if known.Rule == r && (known.Value == value || r.Grade == Contra) {
			return
		}
	}
	w.found = append(w.found, t)
	if r.Grade == Contra {
		w.against += bits + w.fitted.shift(r)
		w.vetoed = w.vetoed || r.veto && !w.fitted.weighs(r)
		return
	}
	if bits > w.best[r.family] {
		w.best[r.family], w.bestRule[r.family] = bits, r
	}
}

// forgive drops evidence against the two that something else explains.
func (w *comparison) forgive(r *Rule) {
	kept := w.found[:0]
	w.vetoed = false
	for _, found := range w.found {
		if found.Rule == r {
			w.against -= found.bits + w.fitted.shift(r)
			continue
		}
		w.vetoed = w.vetoed || found.Rule.veto && !w.fitted.weighs(found.Rule)
		kept = append(kept, found)
	}
	w.found = kept
}

// isStrong reports evidence that is shown even where it is not enough. What two
// namesakes have in common is not, once something tells them apart.
func (w *comparison) isStrong() bool {
	for _, found := range w.found {
		switch found.Rule.Grade {
		case Strong, Proof:
			if !w.vetoed || found.Rule.family != byDomain && found.Rule.family != byPicture {
				return true
			}
		}
	}
	return false
}

// frequency is how many persons, as told apart by name, have a value.
func (w *comparison) frequency(kind kind, value string) int { return w.frequencies.of(kind, value) }

// discount is by how many bits a value is worth less: one for each doubling of
// those who have it, from eight on.
func (w *comparison) discount(kind kind, value string) float64 {
	return math.Max(0, math.Log2(float64(w.frequencies.of(kind, value))/8))
}

// isRare reports that the name two persons share is hardly anybody else's.
func (w *comparison) isRare() bool {
	_, common := w.name.CommonTokens()
	return w.discount(kindName, w.name.Key) == 0 && !common
}
