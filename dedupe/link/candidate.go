package link

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A blocking brings together persons that share a value: a block is all who do.
type blocking struct {
	persons *persons
	// atAddress are the records at each address that testimony names.
	atAddress       map[string][]uint32
	claims          []Tie
	jobs            int
	limit           int
	profiles        *profiles
	frequencies     frequencies
	pairs           []pair
	leftOut         []LeftOut
	own, impersonal int // records that are joined with nobody
}

// A pair is two persons, the lower one in the upper half.
type pair uint64

func (p pair) a() uint32 { return uint32(p >> 32) }
func (p pair) b() uint32 { return uint32(p) }

// other is the person of the pair that is not the one given.
func (p pair) other(person uint32) uint32 { return p.a() ^ p.b() ^ person }

func newPair(a, b uint32) pair { return pair(min(a, b))<<32 | pair(max(a, b)) }

// maxLeftOut is how many values of one kind are named in the report of what was
// left out; the others are counted.
const maxLeftOut = 20

// pairAll finds all pairs to be compared.
func (p *blocking) pairAll(ctx context.Context) error {
	p.frequencies.persons = p.persons.len()
	all := p.collectValues()
	var paired [kinds][]pair
	var leftOut [kinds][]LeftOut
	parallel.Each(p.jobs, int(kinds), func(i int) {
		if ctx.Err() != nil {
			return
		}
		k := kind(i)
		sorted := sortPostings(slices.Concat(all[k]...))
		all[k] = nil
		p.frequencies.add(k, sorted, p.limit, p.profiles.of, p.persons.names)
		if k != kindBirthday && k != kindDomain && k != kindWord {
			paired[k], leftOut[k] = p.pairBlocks(k, sorted)
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	p.pairs, p.leftOut = slices.Concat(paired[:]...), slices.Concat(leftOut[:]...)
	p.pairTestified()
	for _, t := range p.claims {
		p.pairRecords(t.A, t.B)
	}
	p.pairs = sortPairs(p.jobs, p.pairs)
	return nil
}

// sortPairs sorts, without duplicates, of which there are many: what is left gets
// memory of its own size.
func sortPairs(jobs int, pairs []pair) []pair {
	const samples = 1 << 10
	some := make([]pair, 0, samples+1)
	for i := 0; i < len(pairs); i += len(pairs)/samples + 1 {
		some = append(some, pairs[i])
	}
	slices.Sort(some)
	if len(some) > 0 {
		sortHalves(jobs, pairs, some[len(some)/2])
	}
	return slices.Clone(slices.Compact(pairs))
}

// collectValues describes all persons and lists their values.
func (p *blocking) collectValues() [kinds]pieces {
	type found struct {
		values          [kinds]pieces
		own, impersonal int
	}
	parts := make([]found, max(1, p.jobs))
	p.profiles = packProfiles(len(parts), p.persons, func(part int, person uint32, profile *profile) {
		found := &parts[part]
		if profile.owner != 0 {
			found.own += len(profile.records)
		} else if !profile.isPersonal() {
			found.impersonal += len(profile.records)
		}
		profile.blockingKeys(func(kind kind, parts ...string) {
			found.values[kind].add(newPosting(digest(parts...), person))
		})
	})
	var all [kinds]pieces
	for i := range parts {
		p.own += parts[i].own
		p.impersonal += parts[i].impersonal
		for kind, values := range parts[i].values {
			all[kind] = append(all[kind], values...)
		}
	}
	return all
}

// pairBlocks pairs all who share a value of one kind, values that too many share
// left out.
func (p *blocking) pairBlocks(k kind, sorted []posting) ([]pair, []LeftOut) {
	limit, n := p.blockLimit(sorted, k.pairsEach())
	pairs := make([]pair, 0, n)
	var over [][]posting
	eachBlock(sorted, func(_ uint64, who []posting) {
		if len(who) > limit {
			over = append(over, who)
			return
		}
		for i, a := range who {
			for _, b := range who[:i] {
				pairs = append(pairs, newPair(a.who(), b.who()))
			}
		}
	})
	return pairs, p.leftOutOf(k, over, limit)
}

// fewPairs are compared of one kind of value in a book of any size; a larger book
// is allowed one pair for each person, or some where chance brings few together.
// More would cost, in books of some thousand cards that are all alike, the square of
// their number. Those some are not more than morePairs: in a book of hundreds of
// thousands, chance brings many together.
const (
	fewPairs  = 60_000
	morePairs = 600_000
)

// pairsEach is how many pairs of one kind are compared for each person.
func (k kind) pairsEach() int {
	switch k {
	case kindPostal, kindPostalPart, kindBirthName, kindBirthPart:
		return 4
	}
	return 1
}

// blockLimit is how many may share a value so that the pairs of one kind are not
// more than a few for each person, and how many pairs those are.
func (p *blocking) blockLimit(sorted []posting, each int) (limit, pairs int) {
	persons := p.persons.len()
	budget := max(fewPairs, min(each*persons, persons+morePairs))
	for limit = p.limit; ; limit = limit * 3 / 4 {
		pairs = 0
		eachBlock(sorted, func(_ uint64, who []posting) {
			if len(who) <= limit {
				pairs += len(who) * (len(who) - 1) / 2
			}
		})
		if pairs <= budget || limit <= 2 {
			return limit, pairs
		}
	}
}

// leftOutOf names the values that were left out, the most frequent first.
func (p *blocking) leftOutOf(k kind, over [][]posting, limit int) []LeftOut {
	slices.SortFunc(over, func(a, b []posting) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	var all []LeftOut
	rest := 0
	for i, who := range over {
		if i >= maxLeftOut {
			rest += len(who)
			continue
		}
		value := ""
		p.profiles.of(who[0].who()).blockingKeys(func(kind kind, parts ...string) {
			if kind == k && digest(parts...)>>whoBits == who[0].value() {
				value = k.text(parts)
			}
		})
		all = append(all, LeftOut{Value: value, Records: len(who), Limit: limit})
	}
	if rest > 0 {
		value := strconv.Itoa(len(over)-maxLeftOut) + " more of kind " + kindNames[k]
		all = append(all, LeftOut{Value: value, Records: rest, Limit: limit})
	}
	return all
}

// pairTestified pairs those at the two ends of what mail says of two addresses.
func (p *blocking) pairTestified() {
	for _, ends := range sortedPairs(p.persons.testimony.between) {
		first, second := p.atAddress[ends[0]], p.atAddress[ends[1]]
		if n := len(first) * len(second); n > p.limit*p.limit {
			p.leftOut = append(p.leftOut, LeftOut{Value: ends[0] + " and " + ends[1], Records: n, Limit: p.limit * p.limit})
			continue
		}
		for _, a := range first {
			for _, b := range second {
				p.pairRecords(a, b)
			}
		}
	}
}

// pairRecords pairs those whose records two are.
func (p *blocking) pairRecords(a, b uint32) {
	x, y := p.persons.person[a], p.persons.person[b]
	if x != y && p.isFree(x) && p.isFree(y) {
		p.pairs = append(p.pairs, newPair(x, y))
	}
}

// isFree reports a person who may be proposed to be another.
func (p *blocking) isFree(person uint32) bool {
	profile := p.profiles.of(person)
	return profile.owner == 0 && profile.isPersonal()
}

func sortedPairs[T any](m map[[2]string]T) [][2]string {
	return slices.SortedFunc(maps.Keys(m), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
}
