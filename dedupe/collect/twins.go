package collect

import (
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// digestTwins digests what cards with a UID say, where another card looks like saying
// the same: few do. Those without were digested when they were read. Records are those
// of the books, one after the other.
func digestTwins(books []readBook, records []record.Record, jobs int) {
	looks := make([]uint64, 0, len(records))
	for _, book := range books {
		looks = append(looks, book.looks...)
	}
	twins := twinsAmong(looks, jobs)
	first := 0
	for _, book := range books {
		own, twin := records[first:first+book.cards.Len()], twins[first:]
		first += len(own)
		parallel.Parts(jobs, len(own), func(_, from, to int) {
			card := new(vcard.Card)
			for i := from; i < to; i++ {
				if twin[i] && own[i].UID != "" {
					card = book.cards.Next(card, i)
					card.Try(func() { own[i].Content = contentOf(card) }) // one that fails was reported
				}
			}
		})
	}
}

// twinsAmong tells which looks are there more than once; that of nothing does not
// count. Each goroutine knows its own share of all looks.
func twinsAmong(looks []uint64, jobs int) []bool {
	twins := make([]bool, len(looks))
	jobs = max(1, jobs)
	parallel.Parts(jobs, jobs, func(job, _, _ int) {
		firsts := make(map[uint64]int, len(looks)/jobs)
		for i, look := range looks {
			if look == 0 || look%uint64(jobs) != uint64(job) {
				continue
			}
			if first, seen := firsts[look]; seen {
				twins[first], twins[i] = true, true
			} else {
				firsts[look] = i
			}
		}
	})
	return twins
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
			look += hashOf(value)
		}
		look *= fnvPrime // to tell the lists apart
	}
	return max(look, 1)
}

const fnvPrime = 1099511628211

// hashOf is FNV-1a, without the copy that hash/fnv needs of a string.
func hashOf(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * fnvPrime
	}
	return h
}
