package merge

import (
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// groupKey tells the same UID in two books apart.
func groupKey(book int, uid string) string { return strconv.Itoa(book) + " " + vcard.UIDKey(uid) }

// findReferences looks which books have cards that refer to others, and for the cards of
// groups, by the UIDs they name, in the order of the books.
func (s *bookSet) findReferences() {
	s.refers, s.groups = make([]bool, len(s.books)), map[string][]position{}
	for i, book := range s.books {
		parts := make([]references, parallel.Cores())
		parallel.Parts(len(parts), book.Len(), func(part, from, to int) {
			parts[part] = referencesIn(book, from, to)
		})
		for _, part := range parts {
			s.refers[i] = s.refers[i] || part.any
			for _, m := range part.members {
				key := groupKey(i, m.uid)
				s.groups[key] = append(s.groups[key], position{i, m.group})
			}
		}
	}
}

// references are what some cards of a book refer to: whether to any, and which are
// members of groups.
type references struct {
	any     bool
	members []membership
}

// A membership is the card of a group and a UID that it names.
type membership struct {
	group int
	uid   string
}

func referencesIn(book *vcard.Book, from, to int) (found references) {
	card := new(vcard.Card)
	for i := from; i < to; i++ {
		if card = book.Next(card, i); !card.Refers() {
			continue // spares reading it
		}
		found.any = true
		for _, uid := range card.Members() {
			found.members = append(found.members, membership{i, uid})
		}
	}
	return found
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
