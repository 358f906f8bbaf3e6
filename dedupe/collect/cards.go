package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// readBook makes a record of every card, on so many goroutines, in the order
// of the book. What is broken is a problem; all that can be read counts.
func readBook(book Book, jobs int) (*vcard.Book, []record.Record, []error) {
	parsed, damage := book.Parse()
	jobs = max(1, jobs)
	problems := slices.Clone(book.Problems)
	for _, err := range damage {
		problems = append(problems, err)
	}
	n := parsed.Len()
	records := make([]record.Record, n)
	wrong := make([][]*vcard.Error, jobs)
	var keys keyCache
	parallel.Parts(jobs, n, func(job, from, to int) {
		card := new(vcard.Card)
		var compactor record.Compactor
		for i := from; i < to; i++ {
			card = parsed.Next(card, i)
			records[i] = record.Record{Source: record.Card}
			if failed := card.Try(func() {
				records[i] = recordOf(card, &keys)
				compactor.Compact(&records[i])
				wrong[job] = append(wrong[job], card.Problems()...)
			}); failed != nil {
				wrong[job] = append(wrong[job], failed)
			}
			records[i].Place = record.Place{Book: book.Path, Line: card.FirstLine(), Index: i}
		}
	})
	for _, list := range wrong {
		for _, err := range list {
			problems = append(problems, err)
		}
	}
	locate(records, book.Country, jobs)
	return parsed, records, problems
}

// digestTwins digests what cards say, where another card looks like saying the
// same or a card has no UID to be known by: the digest costs more than all the
// rest of reading. Records are those of the books, one after the other.
func digestTwins(books []*vcard.Book, records []record.Record, jobs int) {
	looks := make([]uint64, len(records))
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		for i := from; i < to; i++ {
			looks[i] = lookOf(&records[i])
		}
	})
	seen := make(map[uint64]uint8, len(records))
	for _, look := range looks {
		if n := seen[look]; n < 2 {
			seen[look] = n + 1
		}
	}
	starts, next := make([]int, len(books)), 0
	for i, book := range books {
		starts[i] = next
		next += book.Len()
	}
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		card := new(vcard.Card)
		for i := from; i < to; i++ {
			if looks[i] != 0 && (seen[looks[i]] > 1 || records[i].UID == "") {
				book, at := cardOf(books, starts, i)
				card = book.Next(card, at)
				card.Try(func() { // one that fails was reported
					digest := card.ContentDigest()
					records[i].Content = hex.EncodeToString(digest[:])
				})
			}
		}
	})
}

// cardOf finds the card of a record; starts are the first records of the books.
func cardOf(books []*vcard.Book, starts []int, record int) (*vcard.Book, int) {
	at, found := slices.BinarySearch(starts, record)
	for found && books[at].Len() == 0 { // the next begins there, too
		at++
	}
	if !found {
		at--
	}
	return books[at], record - starts[at]
}

// lookOf hashes values that two cards have in common if they say the same, in
// whatever order; 0 for a card that says nothing, because those are all alike.
func lookOf(r *record.Record) uint64 {
	if len(r.Names)+len(r.Addresses)+len(r.Phones)+len(r.Keys) == 0 {
		return 0
	}
	look := uint64(1)
	for _, values := range [...][]string{r.Addresses, r.Phones} {
		for _, value := range values {
			h := fnv.New64a()
			h.Write([]byte(value)) // never fails
			look += h.Sum64()
		}
		look *= 1099511628211 // FNV's prime, to tell the lists apart
	}
	return max(look, 1)
}

// recordOf reads one card.
func recordOf(card *vcard.Card, keys *keyCache) record.Record {
	r := record.Record{Source: record.Card}
	for _, line := range card.Lines() {
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
			r.Keys = append(r.Keys, keys.read(line)...)
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
	return r
}

// nameOf writes the components of N (RFC 6350 section 6.2.2) as people say
// them: given, additional and family names, suffix.
func nameOf(components [][]string) string {
	var words []string
	for _, i := range [...]int{1, 2, 0, 4} {
		if i < len(components) {
			words = append(words, components[i]...)
		}
	}
	return strings.Join(words, " ")
}

// postalOf writes the components of ADR (RFC 6350 section 6.3.1) as one text.
func postalOf(components [][]string) string {
	var parts []string
	for _, component := range components {
		parts = append(parts, component...)
	}
	return strings.Join(parts, ", ")
}

// distinct trims values and drops empty and repeated ones.
func distinct(values []string) []string {
	if len(values) == 1 && values[0] == strings.TrimSpace(values[0]) && values[0] != "" {
		return values // the rule
	}
	var kept []string
	known := make(map[string]bool, len(values))
	for _, value := range values {
		if value = strings.TrimSpace(value); value != "" && !known[value] {
			known[value] = true
			kept = append(kept, value)
		}
	}
	return kept
}

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
