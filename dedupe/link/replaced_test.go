package link

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// underTwoNames is a book of people of whom every second has two cards. Of the copies
// one in so many has another given name, or another family name; 0 for none.
func underTwoNames(people, given, family int) []record.Record {
	records := copied(people, 0)
	copies := 0
	for i := range records {
		if !strings.HasSuffix(records[i].UID, "-copy") {
			continue
		}
		copies++
		of, other := strings.Fields(records[i].Names[0]), strings.Fields(records[(i+7)%len(records)].Names[0])
		switch {
		case given > 0 && copies%given == 0:
			of[0] = other[0]
		case family > 0 && copies%family == 1:
			of[1] = other[1]
		}
		records[i].Names = []string{strings.Join(of, " ")}
	}
	return records
}

func TestABookHasToShowThatItReplacesNames(t *testing.T) {
	onOneDay := underTwoNames(1200, 8, 8)
	for i := range onOneDay {
		onOneDay[i].Birthday = "2000-02-03"
	}
	for _, c := range []struct {
		name     string
		records  []record.Record
		replaces bool
	}{
		{"one in eight copies has another given name, one in eight another family name", underTwoNames(1200, 8, 8), true},
		{"every copy has the name", underTwoNames(1200, 0, 0), false},
		{"no more have another given name than twins may", underTwoNames(1200, 40, 40), false},
		{"nobody has another family name: a club of twins", underTwoNames(1200, 4, 0), false},
		{"many took another family name", underTwoNames(1200, 0, 4), false},
		{"everybody was born on one day, as some form filled in", onOneDay, false},
		{"a book of few", underTwoNames(80, 4, 4), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := fittedTo(t, c.records, 1)
			if replaces := f != nil && f.replaces; replaces != c.replaces {
				t.Errorf("replaces names: %t, want %t", replaces, c.replaces)
			}
		})
	}
}

func TestTwinsAreProposedOnlyWhereNamesAreReplaced(t *testing.T) {
	for _, c := range []struct {
		given, family int
		accept        bool
	}{{8, 8, true}, {40, 40, false}} {
		t.Run(fmt.Sprintf("another name in one of %d copies", c.given), func(t *testing.T) {
			records := underTwoNames(1200, c.given, c.family)
			found, err := Find(t.Context(), record.NewIndex(records, 1), &record.Testimony{}, Options{Jobs: 1, BlockLimit: 200})
			if err != nil {
				t.Fatal(err)
			}
			accepted := 0
			for _, p := range found.Candidates {
				for _, tie := range p.Ties {
					if p.Accept && tie.Rule == &ruleReplaced {
						accepted++
					}
				}
			}
			if (accepted > 0) != c.accept {
				t.Errorf("%d pairs under two names lean to accept", accepted)
			}
		})
	}
}
