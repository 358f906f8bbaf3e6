package collect

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTwinsAreTheSameForAnyNumberOfJobs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		looks := rapid.SliceOfN(rapid.Uint64Range(0, 20), 0, 30).Draw(t, "looks")
		want := make([]bool, len(looks))
		for i, look := range looks {
			want[i] = look != 0 && (slices.Contains(looks[:i], look) || slices.Contains(looks[i+1:], look))
		}
		for _, jobs := range []int{1, 2, 5} {
			if got := twinsAmong(looks, jobs); !slices.Equal(got, want) {
				t.Fatalf("%d jobs: %v of %d are %v, want %v", jobs, looks, len(looks), got, want)
			}
		}
	})
}
