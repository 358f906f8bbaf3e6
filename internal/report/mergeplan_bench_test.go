package report

import (
	"fmt"
	"io"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
)

// BenchmarkWriteMergePlan writes the plan of an address book that has every card
// twice.
func BenchmarkWriteMergePlan(b *testing.B) {
	plan := &dedupe.Plan{}
	for i := range 40_000 {
		ids := [2]string{fmt.Sprintf("card-%016x", 2*i), fmt.Sprintf("card-%016x", 2*i+1)}
		address := fmt.Sprintf("ann.smith%d@home.example", i)
		for k, id := range ids {
			card := dedupe.Listed{ID: id}
			card.Record = newLike(card.Record)
			card.Source, card.Place.Book, card.Place.Line, card.Place.Index = "card", "book.vcf", 1+7*(2*i+k), 2*i+k
			card.UID, card.Names, card.Addresses, card.Phones = "uid "+id, []string{"Ann Smith"}, []string{address}, []string{fmt.Sprintf("+49 30 %07d", i)}
			plan.Records = append(plan.Records, card)
		}
		plan.Persons = append(plan.Persons, dedupe.Person{
			ID: fmt.Sprintf("person-%016x", i), Name: "Ann Smith", Records: ids[:], Survivor: ids[0], Duplicates: 1, Decision: dedupe.Accept,
			Evidence: []dedupe.Evidence{{Rule: "same-mailbox", Grade: link.Proof, Records: ids, Text: fmt.Sprintf("both have the address %q", address), Value: address}},
		})
	}
	for b.Loop() {
		if err := WriteMergePlan(io.Discard, plan); err != nil {
			b.Fatal(err)
		}
	}
}

func newLike[T any](*T) *T { return new(T) }
