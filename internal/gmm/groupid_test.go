package gmm

import (
	"strings"
	"testing"
)

func TestGroupID(t *testing.T) {
	const short, long, gr = "abcdefghijk", "abcdefghijklmnopqrstuvwx", "<Gr.abcdefghijk.x@y>"
	id := func(value string) map[string]string { return map[string]string{"chat-group-id": value} }
	tests := []struct {
		name    string
		release Release
		fields  map[string]string
		want    string
	}{
		{"the header counts in every release", R(1, 25, 0), id(short), short},
		{"24 characters as well as 11", R(2, 62, 0), id(long), long},
		{"up to 1.135 any id is taken", R(1, 135, 1), id("a+b/c"), "a+b/c"},
		{"from 1.136 on it must have the form", R(1, 136, 0), id("a+b/cdefghi"), ""},
		{"10 characters are too few", R(2, 0, 0), id("abcdefghij"), ""},
		{"32 characters are enough", R(2, 0, 0), id(strings.Repeat("a", 32)), strings.Repeat("a", 32)},
		{"33 characters are too many", R(2, 0, 0), id(strings.Repeat("a", 33)), ""},
		{"up to 1.139.2 the Message-ID may tell", R(1, 139, 2), map[string]string{"message-id": gr}, short},
		{"also where the header is of the wrong form", R(1, 138, 1), map[string]string{"chat-group-id": "x", "message-id": gr}, short},
		{"from 1.139.3 on the header alone counts", R(1, 139, 3), map[string]string{"message-id": gr}, ""},
		{"16 digits are an id of an ad hoc group", R(1, 78, 0), map[string]string{"message-id": "<Gr.0123456789abcdef.x@y>"}, "0123456789abcdef"},
		{"12 characters are no id", R(1, 78, 0), map[string]string{"message-id": "<Gr.abcdefghijkl.x@y>"}, ""},
		{"up to 1.47 chat replies tell", R(1, 47, 0), map[string]string{"chat-version": "1.0", "in-reply-to": gr}, short},
		{"from 1.48 on only those of classic mail", R(1, 48, 0), map[string]string{"chat-version": "1.0", "in-reply-to": gr}, ""},
		{"a classic reply tells", R(1, 139, 2), map[string]string{"in-reply-to": gr}, short},
		{"references tell too", R(1, 139, 2), map[string]string{"in-reply-to": "<1@x>", "references": gr}, short},
		{"of references only the first, for want of commas", R(1, 139, 2), map[string]string{"references": "<1@x> " + gr}, ""},
		{"behind a comma another", R(1, 139, 2), map[string]string{"references": "<1@x>, " + gr}, short},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := groupID(test.release, test.fields); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
