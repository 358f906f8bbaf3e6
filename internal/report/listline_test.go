package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// The short way writes what the long way does.
func TestListLinesAreThoseOfTheEncoder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`[ -~]{0,12}`), rapid.StringMatching(`[a-z0-9@./-]{0,12}`), rapid.String())
		e := evidence.ListEntry{
			Device: text.Draw(t, "device"), Archive: text.Draw(t, "archive"), Length: rapid.Int64().Draw(t, "length"),
			File: text.Draw(t, "file"), Folder: text.Draw(t, "folder"), Flags: text.Draw(t, "flags"),
			UID: rapid.Uint32().Draw(t, "uid"), Basis: text.Draw(t, "basis"), SHA256: text.Draw(t, "sha256"),
			MessageID: text.Draw(t, "message id"), Bucket: evidence.Bucket(text.Draw(t, "bucket")),
		}
		if rapid.Bool().Draw(t, "has an offset") {
			offset := rapid.Int64().Draw(t, "offset")
			e.Offset = &offset
		}
		if rapid.Bool().Draw(t, "has an arrival") {
			zone := rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("", 3600)}).Draw(t, "zone")
			at := time.UnixMicro(rapid.Int64Range(-1<<55, 1<<57).Draw(t, "arrival")).In(zone)
			if at.Year() >= 0 && at.Year() <= 9999 {
				e.Arrival = &at
			}
		}
		var want bytes.Buffer
		if err := writeJSONLine(&want, ListRecord{ListSchema, e}); err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		list, err := NewList(&got, JSONLines)
		if err != nil {
			t.Fatal(err)
		}
		if err := list.Entry(e); err != nil {
			t.Fatal(err)
		}
		if err := list.Close(); err != nil || got.String() != want.String() {
			t.Fatalf("%q, the encoder writes %q: %v", &got, &want, err)
		}
	})
}

func TestUsualListLinesTakeTheShortWay(t *testing.T) {
	offset, at := int64(7), time.Date(2026, 1, 1, 10, 0, 0, 5000, time.UTC)
	e := evidence.ListEntry{Device: "ben", Archive: "mail/a.mbox", Offset: &offset, Arrival: &at, UID: 3, MessageID: "1@example.org"}
	if line, ok := appendListLine(nil, &e); !ok {
		t.Errorf("not taken: %s", line)
	}
}
