package dedupe

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"
)

// A pairing brings together persons that share a value.
type pairing struct {
	people *people
	// residents are the records at each address that testimony speaks of.
	residents       map[string][]uint32
	jobs            int
	limit           int
	crowds          crowds
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

func pairNumbers(a, b uint32) pair { return pair(min(a, b))<<32 | pair(max(a, b)) }

// maxLeftOut is how many values of one kind are named in the report of what was
// left out; the others are counted.
const maxLeftOut = 20

// pairUp finds all pairs to be compared.
func (p *pairing) pairUp(ctx context.Context) error {
	all := p.collect()
	for k := range kinds {
		if err := ctx.Err(); err != nil {
			return err
		}
		sorted := sortPostings(p.jobs, slices.Concat(all[k]...))
		all[k] = nil
		p.crowds.count(k, sorted, p.limit, p.people.profile, p.people.names)
		if k != kindBirthday && k != kindDomain {
			p.pairKind(k, sorted)
		}
	}
	p.pairLeads()
	slices.Sort(p.pairs)
	p.pairs = slices.Compact(p.pairs)
	return nil
}

// collect lists the values of all persons, in pieces.
func (p *pairing) collect() [kinds][][]posting {
	var all [kinds][][]posting
	var mutex sync.Mutex
	spread(p.jobs, p.people.len(), func(from, to int) {
		var found [kinds][]posting
		var alone [2]int
		for i := from; i < to; i++ {
			profile := p.people.profile(uint32(i))
			if profile.owner != 0 {
				alone[0] += len(profile.records)
			} else if !profile.personal() {
				alone[1] += len(profile.records)
			}
			profile.keysOf(func(kind kind, parts ...string) {
				found[kind] = append(found[kind], post(digest(parts...), uint32(i)))
			})
		}
		mutex.Lock()
		defer mutex.Unlock()
		p.own += alone[0]
		p.impersonal += alone[1]
		for kind := range found {
			all[kind] = append(all[kind], found[kind])
		}
	})
	return all
}

// pairKind pairs all who share a value of one kind, values that too many share
// left out.
func (p *pairing) pairKind(k kind, sorted []posting) {
	limit := p.affordable(sorted)
	var over [][]posting
	runs(sorted, func(_ uint64, who []posting) {
		if len(who) > limit {
			over = append(over, who)
			return
		}
		for i, a := range who {
			for _, b := range who[:i] {
				p.pairs = append(p.pairs, pairNumbers(a.who(), b.who()))
			}
		}
	})
	p.report(k, over, limit)
}

// fewPairs are compared of one kind of value in a book of any size; a larger book
// is allowed one pair for each person. More would cost, in books of some thousand
// cards that are all alike, the square of their number.
const fewPairs = 60_000

// affordable is how many may share a value so that the pairs of one kind are not
// more than a few for each person.
func (p *pairing) affordable(sorted []posting) int {
	budget := max(fewPairs, p.people.len())
	limit := p.limit
	for ; limit > 2; limit = limit * 3 / 4 {
		pairs := 0
		runs(sorted, func(_ uint64, who []posting) {
			if len(who) <= limit {
				pairs += len(who) * (len(who) - 1) / 2
			}
		})
		if pairs <= budget {
			break
		}
	}
	return limit
}

// report names the values that were left out, the most frequent first.
func (p *pairing) report(k kind, over [][]posting, limit int) {
	slices.SortFunc(over, func(a, b []posting) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	rest := 0
	for i, who := range over {
		if i >= maxLeftOut {
			rest += len(who)
			continue
		}
		value := ""
		p.people.profile(who[0].who()).keysOf(func(kind kind, parts ...string) {
			if kind == k && digest(parts...)>>whoBits == who[0].value() {
				value = k.text(parts)
			}
		})
		p.leftOut = append(p.leftOut, LeftOut{Value: value, Records: len(who), Limit: limit})
	}
	if rest > 0 {
		value := strconv.Itoa(len(over)-maxLeftOut) + " more of kind " + kindNames[k]
		p.leftOut = append(p.leftOut, LeftOut{Value: value, Records: rest, Limit: limit})
	}
}

// pairLeads pairs those at the two ends of what mail says of two addresses.
func (p *pairing) pairLeads() {
	for _, ends := range sortedPairs(p.people.heard.leads) {
		first, second := p.residents[ends[0]], p.residents[ends[1]]
		if n := len(first) * len(second); n > p.limit*p.limit {
			p.leftOut = append(p.leftOut, LeftOut{Value: ends[0] + " and " + ends[1], Records: n, Limit: p.limit * p.limit})
			continue
		}
		for _, a := range first {
			for _, b := range second {
				x, y := p.people.person[a], p.people.person[b]
				if x != y && p.free(x) && p.free(y) {
					p.pairs = append(p.pairs, pairNumbers(x, y))
				}
			}
		}
	}
}

// free reports a person who may be proposed to be another.
func (p *pairing) free(person uint32) bool {
	profile := p.people.profile(person)
	return profile.owner == 0 && profile.personal()
}

func sortedPairs[T any](m map[[2]string]T) [][2]string {
	return slices.SortedFunc(maps.Keys(m), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
}
