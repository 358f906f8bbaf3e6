package link

import (
	"context"
	"fmt"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// alike are books of cards that are all alike in some way, n of them: the shapes
// in which comparing everybody with everybody tempts.
var alike = map[string]func(i, n int, r *record.Record){
	"one name, all else different": func(i, n int, r *record.Record) {
		r.Names, r.Addresses = []string{"Anna Meyer"}, []string{fmt.Sprintf("a%d@h%d.example", i, i)}
	},
	"sixty to a mailbox": func(i, n int, r *record.Record) {
		r.Names, r.Addresses = []string{fmt.Sprintf("Anna Meyer %d", i)}, []string{fmt.Sprintf("anna@h%d.example", i/60)}
	},
	"eighty to a name": func(i, n int, r *record.Record) {
		r.Names, r.Addresses = []string{fmt.Sprintf("Anna Meyer%d", i/80)}, []string{fmt.Sprintf("anna.meyer%d@gmail.com", i)}
	},
	"rows that share a phone, columns that share a mailbox": func(i, n int, r *record.Record) {
		r.Names, r.Addresses = []string{"Anna Meyer"}, []string{fmt.Sprintf("anna@h%d.example", i/60)}
		r.Phones = []string{fmt.Sprintf("+49 301 %07d", i%60*1000+i/3600)}
	},
	"some of everything in common": func(i, n int, r *record.Record) {
		r.Names, r.Addresses = []string{"Anna Meyer"}, []string{fmt.Sprintf("anna.meyer%d@h%d.example", i, i/80)}
		r.Phones = []string{fmt.Sprintf("+49 301 %07d", i%(n/80+1))}
		r.Birthday = fmt.Sprintf("%d-%02d-%02d", 1950+i%50, i/50%12+1, i/600%28+1)
		r.Postal = []string{fmt.Sprintf("Street %d, Town", i*7%(n/80+1))}
	},
	"two hundred and ninety to a UID": func(i, n int, r *record.Record) {
		r.UID, r.Names = fmt.Sprint("u", i/290), []string{fmt.Sprintf("Person%d Fam%d", i, i*7)}
	},
}

func alikeRecords(n int, shape func(i, n int, r *record.Record)) []record.Record {
	records := make([]record.Record, n)
	for i := range records {
		records[i] = record.Record{Source: record.Card, Place: record.Place{Book: "b.vcf", Index: i}, UID: fmt.Sprint("uid-", i), Content: fmt.Sprintf("%064x", i)}
		shape(i, n, &records[i])
	}
	return records
}

// BenchmarkAlike shows for each shape what twice the cards cost.
func BenchmarkAlike(b *testing.B) {
	for name, shape := range alike {
		for _, n := range []int{1500, 3000, 6000, 12_000, 24_000} {
			records := alikeRecords(n, shape)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := Find(context.Background(), record.NewIndex(records, 1), &record.Testimony{}, Options{Jobs: 1, BlockLimit: 200}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// What is compared grows with the number of cards, not with its square: of each
// kind of value so many pairs, and one for each person.
func TestAlikeCardsAreComparedInProportionToTheirNumber(t *testing.T) {
	for name, shape := range alike {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1500, 12_000} {
				l := &linking{
					index: record.NewIndex(alikeRecords(n, shape), 1), testimony: indexTestimony(&record.Testimony{}),
					opts: Options{Jobs: 1, BlockLimit: 200},
				}
				l.findPersons()
				p := &blocking{persons: l.persons, atAddress: l.atAddress, jobs: 1, limit: 200}
				if err := p.pairAll(context.Background()); err != nil {
					t.Fatal(err)
				}
				if most := int(kinds) * max(fewPairs, n); len(p.pairs) > most {
					t.Errorf("%d cards: %d pairs, want at most %d", n, len(p.pairs), most)
				}
			}
		})
	}
}

// People of whom every two pairs meet are checked pair by pair, not once for every
// third person.
func TestOuterPersonsAreCheckedOncePerPair(t *testing.T) {
	const many, persons = 60, 1200
	records := alikeRecords(persons, alike["sixty to a mailbox"])
	people := groupPersons(record.NewIndex(records, 1), indexTestimony(&record.Testimony{}), nil)
	profiles := make([]*profile, persons)
	packed := packProfiles(1, people, func(int, uint32, *profile) {})
	for i := range profiles {
		profiles[i] = packed.of(uint32(i))
	}
	check := outerCheck{comparison: comparison{testimony: people.testimony, frequencies: &frequencies{}}, profiles: profiles, left: maxChecks, known: map[pair]objection{}}
	for range many {
		for y := range uint32(many) {
			for x := range y {
				check.apart(x, y)
			}
		}
	}
	if checked := maxChecks - check.left; checked != many*(many-1)/2 {
		t.Errorf("%d pairs looked at, want %d", checked, many*(many-1)/2)
	}
}

// Proposals that cannot be checked for joining two people do not lean to accept.
func TestMoreProposalsThanCanBeCheckedAreLeftToARefusal(t *testing.T) {
	records := alikeRecords(maxPartners+2, func(i, _ int, r *record.Record) {
		r.Names, r.Addresses = []string{"Anna Meyerbeer"}, []string{fmt.Sprintf("anna.meyerbeer%c%c@joint.example", 'a'+i/26, 'a'+i%26)}
		r.Phones, r.Birthday = []string{"+49 301 5550101"}, "1980-02-03"
	})
	people := groupPersons(record.NewIndex(records, 1), indexTestimony(&record.Testimony{}), nil)
	var scored []scoredPair
	for i := range records[1:] {
		scored = append(scored, scoredPair{pair: newPair(0, uint32(i+1)), accept: true})
	}
	s := &scoring{persons: people, profiles: packProfiles(1, people, func(int, uint32, *profile) {}), frequencies: &frequencies{}}
	s.refuseIntransitive(scored)
	for _, p := range scored {
		if p.accept || len(p.found) != 1 || p.found[0].Rule != &ruleTooManyPairs {
			t.Fatalf("%v leans to accept (%t) with %v", p.pair, p.accept, p.found)
		}
	}
}
