package record

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTheOrderOfAnIndexIsTheSameForAnyNumberOfJobs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := make([]Record, rapid.IntRange(0, 40).Draw(t, "records"))
		for i := range records {
			records[i] = Record{
				Source: Card, UID: rapid.SampledFrom([]string{"", "a", "b", "c", "00000000-0000-4000-8000-000000000000"}).Draw(t, "uid"),
				Names: []string{rapid.SampledFrom([]string{"Anna", "Otto"}).Draw(t, "name")},
				Place: Place{Book: rapid.SampledFrom([]string{"a.vcf", "b.vcf", "x/a.vcf"}).Draw(t, "book"), Index: i},
			}
		}
		one := idsOf(NewIndex(records, 1))
		for _, jobs := range []int{0, 2, 3, 7, 64} {
			if many := idsOf(NewIndex(records, jobs)); !slices.Equal(many, one) {
				t.Fatalf("%d jobs order %q, one %q", jobs, many, one)
			}
		}
		x, ids := NewIndex(records, 2), map[string]bool{}
		for i := range uint32(x.Len()) {
			ids[x.ID(i)] = true
		}
		if len(ids) != len(records) {
			t.Fatalf("%d records have the ids %v", len(records), ids)
		}
	})
}

// idsOf tells of each record its id and where it was.
func idsOf(x *Index) (ids []string) {
	for i := range uint32(x.Len()) {
		ids = append(ids, fmt.Sprintf("%s at %d", x.ID(i), x.At(i).Place.Index))
	}
	return ids
}
