package joined

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// path is steps that each join the letters of a word.
func path(words ...string) []Step[string] {
	var steps []Step[string]
	for _, word := range words {
		steps = append(steps, Step[string]{Records: strings.Split(word, "")})
	}
	return steps
}

func TestStepsThatShareARecordJoinAllTheirRecords(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		steps      []Step[string]
	}{
		{"nothing is joined by nothing", "", nil},
		{"one record alone is not joined", "", path("a")},
		{"a chain joins its ends", "abcd", path("ab", "cd", "bc")},
		{"what shares nothing stays apart", "ab cd", path("dc", "ba")},
		{"the same step twice changes nothing", "ab", path("ab", "ba", "ab")},
	} {
		var got []string
		for _, list := range Clusters(tc.steps) {
			got = append(got, strings.Join(list, ""))
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

// There is a way from one record to another if, and only if, they are in one cluster,
// and each step of it shares a record with the next.
func TestThereIsAWayInsideAClusterAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := path(rapid.SliceOfN(rapid.StringMatching("[a-h]{1,3}"), 0, 8).Draw(t, "steps")...)
		of := map[string]int{}
		for i, list := range Clusters(steps) {
			for _, r := range list {
				of[r] = i + 1
			}
		}
		for _, a := range strings.Split("abcdefgh", "") {
			for _, b := range strings.Split("abcdefgh", "") {
				way := Way(steps, a, b)
				if together := of[a] != 0 && of[a] == of[b]; a != b && together != (len(way) > 0) {
					t.Fatalf("%s and %s: together %v, way %v", a, b, together, way)
				}
				at := []string{a}
				for _, s := range way {
					if !slices.ContainsFunc(at, func(r string) bool { return slices.Contains(s.Records, r) }) {
						t.Fatalf("from %s to %s: %v", a, b, way)
					}
					at = s.Records
				}
				if len(way) > 0 && !slices.Contains(at, b) {
					t.Fatalf("from %s to %s: %v", a, b, way)
				}
			}
		}
	})
}
