package addressbook

// Label is what a careful person would say of two cards.
type Label string

const (
	Same       Label = "same"
	Different  Label = "different"
	Unknowable Label = "unknowable"
)

// Truth is who is who in a book.
type Truth struct {
	Kind  Kind
	Seed  uint64
	Cards []Card // as they stand in the book

	written    []int32 // serial numbers of the cards, as they stand in the book
	cannotTell map[[2]int32]bool
	told       []told // what ties the cards of one person, those that need no chain
}

// told is two cards and what shows that they are of one person.
type told struct {
	cards [2]int32
	tie   Tie
}

// A Card is whose a card is.
type Card struct {
	Person int32
	// Known is equal for those cards of a person that can be told to be theirs.
	Known int32
	Marks Marks
}

// Label is what the truth says of two cards, by their place in the book.
func (t *Truth) Label(a, b int) Label {
	x, y := t.Cards[a], t.Cards[b]
	switch {
	case x.Person == y.Person && x.Known == y.Known:
		return Same
	case x.Person == y.Person, t.cannotTell[inOrder(int32(a), int32(b))]:
		return Unknowable
	}
	return Different
}

func inOrder(a, b int32) [2]int32 {
	if a > b {
		a, b = b, a
	}
	return [2]int32{a, b}
}

// add takes the cards of a household. Places are serial numbers until the book is
// written.
func (t *Truth) add(h *household, first int) {
	known := t.tied(h, first)
	for i, a := range h.cards {
		for j, b := range h.cards[:i] {
			if a.owner != b.owner && a.marks&Entity == 0 && b.marks&Entity == 0 && a.shown.confusable(&b.shown) {
				t.confuse(known, first, known[i], known[j])
			}
		}
	}
	for i, c := range h.cards {
		t.Cards = append(t.Cards, Card{Person: int32(c.owner), Known: int32(first + known[i]), Marks: c.marks})
	}
}

// confuse notes that no card known to be with one can be told from those with the
// other.
func (t *Truth) confuse(known []int, first, one, other int) {
	for i := range known {
		for j := range known {
			if known[i] == one && known[j] == other {
				t.cannotTell[inOrder(int32(first+i), int32(first+j))] = true
			}
		}
	}
}

// tied gives the cards of a household that are known to be of one person one number.
func (t *Truth) tied(h *household, first int) []int {
	known := make([]int, len(h.cards))
	for i := range known {
		known[i] = i
	}
	for i, a := range h.cards {
		for j, b := range h.cards[:i] {
			if a.owner != b.owner {
				continue
			}
			pair := inOrder(int32(first+i), int32(first+j))
			tie := a.shown.tie(&b.shown, !h.namesakes)
			if tie == NoTie {
				continue
			}
			t.told = append(t.told, told{pair, tie})
			old, one := max(known[i], known[j]), min(known[i], known[j])
			for k := range known {
				if known[k] == old {
					known[k] = one
				}
			}
		}
	}
	return known
}

// settle puts the cards in the order of the book.
func (t *Truth) settle() {
	cards, place := make([]Card, len(t.Cards)), make([]int32, len(t.Cards))
	for i, serial := range t.written {
		cards[i], place[serial] = t.Cards[serial], int32(i)
	}
	t.Cards, t.written = cards, nil
	pairs := make(map[[2]int32]bool, len(t.cannotTell))
	for pair := range t.cannotTell {
		pairs[inOrder(place[pair[0]], place[pair[1]])] = true
	}
	t.cannotTell = pairs
	for i, p := range t.told {
		t.told[i].cards = inOrder(place[p.cards[0]], place[p.cards[1]])
	}
}
