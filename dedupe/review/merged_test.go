package review_test

import (
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/google/go-cmp/cmp"
)

func TestTheMergedCardIsShownAsItWillBe(t *testing.T) {
	card := func(book string, r record.Record) *dedupe.Listed {
		r.Source, r.Place = record.Card, record.Place{Book: book}
		return &dedupe.Listed{ID: book, Record: &r}
	}
	records := []*dedupe.Listed{
		card("pack/a.vcf", record.Record{
			Names: []string{"A. Ott"}, Addresses: []string{"anna@Home.example"}, Phones: []string{"0170 1234567"}, Country: "49",
			Postal: []string{"Lange Str. 5, Hamburg, 20095, Germany"}, Birthday: "1980-01-02",
		}),
		card("pack/b.vcf", record.Record{
			Names: []string{"Ott, Anna", "Anna Ott"}, Addresses: []string{"anna@home.example", "Anna@home.example"}, Phones: []string{"+491701234567", "+49 170 1234567"},
			Postal: []string{"Lange Straße 5, Hamburg, 20095, DE"}, Birthday: "1980-01-03",
		}),
		{ID: "member", Record: &record.Record{Source: record.Member, Names: []string{"Anna Maria Ott"}, Phones: []string{"+49 170 7654321"}}},
	}
	got, beside, ok := review.Merged(records)
	want := record.Record{
		Source: record.Card, Names: []string{"Anna Ott"}, Addresses: []string{"anna@Home.example", "Anna@home.example"}, Phones: []string{"+49 170 1234567"},
		Postal: []string{"Lange Straße 5, Hamburg, 20095, Germany"}, Birthday: "1980-01-02",
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"A. Ott", "Ott, Anna", "1980-01-03"}, beside); diff != "" {
		t.Errorf("beside: -want +got:\n%s", diff)
	}
	if _, _, ok := review.Merged(records[1:]); ok {
		t.Error("one card and a member become one card")
	}
}

func TestAFolderIsOneAccount(t *testing.T) {
	plan := &dedupe.Plan{Inputs: []record.Input{
		{Path: "a.vcf", Kind: "book"}, {Path: "pack/a.vcf", Kind: "book", Account: "pack"}, {Path: "pack/b.vcf", Kind: "book", Account: "pack"},
	}}
	var records []*dedupe.Listed
	for _, book := range []string{"pack/b.vcf", "pack/a.vcf", "a.vcf"} {
		records = append(records, &dedupe.Listed{Record: &record.Record{Source: record.Card, Place: record.Place{Book: book}}})
	}
	if diff := cmp.Diff([]string{"a.vcf", "pack"}, review.Accounts(plan, records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"pack"}, review.Accounts(plan, records[:2])); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
