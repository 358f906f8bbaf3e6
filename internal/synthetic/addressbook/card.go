package addressbook

import "strings"

// Marks say in what a card differs from the full and usual spelling of all it says.
type Marks uint32

const (
	OwnScript Marks = 1 << iota
	OtherRomanisation
	ShortForm
	Initial
	GivenOnly
	PetName
	NameMisspelled
	WithoutDiacritics
	FamilyFirst
	FieldsSwapped
	MaidenName
	WithTitle
	UpperCase
	WithoutName
	CutOff
	MailMisspelled
	NumberMisdialled
	WrongCountry
	OldValues
	BirthdayDay
	Annotated
	Decomposed
	DayBefore
	Reimported
	Corrupted
	Entity
)

func (m Marks) String() string {
	names := strings.Fields("script romanisation short-form initial given-only pet-name name-typo no-diacritics last-first swapped maiden-name title upper-case no-name cut-off mail-typo phone-typo wrong-country old-values no-year annotated decomposed day-before reimport corrupted entity")
	var list []string
	for i, name := range names {
		if m&(1<<i) != 0 {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return "plain"
	}
	return strings.Join(list, "+")
}

// A value is a number or address with what it is for.
type value struct{ text, use string } // use: cell, home, work, ""

// A card is what one card says, and what the truth needs to know of it.
type card struct {
	formatted                             string
	family, given, middle, prefix, suffix string
	nickname                              string
	phoneticGiven, phoneticFamily         string
	mails, phones                         []value
	organisation, title                   string
	postal                                *postal
	birthday                              *date
	born                                  string // birthday as text, which may be no date
	yearless                              bool
	inUTC                                 bool // the birthday is an instant, and a day early
	group                                 bool // KIND:org, or shown as a company
	note                                  string
	uid                                   string

	dialect *dialect
	owner   int // person, or firm or service
	marks   Marks
	shown   shown
}

// shown is what a careful person sees on a card.
type shown struct {
	personal []string // mailboxes and numbers of the owner alone
	shared   []string // those of a household or firm, postal address, organisation
	born     string   // full date
	day      string   // month and day
	given    string   // the name that is meant, however it is spelled
	family   string
	suffix   string
	nameless bool // there is no name at all
}

func (s *shown) own(v string) { s.personal = append(s.personal, v) }
func (s *shown) too(v string) { s.shared = append(s.shared, v) }

// common is how many values of two lists are equal.
func common(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// A Tie is what shows a careful person that two cards are of one.
type Tie uint8

const (
	NoTie       Tie = iota
	OwnValue        // a mailbox or number of that person alone
	BirthdayTie     // a full birthday and part of the name
	SharedValue     // the name, and a landline, address, firm, or day of birth
)

func (t Tie) String() string {
	return [...]string{"nothing", "own mailbox or number", "birthday and name", "name and a shared value"}[t]
}

// tie is what shows that two cards of one person are. alone says that nobody else
// at home bears the name.
func (s *shown) tie(o *shown, alone bool) Tie {
	named := s.given != "" && s.given == o.given
	full := named && s.family != "" && s.family == o.family
	switch {
	case common(s.personal, o.personal):
		return OwnValue
	case s.born != "" && s.born == o.born && (named || s.family != "" && s.family == o.family):
		return BirthdayTie
	case s.suffix != o.suffix && s.suffix != "" && o.suffix != "":
		return NoTie
	case full && alone && (common(s.shared, o.shared) || s.day != "" && s.day == o.day):
		return SharedValue
	}
	return NoTie
}

// confusable reports whether all that two cards of different people show agrees.
func (s *shown) confusable(o *shown) bool {
	if s.nameless || o.nameless {
		return common(s.shared, o.shared)
	}
	if s.given == "" || s.given != o.given || s.family != o.family && s.family != "" && o.family != "" {
		return false
	}
	if s.born != "" && o.born != "" && s.born != o.born || s.suffix != o.suffix {
		return false
	}
	return common(s.shared, o.shared)
}
