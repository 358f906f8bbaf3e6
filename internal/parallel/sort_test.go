package parallel

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPartsAreSortedIntoWhatOneSortGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.IntRange(-20, 20)).Draw(t, "list")
		want := slices.Sorted(slices.Values(list))
		Sort(rapid.IntRange(0, 9).Draw(t, "parts"), list, cmp.Compare[int])
		if !slices.Equal(list, want) {
			t.Errorf("%d, want %d", list, want)
		}
	})
}
