package dedupe

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// apart counts the cards of some records that are one too many of each other: those of
// one account, and those of different accounts that no link ties.
func (w *writer) apart(records []uint32) int {
	n, several, account := 0, false, ""
	for _, i := range records {
		if r := w.index.At(i); r.Source == record.Card {
			several = several || n > 0 && w.accountOf(r) != account
			n, account = n+1, w.accountOf(r)
		}
	}
	if !several {
		return n // the rule
	}
	var cards []*record.Record
	for _, i := range records {
		if r := w.index.At(i); r.Source == record.Card {
			cards = append(cards, r)
		}
	}
	return n - w.linksOf(cards)
}

// linksOf is how many cards are needed beside others that links make one with them:
// each account has a card of its own.
func (w *writer) linksOf(cards []*record.Record) int {
	byUID := map[string][]int{}
	for i, card := range cards {
		if card.UID != "" {
			byUID[vcard.UIDKey(card.UID)] = append(byUID[vcard.UIDKey(card.UID)], i)
		}
	}
	first := make([]int, len(cards)) // of those linked with it
	for i := range first {
		first[i] = i
	}
	for i, card := range cards {
		for _, uid := range append(slices.Clone(card.Linked), card.UID) {
			for _, k := range byUID[vcard.UIDKey(uid)] {
				a, b := first[i], first[k]
				for n := range first {
					if first[n] == max(a, b) && w.accountOf(card) != w.accountOf(cards[k]) {
						first[n] = min(a, b)
					}
				}
			}
		}
	}
	inAccount, most := map[string]int{}, map[int]int{}
	for i, card := range cards {
		key := strconv.Itoa(first[i]) + " " + w.accountOf(card)
		inAccount[key]++
		most[first[i]] = max(most[first[i]], inAccount[key])
	}
	needed := len(cards)
	for _, n := range most {
		needed -= n
	}
	return needed
}

// accountOf is the account that a card lies in.
func (w *writer) accountOf(card *record.Record) string {
	return cmp.Or(w.accounts[card.Place.Book], card.Place.Book)
}

// areLinked reports records all cards of which name each other, so that there is
// nothing left to decide.
func (w *writer) areLinked(a, b []uint32) bool {
	return w.apart(a) == 1 && w.apart(b) == 1 && w.apart(slices.Concat(a, b)) == 1
}
