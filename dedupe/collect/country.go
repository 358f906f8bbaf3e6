package collect

import (
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// locate notes of which country the telephone numbers of a book are that do not
// state it: that of the card's other numbers where they agree, else the one named
// by the user, else the one that most of the numbers in the book have.
func locate(records []record.Record, named string) {
	counts, total := map[string]int{}, 0
	for i := range records {
		for _, number := range records[i].Phones {
			if country := phone.Country(number); country != "" {
				counts[country]++
				total++
			}
		}
	}
	usual := named
	if usual == "" {
		for country, n := range counts {
			if n > total/2 {
				usual = country
			}
		}
	}
	for i := range records {
		records[i].Country = countryOf(records[i].Phones, usual)
	}
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
