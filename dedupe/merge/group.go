package merge

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// groupKey tells the same UID in two books apart.
func groupKey(book int, uid string) string { return strconv.Itoa(book) + " " + vcard.UIDKey(uid) }

// groups are the cards of groups by the UIDs they name, in the order of the books.
func (s *bookSet) groups() map[string][]position {
	found := map[string][]position{}
	for i, book := range s.books {
		for k, card := range book.Cards() {
			if raw := card.Raw(); !bytes.Contains(raw, []byte("MEMBER")) && !bytes.Contains(raw, []byte("member")) {
				continue // spares reading it
			}
			for _, uid := range card.Members() {
				key := groupKey(i, uid)
				found[key] = append(found[key], position{i, k})
			}
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
