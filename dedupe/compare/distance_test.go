package compare

import (
	"testing"

	"pgregory.net/rapid"
)

// fullDistance is editDistance without bounds, letter by letter.
func fullDistance(x, y []rune) int {
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case x[i-1] == y[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = rows[i-1][j-1] + 1
			}
			rows[i][j] = min(rows[i][j], rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

func TestTheBoundedDistanceIsTheFullOneUpToItsLimit(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("abcdeABC019@.éü例")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, limit := words.Draw(t, "a"), words.Draw(t, "b"), rapid.IntRange(0, 6).Draw(t, "limit")
		want := min(fullDistance([]rune(a), []rune(b)), limit+1)
		if got := editDistance(a, b, limit); got != want {
			t.Fatalf("editDistance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}

func TestTextsLookAlikeIfTheirSkeletonsAreEqual(t *testing.T) {
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("mrn1lLI0oO|\"'`%ºék\u0301\u0338аоοKſİａǆﬁ﹒")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		if got, want := lookAlike(a, b), Skeleton(a) == Skeleton(b); got != want {
			t.Fatalf("lookAlike(%q, %q) = %v, want %v", a, b, got, want)
		}
	})
}
