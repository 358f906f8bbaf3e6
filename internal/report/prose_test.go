package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrapping(t *testing.T) {
	for _, tc := range []struct {
		name, in    string
		first, rest string
		want        []string
	}{
		{"a short text is one line", "one two", "", "", []string{"one two"}},
		{"lines break at spaces", "one two three", "", "", []string{"one two", "three"}},
		{"a long word stays whole", "a abcdefghijklmno b", "", "", []string{"a", "abcdefghijklmno", "b"}},
		{"later lines are indented", "one two three", "- ", "  ", []string{"- one two", "  three"}},
		{"wide characters count double", "多莉丝多 莉", "", "", []string{"多莉丝多", "莉"}},
		{"nothing is a line without text", "", "  ", "", []string{""}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, wrap(tc.in, tc.first, tc.rest, 9)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestShorteningCountsColumns(t *testing.T) {
	for in, want := range map[string]string{"abcde": "abcde", "abcdef": "abcd…", "多莉丝": "多莉…", "": ""} {
		if got := shorten(in, 5); got != want {
			t.Errorf("shorten(%q, 5) = %q, want %q", in, got, want)
		}
	}
}

func TestEnumeratingPeople(t *testing.T) {
	for _, tc := range []struct {
		names []string
		want  string
	}{
		{nil, "nobody"},
		{[]string{"a"}, "a"},
		{[]string{"a", "b"}, "a and b"},
		{[]string{"a", "b", "c"}, "a, b and c"},
		{[]string{"a", "b", "c", "d", "e"}, "a, b, c and 2 more"},
	} {
		if got := enumerate(tc.names, 3); got != tc.want {
			t.Errorf("enumerate(%q) = %q, want %q", tc.names, got, tc.want)
		}
	}
}
