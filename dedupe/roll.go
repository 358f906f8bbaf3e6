package dedupe

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
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

func identifier(source Source, digest uint64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], digest)
	return string(source) + "-" + hex.EncodeToString(b[:])
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

// A digester makes short digests of lists of texts.
type digester struct{ buffer []byte }

func (d *digester) sum(fields ...string) uint64 {
	d.buffer = d.buffer[:0]
	for _, field := range fields {
		d.add(field)
	}
	return d.close()
}

func (d *digester) add(field string) {
	d.buffer = binary.AppendUvarint(d.buffer, uint64(len(field)))
	d.buffer = append(d.buffer, field...)
}

func (d *digester) close() uint64 {
	sum := sha256.Sum256(d.buffer)
	return binary.BigEndian.Uint64(sum[:8])
}

// identity digests what makes a record the same one in the next run: the UID of
// a card, else what it says; of a member or correspondent, where it was seen
// under which address and key.
func (d *digester) identity(r *Record) uint64 {
	switch {
	case r.Source == Card && r.UID != "":
		return d.sum(string(Card), r.UID)
	case r.Source == Card && r.Content != "":
		return d.sum(string(Card), "", r.Content)
	}
	d.buffer = d.buffer[:0]
	d.add(string(r.Source))
	d.add(r.Place.Device)
	d.add(r.Place.Group)
	for _, address := range r.Addresses {
		d.add(address)
	}
	for _, key := range r.Keys {
		d.add(key.Fingerprint)
	}
	if r.Source == Card {
		for _, list := range [][]string{r.Names, r.Phones, {r.Birthday}, r.Organisations} {
			for _, text := range list {
				d.add(text)
			}
		}
	}
	return d.close()
}
