package mboxio

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkLines states the law of nextLine: it gives the first notable line, as
// looking at every line does.
func checkLines(t failer, r *headerReader, b []byte) {
	t.Helper()
	want := bytes.LastIndexByte(b, '\n') + 1
	for i := range b {
		if i > 0 && b[i-1] == '\n' && r.isNotable(b[i:]) {
			want = i
			break
		}
	}
	if have := r.nextLine(b); have != want {
		t.Fatalf("nextLine(%q) = %d, want %d", b, have, want)
	}
	for _, skip := range []func([]byte, *[256]uint8, *[256]uint8) int{skipLines, skipLinesInGo} {
		if n := skip(b, &r.first, &r.third); n < 0 || n > len(b) || (want > 0 && n >= want && r.isNotable(b[want:])) {
			t.Fatalf("skipped %d of %q, where %d is notable", n, b, want)
		}
	}
}

func TestLineSearchAgreesWithLookingAtEveryLine(t *testing.T) {
	r := newHeaderReader([]FieldMatch{{Name: "Chat-*"}, {Name: "References"}, {Name: "X"}})
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SampledFrom([]string{"Chat-", "chat", "Received: ", "references:", "REFerences:", "\n", "\r\n", "\n\n", "x", "X:", " ", "co", strings.Repeat("y", 62)})
		checkLines(t, r, []byte(strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")))
	})
}

func FuzzLineSearch(f *testing.F) {
	r := newHeaderReader([]FieldMatch{{Name: "Chat-*"}, {Name: "References"}})
	f.Add([]byte("x\nReceived: from\nChat-\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) { checkLines(t, r, b) })
}
