package merge

import (
	"cmp"
	"context"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A taker makes mergers of some unions, one after the other.
type taker struct {
	*applier
	*reader
	persons []Person
	mergers []merger
}

// A planned is what merging asks of the record of a card. A plan says much more, which
// must not be held while its cards are merged.
type planned struct {
	row     int32 // of the plan's records
	id      string
	path    string // of the book, as the plan has it
	line    int
	index   int
	uid     string
	country string
	keys    []string // fingerprints of those that the card holds
}

// A claimed is a union with its cards.
type claimed struct {
	accepted       []string
	name, survivor string
	cards          []planned
}

// claim takes what is asked of the records of unions from the plan, and notes which
// record names a card first.
func (a *applier) claim(records []dedupe.Listed, unions []union) []claimed {
	a.claims = make([][]int32, len(a.bookSet.books))
	for i, book := range a.bookSet.books {
		a.claims[i] = make([]int32, book.Len())
	}
	taken := make([]claimed, len(unions))
	var texts record.Compactor // the pieces that hold texts of the plan hold all of them
	for i, u := range unions {
		taken[i] = claimed{accepted: u.accepted, name: u.name, survivor: u.survivor, cards: make([]planned, 0, len(u.records))}
		for _, row := range u.records {
			listed := &records[row]
			if listed.Source != record.Card {
				continue
			}
			alone := record.Record{UID: listed.UID}
			texts.Compact(&alone)
			card := planned{row: row, id: listed.ID, path: listed.Place.Book, line: listed.Place.Line, index: listed.Place.Index, uid: alone.UID, country: listed.Country}
			for _, key := range listed.Keys {
				if key.Learnt == record.LearntCard {
					card.keys = append(card.keys, key.Fingerprint)
				}
			}
			taken[i].cards = append(taken[i].cards, card)
			if p, err := a.place(&card); err == nil {
				if first := &a.claims[p.book][p.card]; *first == 0 {
					*first = row + 1
				} else {
					a.twice[p] = records[*first-1].ID
				}
			}
		}
	}
	return taken
}

// takenAtOnce is how many unions are taken before what they gave is put in order.
const takenAtOnce = 1 << 14

// takeAll makes mergers of all unions, which are let go one after the other. The order
// of what it gives is theirs, and of several errors it gives the first.
func (a *applier) takeAll(ctx context.Context, unions []claimed) ([]Person, []merger, error) {
	takers := make([]taker, parallel.Cores())
	failed := make([]error, len(takers))
	for i := range takers {
		takers[i] = taker{applier: a, reader: a.bookSet.reader()}
	}
	persons, mergers := make([]Person, 0, len(unions)), make([]merger, 0, len(unions))
	for from := 0; from < len(unions); from += takenAtOnce {
		some := unions[from:min(from+takenAtOnce, len(unions))]
		parallel.Parts(len(takers), len(some), func(part, from, to int) {
			t := &takers[part]
			t.persons, t.mergers = t.persons[:0], t.mergers[:0]
			for i := from; i < to && failed[part] == nil; i++ {
				t.forget()
				if failed[part] = ctx.Err(); failed[part] == nil {
					failed[part] = t.take(&some[i])
				}
			}
		})
		if err := cmp.Or(failed...); err != nil {
			return nil, nil, err
		}
		for _, t := range takers[:min(len(takers), len(some))] {
			persons, mergers = append(persons, t.persons...), append(mergers, t.mergers...)
		}
		clear(some)
	}
	return persons, mergers, nil
}
