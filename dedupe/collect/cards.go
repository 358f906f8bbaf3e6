package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A readBook is what was read of a book: a record of every card, in its order.
type readBook struct {
	cards   *vcard.Book
	records []record.Record
	looks   []uint64 // see lookOf
	// problems are what is broken; all that can be read counts.
	problems []error
}

// readCards makes a record of every card, on so many goroutines.
func readCards(book Book, cards *vcard.Book, damage []*vcard.Error, jobs int) readBook {
	n := cards.Len()
	b := readBook{cards: cards, records: make([]record.Record, n), looks: make([]uint64, n), problems: slices.Clone(book.Problems)}
	readers := make([]reader, min(jobs, n))
	var keys keyCache
	parallel.Parts(jobs, n, func(job, from, to int) {
		r := reader{keys: &keys, numbers: numbering{stated: map[string]int{}}}
		card := new(vcard.Card)
		for i := from; i < to; i++ {
			card = cards.Next(card, i)
			b.records[i].Source = record.Card
			if failed := card.Try(func() { b.looks[i] = r.read(card, &b.records[i]) }); failed != nil {
				r.problems = append(r.problems, failed)
			}
			b.records[i].Place = record.Place{Book: book.Path, Line: card.FirstLine(), Index: i}
			r.numbers.add(&b.records[i], i)
		}
		readers[job] = r
	})
	for _, err := range damage {
		b.problems = append(b.problems, err)
	}
	numbers := make([]numbering, 0, len(readers))
	for _, r := range readers {
		for _, err := range r.problems {
			b.problems = append(b.problems, err)
		}
		numbers = append(numbers, r.numbers)
	}
	locate(b.records, numbers, book.Country)
	return b
}

// A reader makes records of cards, one after the other.
type reader struct {
	keys      *keyCache
	compactor record.Compactor
	spare     record.Record // whose lists are memory for those of the next
	numbers   numbering
	problems  []*vcard.Error
}

// read fills the record and gives what the card looks like. What the card says is
// digested while its lines are at hand where it has no UID to be known by: the digest
// costs as much as all the rest.
func (r *reader) read(card *vcard.Card, into *record.Record) (look uint64) {
	found := emptied(r.spare)
	fill(&found, card, r.keys)
	r.spare = found
	look = lookOf(&found)
	if found.UID == "" && look != 0 {
		found.Content = contentOf(card)
	}
	r.compactor.Compact(&found)
	*into = found
	r.problems = append(r.problems, card.Problems()...)
	return look
}

func contentOf(card *vcard.Card) string {
	digest := card.ContentDigest()
	return hex.EncodeToString(digest[:])
}

// emptied is a record of a card that says nothing, with the memory of lists that a
// [record.Compactor] copies.
func emptied(r record.Record) record.Record {
	return record.Record{
		Source: record.Card,
		Names:  r.Names[:0], Addresses: r.Addresses[:0], Phones: r.Phones[:0], Organisations: r.Organisations[:0], Postal: r.Postal[:0],
	}
}

// fill fills an empty record with what a card says.
func fill(r *record.Record, card *vcard.Card, keys *keyCache) {
	lines := card.Lines()
	for i := range lines {
		line := &lines[i]
		switch line.Name() {
		case "UID":
			r.UID = first(r.UID, line.Text())
		case "FN":
			r.Names = slices.Insert(r.Names, 0, line.Text())
		case "N":
			r.Names = append(r.Names, nameOf(line.Components()))
		case "EMAIL":
			r.Addresses = append(r.Addresses, line.Addresses()...)
		case "TEL":
			r.Phones = append(r.Phones, withoutScheme(line.Text(), "tel:"))
		case "BDAY":
			r.Birthday = first(r.Birthday, line.Text())
		case "ORG":
			if parts := line.Components(); len(parts) > 0 {
				r.Organisations = append(r.Organisations, strings.Join(parts[0], ", "))
			}
		case "ADR":
			r.Postal = append(r.Postal, postalOf(line.Components()))
		case "RELATED", vcard.SamePerson:
			if line.IsLink() {
				r.Linked = append(r.Linked, strings.TrimSpace(line.Text()))
			}
		case "KEY":
			r.Keys = append(r.Keys, keys.read(*line)...)
		case "PHOTO":
			if photo, err := line.Blob(); err == nil && len(photo.Data) > 0 && r.Picture == "" {
				digest := photo.Digest()
				r.Picture = hex.EncodeToString(digest[:])
			}
		}
	}
	r.Names, r.Addresses = distinct(r.Names), distinct(r.Addresses)
	r.Phones, r.Organisations, r.Postal = distinct(r.Phones), distinct(r.Organisations), distinct(r.Postal)
	r.Keys = slices.Compact(r.Keys)
	kind := card.Kind()
	r.Organisation = kind == "org" || kind == "group"
}

// nameOf writes the components of N (RFC 6350 section 6.2.2) as people say
// them: given, additional and family names, suffix.
func nameOf(components [][]string) string {
	words := make([]string, 0, 8)
	for _, i := range [...]int{1, 2, 0, 4} {
		if i < len(components) {
			words = append(words, components[i]...)
		}
	}
	return strings.Join(words, " ")
}

// postalOf writes the components of ADR (RFC 6350 section 6.3.1) as one text.
func postalOf(components [][]string) string {
	parts := make([]string, 0, 8)
	for _, component := range components {
		parts = append(parts, component...)
	}
	return strings.Join(parts, ", ")
}

// distinct trims values and drops empty and repeated ones, in place.
func distinct(values []string) []string {
	kept := values[:0]
	var known map[string]bool // of many values, which would be looked up one by one
	if len(values) > fewValues {
		known = make(map[string]bool, len(values))
	}
	for _, value := range values {
		value = strings.TrimSpace(value)
		if value == "" || known[value] || known == nil && slices.Contains(kept, value) {
			continue
		}
		if known != nil {
			known[value] = true
		}
		kept = append(kept, value)
	}
	return kept
}

const fewValues = 16

func first(known, next string) string {
	if known != "" {
		return known
	}
	return strings.TrimSpace(next)
}

func withoutScheme(value, scheme string) string {
	rest, _ := cutFold(strings.TrimSpace(value), scheme)
	return rest
}

// A keyCache remembers the keys of cards: copies of a card repeat them.
type keyCache struct{ known sync.Map } // SHA-256 of the bytes -> []record.Key

// read gives the keys of a KEY line: OpenPGP certificates, or a fingerprint as
// an openpgp4fpr: URI.
func (c *keyCache) read(line vcard.Line) []record.Key {
	blob, err := line.Blob()
	if err != nil {
		return nil
	}
	if digits, ok := cutFold(blob.URI, "openpgp4fpr:"); ok {
		if fingerprint, err := pgp.ParseFingerprint(digits); err == nil {
			return []record.Key{{Fingerprint: string(fingerprint), Learnt: record.LearntCard}}
		}
	}
	if len(blob.Data) == 0 {
		return nil
	}
	digest := sha256.Sum256(blob.Data)
	if known, ok := c.known.Load(digest); ok {
		return known.([]record.Key)
	}
	var found []record.Key
	keys, _ := pgp.ReadKeys(blob.Data, nil) // a KEY may be of another kind, as S/MIME
	for _, key := range keys {
		found = append(found, record.Key{Fingerprint: string(key.Fingerprint()), Learnt: record.LearntCard})
	}
	c.known.Store(digest, found)
	return found
}
