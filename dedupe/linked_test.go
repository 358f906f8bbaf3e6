package dedupe

import (
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

func TestLinksMakeCardsOfDifferentAccountsOne(t *testing.T) {
	w := &writer{accounts: map[string]string{"pack/a": "pack", "pack/b": "pack"}}
	card := func(book, uid string, linked ...string) *record.Record {
		return &record.Record{Source: record.Card, Place: record.Place{Book: book}, UID: uid, Linked: linked}
	}
	for name, c := range map[string]struct {
		cards []*record.Record
		want  int
	}{
		"two that name each other":               {[]*record.Record{card("a", "1", "2"), card("b", "2", "1")}, 1},
		"one that names the other":               {[]*record.Record{card("a", "1"), card("b", "urn:uuid:2", "1")}, 1},
		"one UID in two books":                   {[]*record.Record{card("a", "1"), card("b", "1")}, 1},
		"one UID twice in a book":                {[]*record.Record{card("a", "1"), card("a", "1")}, 0},
		"links within a book":                    {[]*record.Record{card("a", "1", "2"), card("a", "2", "1")}, 0},
		"three in a row":                         {[]*record.Record{card("a", "1", "2"), card("b", "2", "3"), card("c", "3")}, 2},
		"a link to somebody else":                {[]*record.Record{card("a", "1", "9"), card("b", "2")}, 0},
		"two of a book and one of another":       {[]*record.Record{card("a", "1"), card("a", "2", "3"), card("b", "3")}, 1},
		"two of a book that name one of another": {[]*record.Record{card("a", "1", "3"), card("a", "2", "3"), card("b", "3")}, 1},
		"one UID in two books of an account":     {[]*record.Record{card("pack/a", "1"), card("pack/b", "1")}, 0},
		"links within an account":                {[]*record.Record{card("pack/a", "1", "2"), card("pack/b", "2", "1")}, 0},
		"two of an account and one of another":   {[]*record.Record{card("pack/a", "1"), card("pack/b", "1"), card("c", "1")}, 1},
		"cards without UID":                      {[]*record.Record{card("a", ""), card("b", "")}, 0},
	} {
		if got := w.linksOf(c.cards); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
