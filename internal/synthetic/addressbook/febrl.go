package addressbook

import (
	"fmt"
	"strings"
)

// The fields of a record that the FEBRL generator makes and corrupts, in the order
// of its files. The social security number is left out: no address book has one.
const (
	givenField = iota
	surnameField
	numberField
	streetField
	estateField // a second line: a property, a village, a hospital
	suburbField
	postcodeField
	stateField
	birthField
	fieldCount
)

// febrl makes originals and corrupted copies as the generator of FEBRL does
// (dsgen/README.txt of release 0.4.2 has the arguments of the published data sets).
// How often each field has which error was counted in data sets 1 and 2, whose copies
// have more errors than is said of them.
type febrl struct {
	*builder
	copies   frequencies // of 0, 1, 2 ... copies of an original
	errors   frequencies // of 1, 2, 3 ... errors in a copy
	choice   frequencies // which field has an error
	dialects []*dialect
}

func newFebrl(b *builder, kind Kind) *febrl {
	f := &febrl{builder: b, choice: weights(13, 14, 9, 17, 20, 13, 8, 2, 4), errors: weights(28, 37, 23, 9, 3)}
	d := dialects()
	f.dialects = []*dialect{d["google"], d["apple"], d["nextcloud"], d["thunderbird"], d["outlook"]}
	switch kind {
	case Febrl2:
		f.copies = weights(3527, 147, 182, 97, 37, 10)
	case Febrl3:
		f.copies = weights(873, 344, 233, 188, 184, 178)
	default: // 1 and 4
		f.copies = weights(0, 1)
	}
	return f
}

// A fields is one record. lost are fields of which nobody can see any more what
// they were.
type fields struct {
	text [fieldCount]string
	lost [fieldCount]bool
	born date
}

// record makes an original with its copies.
func (f *febrl) record() *household {
	f.people++
	original := f.original()
	h := &household{cards: []*card{f.card(original, 0)}}
	for range f.copies.pick(f.random) {
		copied := original
		f.corrupt(&copied)
		h.cards = append(h.cards, f.card(copied, Corrupted))
	}
	return h
}

func (f *febrl) original() fields {
	c := f.world.cultures[1]
	if often(f.random, 15) {
		c = f.world.cultures[f.random.IntN(8)]
	}
	woman := often(f.random, 50)
	name := c.family(f.random)
	r := fields{born: date{1900 + f.random.IntN(100), 1 + f.random.IntN(12), 1 + f.random.IntN(28)}}
	set := func(field int, missing float64, text string) {
		if !often(f.random, missing) {
			r.text[field] = strings.ToLower(text)
		}
	}
	set(givenField, 3, folded(c.given(f.random, woman).spellings[0], false))
	set(surnameField, 1, folded(name.man[0], false))
	set(numberField, 3, fmt.Sprint(1+f.random.IntN(weights(8, 2).pick(f.random)*300+60)))
	set(streetField, 1, f.streetName())
	set(estateField, 8, f.estate())
	set(suburbField, 1, f.suburb())
	set(postcodeField, 0, fmt.Sprint(2000+f.random.IntN(5400)))
	set(stateField, 6, []string{"nsw", "vic", "qld", "wa", "sa", "act", "tas", "nt"}[weights(36, 24, 19, 9, 7, 2, 2, 1).pick(f.random)])
	set(birthField, 3, strings.ReplaceAll(r.born.String(), "-", ""))
	return r
}

func (f *febrl) streetName() string {
	c := f.world.cultures[1]
	return folded(c.family(f.random).man[0], false) + " " + pick(f.random, strings.Fields("street place crescent circuit avenue close court drive road way"))
}

func (f *febrl) estate() string {
	first := strings.Fields("green rose oak sunny spring brook fern glen river lake hill wattle kanga bella myrtle cedar willow grand rock stone wood mill park north royal saint")
	return pick(f.random, first) + pick(f.random, first) + pick(f.random, strings.Split("| park| village| medical centre| station| retirement vlge| lodge| creek", "|"))
}

func (f *febrl) suburb() string {
	first := strings.Fields("hamil brigh frank kings north west south bal camp dub wagga green lis mait orange penrith red rich salis spring tam toowoom warr wynn ash black broad burn cran dan ever ful glad hurst")
	return pick(f.random, first) + pick(f.random, []string{"ton", "ville", "ford", "field", "wood", "bury", "more", "dale", "vale", "worth"}) + pick(f.random, []string{"", "", "", " north", " south", " heights", " beach"})
}

