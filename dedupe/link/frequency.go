package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

// A kind is a kind of value that persons share, by which they are brought
// together to be compared.
type kind uint8

const (
	kindKey kind = iota
	kindUID
	kindPicture
	kindPhone
	kindMailbox
	kindLocal
	kindName
	kindBirthday // only counted
	kindDomain   // only counted
	kindWord     // of a name; only counted
	kindPostal
	kindPostalPart
	kindBirthName
	kindBirthPart
	kindNamePart
	kindAddressPart
	kindLook
	kindEntity       // the name of a card that is no one person's
	kindOrganisation // neither counted nor compared
	kindClaimed      // compared with mailboxes
	kinds
)

// kindNames are for the report of what was left out.
var kindNames = [kinds]string{
	"key", "UID", "picture", "phone number", "mailbox", "local part", "name", "birthday", "domain", "word of a name",
	"postal address", "part of postal address", "birthday and part of name", "part of birthday and initials", "part of name", "part of address and initials", "look", "name of an organisation", "organisation", "claimed address",
}

// frequencies says how many persons there are and how many share a value, where
// they are more than two; of words of names, more than one.
type frequencies struct {
	persons int
	shared  [kinds]map[uint64]int
}

func (f *frequencies) of(kind kind, value string) int {
	if n := f.shared[kind][digest(value)>>whoBits]; n > 0 {
		return n
	}
	return 1
}

// add notes the values of a kind that three or more have, where it matters how
// many. Those who share a telephone are told apart by their names: ten cards of
// one person are one.
func (f *frequencies) add(kind kind, sorted []posting, limit int, read func(person uint32) *profile, names func(person uint32) []string) {
	f.shared[kind] = map[uint64]int{}
	eachBlock(sorted, func(value uint64, who []posting) {
		switch kind {
		case kindWord:
			if len(who) > 1 {
				f.shared[kind][value] = len(who)
			}
		case kindName, kindDomain:
			if len(who) > 2 {
				f.shared[kind][value] = len(who)
			}
		case kindBirthday:
			if len(who) > 8 {
				f.shared[kind][value] = countNames(who, names)
			}
		case kindKey, kindUID, kindPicture, kindPhone, kindPostal:
			if len(who) > limit {
				f.shared[kind][value] = len(who)
			} else if len(who) > 2 {
				f.shared[kind][value] = countPersons(who, read)
			}
		}
	})
}

// countPersons is how many persons have a value, as their names tell them
// apart: spellings a slip apart are one. It stops counting above fewPersons. Those
// without a name count with the others.
func countPersons(who []posting, read func(person uint32) *profile) int {
	var persons [][]*profile // each with its spellings
	for _, posting := range who {
		p := read(posting.who())
		if len(p.names) == 0 {
			continue
		}
		isSpelling := func(known []*profile) bool { return !namesClash(p, known[0]) || mayBeOneHolder(p, known[0]) }
		if i := slices.IndexFunc(persons, isSpelling); i >= 0 {
			persons[i] = append(persons[i], p)
			continue
		}
		if persons = append(persons, []*profile{p}); len(persons) > fewPersons {
			break
		}
	}
	return max(1, len(persons))
}

// mayBeOneHolder reports full names of which two are a slip apart, or differ in the
// family name alone: of one household, that is who took another name.
func mayBeOneHolder(a, b *profile) bool {
	for _, x := range a.names {
		for _, y := range b.names {
			if !x.IsFull() || !y.IsFull() {
				continue
			}
			if k := compare.Names(x.Name, y.Name); k == compare.SimilarName || k == compare.SameGivenName {
				return true
			}
		}
	}
	return false
}

// countNames is how many names those who share a value have.
func countNames(who []posting, names func(person uint32) []string) int {
	known := map[string]bool{}
	for _, posting := range who {
		for _, found := range names(posting.who()) {
			known[compare.ReadName(found).Key] = true
		}
	}
	return max(1, len(known))
}
