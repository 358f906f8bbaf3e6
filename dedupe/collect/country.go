package collect

import (
	"sync"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// locate notes of which country the telephone numbers of a book are that do not
// state it: that of the card's other numbers where they agree, else the one named
// by the user, else the one that most of the numbers in the book have.
func locate(records []record.Record, named string, jobs int) {
	counts, total := map[string]int{}, 0
	var mutex sync.Mutex
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		stated := map[string]int{}
		for i := from; i < to; i++ {
			for _, number := range records[i].Phones {
				if country := phone.Country(number); country != "" {
					stated[country]++
				}
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		for country, n := range stated {
			counts[country] += n
			total += n
		}
	})
	usual := named
	if usual == "" {
		for country, n := range counts {
			if n > total/2 {
				usual = country
			}
		}
	}
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		for i := from; i < to; i++ {
			records[i].Country = countryOf(records[i].Phones, usual)
		}
	})
}

// countryOf is the country of those numbers of one card that state none, "" if
// there are none such.
func countryOf(numbers []string, usual string) string {
	stated, all, differ := "", true, false
	for _, number := range numbers {
		country := phone.Country(number)
		switch {
		case country == "":
			all = false
		case stated == "":
			stated = country
		case stated != country:
			differ = true
		}
	}
	switch {
	case all:
		return ""
	case stated != "" && !differ:
		return stated
	}
	return usual
}
