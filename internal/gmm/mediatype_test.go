package gmm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseMediaType(t *testing.T) {
	tests := []struct {
		name   string
		value  string
		want   string
		params map[string]string
	}{
		{"a type alone", "text/plain", "text/plain", nil},
		{"case does not matter", "Multipart/MIXED; Boundary=Ab", "multipart/mixed", map[string]string{"boundary": "Ab"}},
		{"a quoted value", `multipart/mixed; boundary="a;b \"c\""; x=y`, "multipart/mixed", map[string]string{"boundary": `a;b "c"`, "x": "y"}},
		{"blanks around everything", ` text/plain ; a = b ; c = "d" `, "text/plain", map[string]string{"a": "b", "c": "d"}},
		{"an empty value is there", "text/plain; hp=; a=b", "text/plain", map[string]string{"hp": "", "a": "b"}},
		{"a parameter without = is none", "text/plain; protected; hp=clear", "text/plain", map[string]string{"hp": "clear"}},
		{"empty parameters hide nothing", "text/plain;;; a=b;", "text/plain", map[string]string{"a": "b"}},
		{"the last of a name wins", "text/plain; a=1; a=2", "text/plain", map[string]string{"a": "2"}},
		{"a quote that is never closed is a value", `text/plain; a="1; b=2`, "text/plain", map[string]string{"a": `"1`, "b": "2"}},
		{"text behind a quoted value is passed over", `text/plain; a="1" x; b=2`, "text/plain", map[string]string{"a": "1", "b": "2"}},
		{"nothing is nothing", "", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := parseMediaType(test.value)
			if got.value != test.want {
				t.Errorf("type %q", got.value)
			}
			if diff := cmp.Diff(test.params, got.params); diff != "" {
				t.Error(diff)
			}
		})
	}
}
