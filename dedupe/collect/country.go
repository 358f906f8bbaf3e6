package collect

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// A numbering is what the telephone numbers of some cards say of their countries.
type numbering struct {
	stated map[string]int // numbers of each country that state it
	open   []int          // cards, by their index, that do not tell of which country numbers of theirs are
}

// add notes of which country those telephone numbers of a card are that do not state
// it: that of its other numbers, where they agree.
func (n *numbering) add(r *record.Record, index int) {
	country, open, differ := "", false, false
	for _, number := range r.Phones {
		stated := phone.Country(number)
		if stated == "" {
			open = true
			continue
		}
		n.stated[stated]++
		differ = differ || country != "" && country != stated
		country = stated
	}
	switch {
	case !open:
	case country != "" && !differ:
		r.Country = country
	default:
		n.open = append(n.open, index)
	}
}

// locate notes of which country the numbers of all other cards of a book are: the one
// named by the user, else the one that is usual in the book.
func locate(records []record.Record, numbers []numbering, named string) {
	usual := named
	if usual == "" {
		counts := map[string]int{}
		for _, n := range numbers {
			for country, of := range n.stated {
				counts[country] += of
			}
		}
		usual = usualCountry(records, counts)
	}
	for _, n := range numbers {
		for _, i := range n.open {
			records[i].Country = usual
		}
	}
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
