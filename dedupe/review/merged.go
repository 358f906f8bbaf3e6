package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// Merged is what the one card of a person will say, as merging makes it: the fullest
// name, each value once in its best spelling, and the birthday of the card that is
// kept. Beside are the names and birthdays that are kept beside these. The survivor
// comes first among the records; it reports false if fewer than two are cards.
func Merged(records []*dedupe.Listed) (merged record.Record, beside []string, ok bool) {
	merged.Source = record.Card
	var names [][]string
	cards := 0
	for _, r := range records {
		if r.Source != record.Card {
			continue
		}
		cards++
		names = append(names, r.Names)
		beside = appendUnlike(beside, isEqual, append(slices.Clone(r.Names), r.Birthday)...)
		merged.Birthday = cmp.Or(merged.Birthday, r.Birthday)
		merged.Addresses = appendUnlike(merged.Addresses, isSameAddress, r.Addresses...)
		merged.Keys = appendUnlike(merged.Keys, isEqual, r.Keys...)
		merged.Organisations = appendUnlike(merged.Organisations, isEqual, r.Organisations...)
		merged.Postal = append(merged.Postal, r.Postal...)
	}
	merged.Names = []string{vcard.NameOfAll(names)}
	merged.Phones, merged.Postal = phonesOf(records), vcard.DistinctPostal(merged.Postal)
	beside = slices.DeleteFunc(beside, func(text string) bool {
		return text == "" || text == merged.Names[0] || text == merged.Birthday
	})
	return merged, beside, cards > 1
}

// phonesOf are the telephone numbers of cards, each once in its best spelling.
func phonesOf(records []*dedupe.Listed) []string {
	var phones, keys []string
	for _, r := range records {
		for _, number := range r.Phones {
			key := cmp.Or(phone.Key(number, r.Country), number)
			switch i := slices.Index(keys, key); {
			case r.Source != record.Card:
			case i < 0:
				phones, keys = append(phones, number), append(keys, key)
			case vcard.ComparePhones(number, phones[i]) > 0:
				phones[i] = number
			}
		}
	}
	return phones
}

// isSameAddress compares two mail addresses without regard to the case of the domain.
func isSameAddress(a, b string) bool {
	at := strings.LastIndexByte(a, '@')
	return at >= 0 && at == strings.LastIndexByte(b, '@') && a[:at] == b[:at] && strings.EqualFold(a[at:], b[at:])
}

func isEqual[T comparable](a, b T) bool { return a == b }

func appendUnlike[T any](list []T, same func(a, b T) bool, more ...T) []T {
	for _, one := range more {
		if !slices.ContainsFunc(list, func(known T) bool { return same(known, one) }) {
			list = append(list, one)
		}
	}
	return list
}

// Accounts are those that the cards among some records lie in, each once, in the
// order of the plan. Cards of one become one, those of several are linked.
func Accounts(plan *dedupe.Plan, records []*dedupe.Listed) []string {
	books := map[string]bool{}
	for _, r := range records {
		if r.Source == record.Card {
			books[r.Place.Book] = true
		}
	}
	var accounts []string
	for _, input := range plan.Inputs {
		if books[input.Path] {
			accounts = appendUnlike(accounts, isEqual, input.InAccount())
		}
	}
	return accounts
}
