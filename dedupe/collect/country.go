package collect

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// locate notes of which country the telephone numbers of a book are that do not
// state it: that of the card's other numbers where they agree, else the one named
// by the user, else the one that is usual in the book.
func locate(records []record.Record, named string, jobs int) {
	counts := map[string]int{}
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
		}
	})
	usual := named
	if usual == "" {
		usual = usualCountry(records, counts)
	}
	parallel.Parts(jobs, len(records), func(_, from, to int) {
		for i := from; i < to; i++ {
			records[i].Country = countryOf(records[i].Phones, usual)
		}
	})
}

const (
	// fewestMet is how many numbers without a country must be met again in full
	// for the book to say which country they are of.
	fewestMet = 3
	// clearly is how many times as many of one country as of the next.
	clearly = 4
	// mostCountries is how many countries are tried, those of most numbers first.
	mostCountries = 6
)

// usualCountry is the one that most of the numbers in a book have. If none has, it
// is the one whose calling code makes numbers that state none equal to numbers that
// the book has in full: by chance hardly one is.
func usualCountry(records []record.Record, counts map[string]int) string {
	total := 0
	for _, n := range counts {
		total += n
	}
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	if len(frequent) == 0 || counts[frequent[0]] > total/2 {
		return strings.Join(frequent[:min(1, len(frequent))], "")
	}
	whole := map[string]bool{}
	for i := range records {
		for _, number := range records[i].Phones {
			if phone.Country(number) != "" {
				whole[phone.Key(number, "")] = true
			}
		}
	}
	best, most, next := "", 0, 0
	for _, country := range frequent[:min(mostCountries, len(frequent))] {
		switch met := countMet(records, country, whole); {
		case met > most:
			best, most, next = country, met, most
		case met > next:
			next = met
		}
	}
	if most < fewestMet || most < clearly*next {
		return ""
	}
	return best
}

// countMet is how many numbers that state no country the book has in full, taken as
// those of one.
func countMet(records []record.Record, country string, whole map[string]bool) int {
	met := map[string]bool{}
	for i := range records {
		for _, number := range records[i].Phones {
			if phone.Country(number) == "" {
				if key := phone.Key(number, country); whole[key] {
					met[key] = true
				}
			}
		}
	}
	return len(met)
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
