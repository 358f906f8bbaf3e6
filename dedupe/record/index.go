package record

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A Index is all records in an order that follows from what they are, not from
// where they stood in the input. A place in it stands for the record from here on.
type Index struct {
	records []Record
	order   []indexed
	// suffixed are the ids of records that are not told apart by their digest
	// alone.
	suffixed map[uint32]string
}

type indexed struct {
	digest uint64
	index  uint32 // in records
}

// NewIndex orders records on so many goroutines. It keeps the slice.
func NewIndex(records []Record, jobs int) *Index {
	x := &Index{records: records, order: make([]indexed, len(records)), suffixed: map[uint32]string{}}
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		var d digester
		for i := from; i < to; i++ {
			x.order[i] = indexed{d.identity(&records[i]), uint32(i)}
		}
	})
	parallel.Sort(jobs, x.order, x.compare)
	for from := 0; from < len(x.order); {
		to := from + 1
		for to < len(x.order) && x.order[to].digest == x.order[from].digest {
			to++
		}
		if to-from > 1 {
			x.tellApart(from, to)
		}
		from = to
	}
	return x
}

// Len is how many records there are.
func (x *Index) Len() int { return len(x.order) }

// At is the record with a number below Len.
func (x *Index) At(i uint32) *Record { return &x.records[x.order[i].index] }

// ID is the name the plan calls a record by.
func (x *Index) ID(i uint32) string {
	if id, ok := x.suffixed[i]; ok {
		return id
	}
	return identifier(x.At(i).Source, x.order[i].digest)
}

// tellApart names records of one digest: cards by the book they are in, whatever
// is still the same by its place in the order.
func (x *Index) tellApart(from, to int) {
	var d digester
	seen := map[string]int{}
	for i := from; i < to; i++ {
		r, digest := x.At(uint32(i)), x.order[i].digest
		if r.Source == Card && r.UID != "" {
			digest = d.sum(string(Card), vcard.UIDKey(r.UID), book(r))
		}
		id := identifier(r.Source, digest)
		seen[id]++
		if n := seen[id]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		x.suffixed[uint32(i)] = id
	}
}

func book(r *Record) string { return path.Base(strings.ReplaceAll(r.Place.Book, `\`, "/")) }

func (x *Index) compare(a, b indexed) int {
	if a.digest != b.digest {
		return cmp.Compare(a.digest, b.digest)
	}
	r, s := &x.records[a.index], &x.records[b.index]
	return cmp.Or(
		cmp.Compare(book(r), book(s)),
		cmp.Compare(r.Content, s.Content),
		cmp.Compare(r.Place.Book, s.Place.Book),
		cmp.Compare(r.Place.Index, s.Place.Index),
		cmp.Compare(r.Place.Line, s.Place.Line),
		slices.Compare(r.Names, s.Names),
		slices.Compare(r.Addresses, s.Addresses),
		slices.Compare(r.Phones, s.Phones),
		cmp.Compare(r.Birthday, s.Birthday),
	)
}
