package link

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// growing are cases in which one thing grows with n and tempts to compare
// everything with everything.
var growing = map[string]func(n int) ([]record.Record, *record.Testimony){
	"people": func(n int) ([]record.Record, *record.Testimony) {
		return recordsOf(n, func(i int, r *record.Record) { r.Source = record.Correspondent }), &record.Testimony{}
	},
	"groups of twenty": func(n int) ([]record.Record, *record.Testimony) {
		return recordsOf(n, func(i int, r *record.Record) {
			r.Source, r.Place = record.Member, record.Place{Device: "phone", Group: fmt.Sprint(i / 20)}
			r.Names, r.Addresses = []string{fmt.Sprintf("Person%d Fam%d", i%20, i%20)}, []string{fmt.Sprintf("p%d@x.example", i%20)}
		}), &record.Testimony{}
	},
	"keys that signed for one address": func(n int) ([]record.Record, *record.Testimony) {
		t := &record.Testimony{}
		for i := range n {
			t.Signed = append(t.Signed, record.Bond{Address: "anna@a.example", Key: keyNumber(i)})
		}
		return recordsOf(n, func(i int, r *record.Record) {
			r.Source, r.Addresses, r.Keys = record.KeyHolder, []string{"anna@a.example"}, []record.Key{{Fingerprint: keyNumber(i), Learnt: record.LearntSigned}}
		}), t
	},
	"keys shown for one address": func(n int) ([]record.Record, *record.Testimony) {
		t := &record.Testimony{Signed: []record.Bond{{Address: "anna@a.example", Key: keyNumber(n)}}}
		for i := range n {
			t.Shown = append(t.Shown, record.Bond{Address: "anna@a.example", Key: keyNumber(i)})
		}
		return recordsOf(n, func(i int, r *record.Record) {
			r.Source, r.Place, r.Addresses = record.Member, record.Place{Group: fmt.Sprint(i)}, []string{"anna@a.example"}
			r.Keys = []record.Key{{Fingerprint: keyNumber(i), Learnt: record.LearntList}}
		}), t
	},
	"keys that follow each other": func(n int) ([]record.Record, *record.Testimony) {
		t := &record.Testimony{}
		for i := range n {
			t.Signed = append(t.Signed, record.Bond{Address: "anna@a.example", Key: keyNumber(i)})
			t.Successions = append(t.Successions, record.Succession{Old: keyNumber(i), New: keyNumber(i + 1), Certified: true})
		}
		return recordsOf(n, func(i int, r *record.Record) {
			r.Source, r.Addresses, r.Keys = record.KeyHolder, []string{"anna@a.example"}, []record.Key{{Fingerprint: keyNumber(i), Learnt: record.LearntSigned}}
		}), t
	},
	"addresses of one key": func(n int) ([]record.Record, *record.Testimony) {
		records, t := recordsOf(n, func(int, *record.Record) {}), &record.Testimony{}
		for i := range records {
			t.Signed = append(t.Signed, record.Bond{Address: records[i].Addresses[0], Key: keyNumber(0)})
		}
		return records, t
	},
	"moves from address to address": func(n int) ([]record.Record, *record.Testimony) {
		records, t := recordsOf(n, func(_ int, r *record.Record) { r.Names = []string{"Anna Arendt"} }), &record.Testimony{}
		for i := range records[1:] {
			t.Moves = append(t.Moves, record.Move{Old: records[i].Addresses[0], New: records[i+1].Addresses[0], Key: keyNumber(0), Direct: true, Newer: true})
		}
		return records, t
	},
}

func keyNumber(i int) string { return fmt.Sprintf("%040X", i+1) }

// recordsOf makes cards of n people.
func recordsOf(n int, edit func(i int, r *record.Record)) []record.Record {
	records := make([]record.Record, n)
	for i := range records {
		records[i] = record.Record{
			Source: record.Card, Place: record.Place{Book: "b.vcf", Index: i}, UID: fmt.Sprint("uid-", i),
			Names: []string{fmt.Sprintf("Person%d Fam%d", i, i)}, Addresses: []string{fmt.Sprintf("p%d@h%d.example", i, i)},
		}
		edit(i, &records[i])
	}
	return records
}

// Twice the case costs at most twice the steps, and a fifth.
func TestTheWorkGrowsWithTheCase(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	most := 1000
	if os.Getenv("GMMTOOL_LONG") != "" {
		most = 4000
	}
	for name, make := range growing {
		t.Run(name, func(t *testing.T) {
			before := Work{}
			for n := 500; n <= most; n *= 2 {
				records, testimony := make(n)
				found, err := Find(context.Background(), record.NewIndex(records, 1), testimony, Options{Jobs: 1, BlockLimit: 200})
				if err != nil {
					t.Fatal(err)
				}
				for step, steps := range found.Work.steps() {
					if was := before.steps()[step]; n > 500 && steps > was*22/10+fewPairs/10 {
						t.Errorf("%d %s, %d with half of the records", steps, step, was)
					}
				}
				before = found.Work
			}
		})
	}
}

func (w Work) steps() map[string]int {
	return map[string]int{"records read": w.Read, "pairs compared": w.Compared, "claims looked at": w.Claims, "ties followed": w.Followed}
}
