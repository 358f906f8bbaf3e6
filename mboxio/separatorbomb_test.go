package mboxio

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/klauspost/compress/zstd"
)

func TestACompressedMboxOfSeparatorsAloneIsABomb(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(strings.Repeat(sep1+"A: b\n\n", 3*manySeparators))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	all, sum, err := tryCollect(fstest.MapFS{"a": file(packed.String())}, "a", Options{})
	if err != nil || len(sum.Defects) != 1 || !errors.Is(sum.Defects[0], ErrBomb) || len(all) > 2*manySeparators {
		t.Errorf("%d messages, defects %v, %v", len(all), sum.Defects, err)
	}
}

func TestShortMailIsNotABombHoweverItIsPacked(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	const mails = manySeparators + 1000
	for i := range mails {
		at := time.Unix(1767225600+int64(i), 0).UTC()
		fmt.Fprintf(&text, "From a@b %s\nDate: %s\nMessage-ID: <%x@b>\n\n\n", at.Format(time.ANSIC), at.Format(time.RFC1123Z), dice.Uint64())
	}
	var zipped, best bytes.Buffer
	z := gzip.NewWriter(&zipped)
	s, err := zstd.NewWriter(&best, zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []io.WriteCloser{z, s} {
		if _, err := io.WriteString(w, text.String()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, packed := range map[string]string{"gzip": zipped.String(), "zstd": best.String()} {
		all, sum, err := tryCollect(fstest.MapFS{"a": file(packed)}, "a", Options{})
		if err != nil || len(sum.Defects) != 0 || len(all) != mails {
			t.Errorf("%s, %d bytes a mail: %d messages, defects %v, %v", name, len(packed)/mails, len(all), sum.Defects, err)
		}
		t.Logf("%s: %d bytes a mail", name, len(packed)/mails)
	}
}
