package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A release is the version of a client, such as "2.62.0".
type release string

// atLeast says whether the release is major.minor or later.
func (r release) atLeast(major, minor int) bool {
	var numbers []int
	for part := range strings.SplitSeq(string(r), ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			panic(fmt.Sprintf("%q is not a release", r))
		}
		numbers = append(numbers, n)
	}
	return slices.Compare(numbers, []int{major, minor}) >= 0
}

// A fleet is the releases of the people of a scenario, in turn.
type fleet []release

func (f fleet) of(i int) release { return f[i%len(f)] }

func (f fleet) String() string {
	var names []string
	for _, r := range f {
		names = append(names, string(r))
	}
	return strings.Join(names, "+")
}

func TestReleasesCompareByNumber(t *testing.T) {
	for _, tc := range []struct {
		name         string
		r            release
		major, minor int
		want         bool
	}{
		{"a later minor number with more digits", "1.160.0", 1, 16, true},
		{"an earlier minor number that sorts later", "1.16.0", 1, 154, false},
		{"the first of its kind", "1.154.0", 1, 154, true},
		{"a later major number", "2.33.0", 1, 154, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.r.atLeast(tc.major, tc.minor); got != tc.want {
				t.Errorf("%s at least %d.%d: %v", tc.r, tc.major, tc.minor, got)
			}
		})
	}
}