// card writes a record as a card. What is lost does not tell a person anything.
func (f *febrl) card(r fields, marks Marks) *card {
	d := pick(f.random, f.dialects)
	c := &card{
		dialect: d, owner: f.people, uid: f.uid(d), marks: marks, given: r.text[givenField], family: r.text[surnameField],
		formatted: join(r.text[givenField], r.text[surnameField]), born: r.text[birthField],
		postal: &postal{
			estate: r.text[estateField], street: join(r.text[numberField], r.text[streetField]), city: r.text[suburbField],
			code: r.text[postcodeField], region: r.text[stateField],
		},
	}
	if !r.lost[givenField] && c.given != "" {
		c.shown.given = "g"
	}
	if !r.lost[surnameField] && c.family != "" {
		c.shown.family = "f"
	}
	if c.born == strings.ReplaceAll(r.born.String(), "-", "") {
		c.shown.born = c.born
	}
	if !r.lost[streetField] && !r.lost[suburbField] && r.text[streetField] != "" && r.text[suburbField] != "" {
		c.shown.too("home")
	}
	return c
}

// corrupt makes the errors of a copy, at least one.
func (f *febrl) corrupt(r *fields) {
	for left := 1 + f.errors.pick(f.random); left > 0; left-- {
		field := f.choice.pick(f.random)
		f.modify(r, field)
		if often(f.random, 20) {
			f.mistype(r, field)
		}
	}
}

// What is done to a field.
const (
	mistyped = iota
	replaced // by what another record may have
	lost
	exchanged // with a field of like contents
)

// errorsIn is how often an error in a field is which.
func errorsIn(field int) frequencies {
	return weights([fieldCount][]float64{
		givenField: {38, 37, 11, 14}, surnameField: {60, 22, 4, 14}, numberField: {27, 51, 22}, streetField: {71, 17, 7, 5}, estateField: {63, 11, 21, 5},
		suburbField: {72, 24, 4}, postcodeField: {95, 5}, stateField: {40, 40, 20}, birthField: {40, 27, 33},
	}[field]...)
}

// modify makes one error in a field.
func (f *febrl) modify(r *fields, field int) {
	if r.text[field] == "" {
		return
	}
	named := field == givenField || field == surnameField
	switch errorsIn(field).pick(f.random) {
	case mistyped:
		f.mistype(r, field)
	case replaced:
		other := f.original()
		r.text[field], r.lost[field] = other.text[field], named || field == streetField || field == suburbField
	case lost:
		r.text[field], r.lost[field] = "", true
	case exchanged:
		other := map[int]int{givenField: surnameField, surnameField: givenField, streetField: estateField, estateField: streetField}[field]
		r.text[field], r.text[other] = r.text[other], r.text[field]
	}
}

// mistype makes a slip in a field, of a hand, an ear or a scanner.
func (f *febrl) mistype(r *fields, field int) {
	text := r.text[field]
	switch {
	case text == "":
	case field == numberField || field == postcodeField || field == birthField:
		r.text[field] = f.misnumber(text, field == numberField)
	default:
		r.text[field] = f.misword(text)
	}
}

func (f *febrl) misword(text string) string {
	switch weights(28, 7, 12, 28, 5, 3, 10, 5, 2).pick(f.random) {
	case 0:
		if heard := variant(f.random, text); heard != text {
			return heard
		}
	case 1:
		return f.slip(text, 0)
	case 2:
		return f.slip(text, 1)
	case 4:
		return f.slip(text, 3)
	case 5:
		if words := strings.Fields(text); len(words) > 1 {
			words[0], words[1] = words[1], words[0]
			return strings.Join(words, " ")
		}
	case 6:
		if i := f.random.IntN(len(text)); i > 0 {
			return text[:i] + " " + text[i:]
		}
	case 7:
		return strings.Replace(text, " ", "", 1)
	case 8:
		return misread(f.random, text)
	}
	return f.slip(text, 2)
}

// misnumber gets a digit wrong, swaps two, or leaves one out where a number may be
// shorter.
func (f *febrl) misnumber(number string, shorter bool) string {
	text := []byte(number)
	i := f.random.IntN(len(text))
	switch weights(50, 35, 15).pick(f.random) {
	case 1:
		if i+1 < len(text) && text[i] != text[i+1] {
			text[i], text[i+1] = text[i+1], text[i]
			return string(text)
		}
	case 2:
		if shorter && len(text) > 1 {
			return string(append(text[:i:i], text[i+1:]...))
		}
	}
	text[i] = byte('0' + f.random.IntN(10))
	return string(text)
}

// slip inserts, deletes, substitutes or transposes a letter.
func (f *febrl) slip(text string, what int) string {
	i := f.random.IntN(len(text))
	letter := string(rune('a' + f.random.IntN(26)))
	switch {
	case what == 0:
		return text[:i] + letter + text[i:]
	case what == 1 && len(text) > 1:
		return text[:i] + text[i+1:]
	case what == 2:
		return text[:i] + letter + text[i+1:]
	case what == 3 && i+1 < len(text):
		return text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
	}
	return text
}
