package link

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// copied is a book of people of whom every second has two cards. One in so many of
// the copies has another birthday; 0 for none.
func copied(people, wrong int) []record.Record {
	random := rand.New(rand.NewSource(1))
	word := func(letters int) string {
		text := make([]byte, letters)
		for i := range text {
			text[i] = "aeioubdfgklmnprstvz"[random.Intn(19)]
		}
		return string(text)
	}
	birthday := func() string {
		return fmt.Sprintf("%d-%02d-%02d", 1940+random.Intn(60), 1+random.Intn(12), 1+random.Intn(28))
	}
	var records []record.Record
	for i := range people {
		r := record.Record{
			Source: record.Card, Place: record.Place{Book: "b.vcf", Index: len(records)}, UID: fmt.Sprint("uid-", i), Content: fmt.Sprintf("%064x", i),
			Names: []string{word(6) + " " + word(9)}, Birthday: birthday(), Postal: []string{fmt.Sprintf("%s %d; %s; %d", word(8), 1+i%90, word(7), 10000+random.Intn(80000))},
		}
		records = append(records, r)
		if i%2 == 0 {
			r.Place.Index, r.UID, r.Content = len(records), r.UID+"-copy", fmt.Sprintf("%064x", people+i)
			if wrong > 0 && i/2%wrong == 0 {
				r.Birthday = birthday()
			}
			records = append(records, r)
		}
	}
	return records
}

// fittedTo is what a book teaches.
func fittedTo(t *testing.T, records []record.Record, jobs int) *fitted {
	t.Helper()
	l := &linking{index: record.NewIndex(records, jobs), testimony: indexTestimony(&record.Testimony{}), opts: Options{Jobs: jobs, BlockLimit: 200}}
	l.findPersons()
	p := &blocking{persons: l.persons, jobs: jobs, limit: 200}
	if err := p.pairAll(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := &scoring{persons: l.persons, profiles: p.profiles, frequencies: &p.frequencies, jobs: jobs}
	return s.fit(p.pairs)
}

func TestABirthdayThatDiffersDecidesUnlessTheBookShowsThatManyAreWrong(t *testing.T) {
	for _, c := range []struct {
		name   string
		wrong  int
		weighs bool
	}{
		{"every copy has the birthday", 0, false},
		{"one in eight has another", 8, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := fittedTo(t, copied(1200, c.wrong), 1)
			if f == nil {
				t.Fatal("nothing was learnt")
			}
			if f.weighs(&ruleBirthdays) != c.weighs {
				t.Errorf("different birthdays are moved by %.1f bits, want weighed: %t", f.shift(&ruleBirthdays), c.weighs)
			}
		})
	}
}

func TestASmallBookTeachesNothing(t *testing.T) {
	if f := fittedTo(t, copied(60, 4), 1); f != nil {
		t.Errorf("learnt %v", f.shifts)
	}
}

func TestNoWeightMovesFurtherThanItMay(t *testing.T) {
	for rule, shift := range fittedTo(t, copied(1200, 2), 1).shifts {
		if shift < -maxShift || shift > maxShift {
			t.Errorf("%s: %f", rule.Name, shift)
		}
	}
}

func TestWhatIsLearntDependsOnNeitherOrderNorJobs(t *testing.T) {
	records := copied(800, 8)
	want := fittedTo(t, slices.Clone(records), 1)
	rand.New(rand.NewSource(2)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	for _, jobs := range []int{1, 3} {
		got := fittedTo(t, slices.Clone(records), jobs)
		for rule, shift := range want.shifts {
			if got.shifts[rule] != shift {
				t.Errorf("%s with %d jobs: %v, want %v", rule.Name, jobs, got.shifts[rule], shift)
			}
		}
	}
}

func TestALargeBookWantsMoreThanASmallOne(t *testing.T) {
	small, large := frequencies{persons: 1000}, frequencies{persons: 100_000}
	if small.growth() != 0 || large.growth() < 4 {
		t.Errorf("a small book asks for %f bits more, a large one for %f", small.growth(), large.growth())
	}
	if rare, frequent := large.rarity(2), large.rarity(2000); rare-frequent < 6 {
		t.Errorf("a name of two weighs %f, one of two thousand %f", rare, frequent)
	}
}
