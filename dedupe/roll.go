package dedupe

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A roll is all records in an order that follows from what they are, not from
// where they stood in the input. A place in it stands for the record from here on.
type roll struct {
	records []Record
	order   []enrolled
	// suffixed are the ids of records that are not told apart by their digest alone.
	suffixed map[uint32]string
}

type enrolled struct {
	digest uint64
	index  uint32 // in records
}

func enrol(records []Record, jobs int) *roll {
	r := &roll{records: records, order: make([]enrolled, len(records)), suffixed: map[uint32]string{}}
	spread(jobs, len(records), func(from, to int) {
		var d digester
		for i := from; i < to; i++ {
			r.order[i] = enrolled{d.identity(&records[i]), uint32(i)}
		}
		slices.SortFunc(r.order[from:to], r.compare)
	})
	slices.SortFunc(r.order, r.compare)
	for from := 0; from < len(r.order); {
		to := from + 1
		for to < len(r.order) && r.order[to].digest == r.order[from].digest {
			to++
		}
		if to-from > 1 {
			r.tellApart(from, to)
		}
		from = to
	}
	return r
}

func (r *roll) len() int { return len(r.order) }

func (r *roll) at(i uint32) *Record { return &r.records[r.order[i].index] }

// id is the name the plan calls a record by.
func (r *roll) id(i uint32) string {
	if id, ok := r.suffixed[i]; ok {
		return id
	}
	return identifier(r.at(i).Source, r.order[i].digest)
}

// tellApart names records of one digest: cards by the book they are in, whatever
// is still the same by its place in the order.
func (r *roll) tellApart(from, to int) {
	var d digester
	seen := map[string]int{}
	for i := from; i < to; i++ {
		record, digest := r.at(uint32(i)), r.order[i].digest
		if record.Source == Card && record.UID != "" {
			digest = d.sum(string(Card), record.UID, book(record))
		}
		id := identifier(record.Source, digest)
		seen[id]++
		if n := seen[id]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		r.suffixed[uint32(i)] = id
	}
}

func book(r *Record) string { return path.Base(strings.ReplaceAll(r.Place.Book, `\`, "/")) }

func (r *roll) compare(a, b enrolled) int {
	if a.digest != b.digest {
		return cmp.Compare(a.digest, b.digest)
	}
	x, y := &r.records[a.index], &r.records[b.index]
	return cmp.Or(
		cmp.Compare(book(x), book(y)),
		cmp.Compare(x.Content, y.Content),
		cmp.Compare(x.Place.Book, y.Place.Book),
		cmp.Compare(x.Place.Index, y.Place.Index),
		cmp.Compare(x.Place.Line, y.Place.Line),
		slices.Compare(x.Names, y.Names),
		slices.Compare(x.Addresses, y.Addresses),
		slices.Compare(x.Phones, y.Phones),
		cmp.Compare(x.Birthday, y.Birthday),
	)
}
