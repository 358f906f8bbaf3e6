package mboxio

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"
	"testing/fstest"
)

func TestACompressedFileThatIsCutOffIsReportedHoweverShortItIs(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte("From a@example.org Thu Jan  1 00:00:00 2026\nFrom: a@example.org\n\nhello\n"))
	z.Close()
	for cut := range packed.Len() {
		file, _, err := OpenFile(fstest.MapFS{"f": {Data: packed.Bytes()[:cut]}}, "f")
		if err == nil {
			_, err = io.ReadAll(file)
		}
		if cut >= 3 && !errors.Is(err, ErrCompression) {
			t.Fatalf("cut to %d of %d bytes: %v", cut, packed.Len(), err)
		}
	}
	file, kind, err := OpenFile(fstest.MapFS{"f": {Data: packed.Bytes()}}, "f")
	if err != nil || kind != (Kind{Form: FormMbox, Compression: Gzip}) {
		t.Fatalf("%v, %v", kind, err)
	}
	if text, err := io.ReadAll(file); err != nil || !bytes.HasSuffix(text, []byte("hello\n")) {
		t.Errorf("%q, %v", text, err)
	}
}
