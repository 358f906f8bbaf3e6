package link

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

func TestAPersonHasWhatEachOfItsCardsSaysBeNameAndAddressAlike(t *testing.T) {
	phones := []string{"+49 30 1234501", "+49 30 1234502", "+49 30 1234503"}
	var records []record.Record
	var ties []Tie
	for i, phone := range phones {
		records = append(records, record.Record{
			Source: record.Card, UID: phone, Names: []string{"Anna Ott"}, Addresses: []string{"anna@ott.example"}, Phones: []string{phone},
		})
		if i > 0 {
			ties = append(ties, Tie{A: 0, B: uint32(i)})
		}
	}
	all := groupPersons(record.NewIndex(records, 1), indexTestimony(&record.Testimony{}), ties)
	p := new(profile)
	all.describeInto(p, new(profile), 0)
	var got []string
	for _, value := range p.attributes {
		if value.kind == kindPhone {
			got = append(got, value.text)
		}
	}
	slices.Sort(got)
	if want := []string{"+49301234501", "+49301234502", "+49301234503"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
