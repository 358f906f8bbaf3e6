package mboxio

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkSkip states the law of skipToMark: it passes over no "From ", and stops
// only where one may begin or where too little is left to see.
func checkSkip(t failer, b []byte) {
	t.Helper()
	if have, want := indexFrom(b), bytes.Index(b, fromSpace); have != want {
		t.Fatalf("indexFrom(%q) = %d, want %d", b, have, want)
	}
	for _, skip := range []func([]byte) int{skipToMark, skipToF} {
		n := skip(b)
		if n < 0 || n > len(b) || (n < len(b) && len(b)-n >= markWindow && b[n] != 'F') {
			t.Fatalf("skipped %d of %q", n, b)
		}
		if i := bytes.Index(b, fromSpace); i >= 0 && i < n {
			t.Fatalf("skipped %d of %q, over a From", n, b)
		}
	}
}

func TestFromIsFoundWhereverItLies(t *testing.T) {
	for length := range 90 {
		for at := 0; at+len(fromSpace) <= length; at++ {
			b := []byte(strings.Repeat("F", length))
			copy(b[at:], fromSpace)
			checkSkip(t, b)
			checkSkip(t, bytes.ReplaceAll(b, []byte("F"), []byte("x")))
		}
		checkSkip(t, []byte(strings.Repeat("F   ", length)))
	}
}

func TestFromSearchAgreesWithTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SampledFrom([]string{"F", "From", "From ", "Fxxx ", "F    ", " ", "rom ", "\n", "x", strings.Repeat("y", 31)})
		checkSkip(t, []byte(strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")))
	})
}

func FuzzFromSearch(f *testing.F) {
	f.Add([]byte("x From F    From"))
	f.Fuzz(func(t *testing.T, b []byte) { checkSkip(t, b) })
}
