package vcard

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/internal/phone"
)

// AbsorbedUID is the property that keeps the UID of a card that was merged into
// another. RELATED would be wrong for it: that is for another person (RFC 6350,
// section 6.6.6), whom programs would show, and no card would have the UID.
const AbsorbedUID = "X-GMMTOOL-ABSORBED-UID"

// Merged is what one card needs so that others can be removed. [Edit.Merge]
// carries it out.
type Merged struct {
	// Base is the card whose lines the merged card has, that of the latest version; nil
	// for the survivor.
	Base      *Card
	Replace   []Replacement
	Add       []Property // to append to the lines of Base
	Conflicts []Conflict
	UID       string   // of the merged card; "" if no card had one
	Absorbed  []string // UIDs of the others, whose references now mean UID
}

// IsNothing reports a merge that changes nothing.
func (m Merged) IsNothing() bool { return len(m.Replace)+len(m.Add) == 0 }

// A Replacement is a line of the base that others take the place of: its value in
// a better spelling, with the types and labels of both cards, or a fuller name. By
// is empty for a line that says what another line says.
type Replacement struct {
	Line int // of [Card.Lines]
	By   []Property
}

// A Conflict is a property that two cards say differently. Other is not lost: it
// stands in the merged card as X-GMMTOOL-MERGED- and the name of the property, or,
// for a KEY, as a second KEY.
type Conflict struct {
	Property    string
	Kept, Other string // decoded, untrusted; for binary values size and digest
}

// MergeOptions say what the cards themselves do not.
type MergeOptions struct {
	// Country gives the calling code of those telephone numbers of a card that state
	// none, such as "49"; "" where nobody knows it. Nil is for no card.
	Country func(*Card) string
	// Time is when the card changes, for REV. The zero time leaves REV as it is.
	Time time.Time
	// UID is for a card that has none.
	UID string
	// Links are cards of other books that are of the same person.
	Links []Link
}

// Merge makes one card of several. The cards may be of different versions; the
// merged one is of the latest, and what it says is valid there.
//
// Without others it only adds links to the survivor. Of several:
//
//   - UID is the survivor's, or where it has none that of another card; the others
//     become [AbsorbedUID]. REV is the time of the merge. PRODID and CLIENTPIDMAP
//     describe the card and are kept only as X-GMMTOOL-MERGED-PRODID and so on.
//   - FN and N are those of the card with the fullest name (see [FullestName]).
//   - Any other property a card has once (BDAY, ANNIVERSARY, GENDER, KIND, PHOTO and
//     the like) stays the survivor's. Where the survivor has none it is taken over;
//     where it differs it is a Conflict.
//   - Of CATEGORIES and NICKNAME the missing items are added.
//   - Of all others each value stands once, in its best spelling, with the types,
//     labels and other parameters of all lines that say it: EMAIL is compared without
//     regard to the case of the domain, TEL as the number in full, ADR without
//     regard to case, abbreviations and how the country is called, URL without
//     regard to the case of the host, GEO as numbers, KEY by its bytes. A line with a
//     parameter that contradicts is kept as X-GMMTOOL-MERGED-.
//   - A link to one of the cards is dropped (see [Line.IsLink]).
//   - Lines of a group stay together, under a new group name if theirs is taken.
//     ALTID is renumbered, PID becomes X-GMMTOOL-PID.
//   - A line that the version cannot say in full (AGENT, damaged values, lines that
//     are not properties) is added as text in X-GMMTOOL-MERGED-LINE, beside what can
//     be said of it.
//
// Merging the same card again adds nothing. The error is that of
// [Card.Editable] for a card that cannot be merged.
func Merge(opts MergeOptions, survivor *Card, absorbed ...*Card) (Merged, error) {
	cards := append([]*Card{survivor}, absorbed...)
	for _, card := range cards {
		if err := card.Editable(); err != nil {
			return Merged{}, err
		}
	}
	base := latest(cards)
	others := slices.DeleteFunc(slices.Clone(cards), func(card *Card) bool { return card == base })
	m := newMerger(base, cards, countries(opts.Country, cards))
	m.takeUID(UIDOf(opts.UID, cards...))
	for _, card := range absorbed {
		m.absorbUID(card.UID())
	}
	m.takeName(cards)
	if base != survivor {
		m.prefer(survivor)
	}
	for _, card := range others {
		m.absorb(card)
	}
	m.orderName()
	for _, link := range opts.Links {
		m.link(link)
	}
	if !opts.Time.IsZero() && (len(absorbed) > 0 || m.isChanged()) {
		m.setRevision(opts.Time)
	}
	if base != survivor {
		m.result.Base = base
	}
	return m.merged(), nil
}

// UIDOf is the UID that one card of several has, of which the first is the survivor:
// its own, else that of the base, else the first that any has.
func UIDOf(otherwise string, cards ...*Card) string {
	for _, card := range append([]*Card{cards[0], latest(cards)}, cards...) {
		if uid := card.UID(); uid != "" {
			return uid
		}
	}
	return otherwise
}

// latest is the card of the latest version, of equals the first, which is the
// survivor. Its bytes have to mean the same in another book.
func latest(cards []*Card) *Card {
	found := cards[0]
	for _, card := range cards[1:] {
		if card.Version().age() > found.Version().age() && utf8.Valid(card.raw) {
			found = card
		}
	}
	return found
}

// age orders versions. A card that declares none is read and written as one of
// 3.0.
func (v Version) age() int {
	if v == Unknown {
		return int(V30)
	}
	return int(v)
}

// countries completes what is known of the countries of telephone numbers: all
// numbers of one person that state a country may agree on it.
func countries(known func(*Card) string, cards []*Card) func(*Card) string {
	stated := map[string]bool{}
	for _, card := range cards {
		for _, line := range card.Properties("TEL") {
			if code := phone.Country(trimScheme(line.Text(), "tel:")); code != "" {
				stated[code] = true
			}
		}
	}
	only := ""
	for code := range stated {
		if only = code; len(stated) > 1 {
			only = ""
		}
	}
	return func(card *Card) string {
		if known != nil {
			return cmp.Or(known(card), only)
		}
		return only
	}
}
