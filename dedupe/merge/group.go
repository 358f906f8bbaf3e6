package merge

import (
	"runtime"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// groupKey tells the same UID in two books apart.
func groupKey(book int, uid string) string { return strconv.Itoa(book) + " " + vcard.UIDKey(uid) }

// groups are the cards of groups by the UIDs they name, in the order of the books.
func (s *bookSet) groups() map[string][]position {
	found := map[string][]position{}
	for i, book := range s.books {
		parts := make([][]membership, runtime.GOMAXPROCS(0))
		parallel.Parts(len(parts), book.Len(), func(part, from, to int) {
			parts[part] = membershipsIn(book, from, to)
		})
		for _, m := range slices.Concat(parts...) {
			key := groupKey(i, m.uid)
			found[key] = append(found[key], position{i, m.group})
		}
	}
	return found
}

// A membership is the card of a group and a UID that it names.
type membership struct {
	group int
	uid   string
}

func membershipsIn(book *vcard.Book, from, to int) (list []membership) {
	card := new(vcard.Card)
	for i := from; i < to; i++ {
		if card = book.Next(card, i); !card.Refers() {
			continue // spares reading it
		}
		for _, uid := range card.Members() {
			list = append(list, membership{i, uid})
		}
	}
	return list
}

// groupsThatName are those whose members are among the cards, in their book.
func (a *taker) groupsThatName(cards []position) []Card {
	var groups []position
	for _, p := range cards {
		uid := a.card(p).UID()
		for _, group := range a.groups[groupKey(p.book, uid)] {
			if uid != "" && !slices.Contains(groups, group) {
				groups = append(groups, group)
			}
		}
	}
	var described []Card
	for _, p := range groups {
		described = append(described, a.describe(p))
	}
	return described
}
