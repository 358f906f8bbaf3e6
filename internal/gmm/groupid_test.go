package gmm

import (
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/release"
)

func TestGroupID(t *testing.T) {
	const short, long, gr = "abcdefghijk", "abcdefghijklmnopqrstuvwx", "<Gr.abcdefghijk.x@y>"
	id := func(value string) map[string]string { return map[string]string{"chat-group-id": value} }
	tests := []struct {
		name    string
		release release.Release
		fields  map[string]string
		want    string
	}{
		{"the header counts in every release", release.Of(1, 25, 0), id(short), short},
		{"24 characters as well as 11", release.Of(2, 62, 0), id(long), long},
		{"up to 1.135 any id is taken", release.Of(1, 135, 1), id("a+b/c"), "a+b/c"},
		{"from 1.136 on it must have the form", release.Of(1, 136, 0), id("a+b/cdefghi"), ""},
		{"10 characters are too few", release.Of(2, 0, 0), id("abcdefghij"), ""},
		{"32 characters are enough", release.Of(2, 0, 0), id(strings.Repeat("a", 32)), strings.Repeat("a", 32)},
		{"33 characters are too many", release.Of(2, 0, 0), id(strings.Repeat("a", 33)), ""},
		{"up to 1.139.2 the Message-ID may tell", release.Of(1, 139, 2), map[string]string{"message-id": gr}, short},
		{"also where the header is of the wrong form", release.Of(1, 138, 1), map[string]string{"chat-group-id": "x", "message-id": gr}, short},
		{"from 1.139.3 on the header alone counts", release.Of(1, 139, 3), map[string]string{"message-id": gr}, ""},
		{"16 digits are an id of an ad hoc group", release.Of(1, 78, 0), map[string]string{"message-id": "<Gr.0123456789abcdef.x@y>"}, "0123456789abcdef"},
		{"12 characters are not an id", release.Of(1, 78, 0), map[string]string{"message-id": "<Gr.abcdefghijkl.x@y>"}, ""},
		{"up to 1.47 chat replies tell", release.Of(1, 47, 0), map[string]string{"chat-version": "1.0", "in-reply-to": gr}, short},
		{"from 1.48 on only those of classic mail", release.Of(1, 48, 0), map[string]string{"chat-version": "1.0", "in-reply-to": gr}, ""},
		{"a classic reply tells", release.Of(1, 139, 2), map[string]string{"in-reply-to": gr}, short},
		{"references tell too", release.Of(1, 139, 2), map[string]string{"in-reply-to": "<1@x>", "references": gr}, short},
		{"of references only the first, for want of commas", release.Of(1, 139, 2), map[string]string{"references": "<1@x> " + gr}, ""},
		{"behind a comma another", release.Of(1, 139, 2), map[string]string{"references": "<1@x>, " + gr}, short},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := groupID(test.release, mapOf(test.fields)); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func mapOf(values map[string]string) *fieldMap {
	m := new(fieldMap)
	for name, value := range values {
		m.set(mergedIndex[name], value)
	}
	return m
}
