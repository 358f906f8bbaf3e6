package mboxio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
)

// withDictionary asks for a larger dictionary in the first block of an xz file.
func withDictionary(packed string, property byte) string {
	b := []byte(packed)
	const header = 12
	i := header + bytes.IndexByte(b[header:], xzLZMA2)
	b[i+2] = property
	size := (int(b[header])+1)*4 - 4
	binary.LittleEndian.PutUint32(b[header+size:], crc32.ChecksumIEEE(b[header:header+size]))
	return string(b)
}

func TestXZDictionariesAreBounded(t *testing.T) {
	first := xzed(sep1 + msg1 + "\n")
	for name, tt := range map[string]struct {
		packed string
		want   int
		kind   error
	}{
		"usual":                     {first + xzed(sep2+msg2), 2, nil},
		"too large at once":         {withDictionary(first, 40), 0, ErrUnsupported},
		"too large in a second one": {first + withDictionary(xzed(sep2+msg2), 40), 1, ErrUnsupported},
		"as large as xz -9 does":    {withDictionary(first, 28) + xzed(sep2+msg2), 2, nil},
		"padding between the two":   {first + "\x00\x00\x00\x00" + withDictionary(xzed(sep2+msg2), 36), 1, ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			all, sum, err := tryCollect(fstest.MapFS{"a.xz": file(tt.packed)}, "a.xz", Options{})
			if len(all) != tt.want || tt.kind != nil && !errors.Is(err, tt.kind) && !hasKind(sum.Defects, tt.kind) || tt.kind == nil && (err != nil || len(sum.Defects) > 0) {
				t.Errorf("%d messages, %v, %v", len(all), sum.Defects, err)
			}
		})
	}
}

func TestNULsBehindCompressedDataArePadding(t *testing.T) {
	nul := strings.Repeat("\x00", 1000)
	one, two := sep1+msg1+"\n", sep2+msg2
	for name, tt := range map[string]struct {
		packed  string
		want    int
		damaged bool
	}{
		"gzip":                        {gzipped(one+two) + nul, 2, false},
		"gzip, members in a row":      {gzipped(one) + gzipped(two) + nul, 2, false},
		"gzip, padding between":       {gzipped(one) + nul + gzipped(two), 2, false},
		"gzip, rubbish behind":        {gzipped(one+two) + "rubbish", 2, true},
		"gzip, NULs, rubbish behind":  {gzipped(one+two) + nul + "rubbish", 2, true},
		"gzip, cut":                   {gzipped(one + two)[:len(gzipped(one+two))-6], 2, true},
		"gzip, the next one cut":      {gzipped(one+two) + "\x1f\x8b", 2, true},
		"bzip2":                       {bzipped(t) + nul, 1, false},
		"bzip2, rubbish behind":       {bzipped(t) + "rubbish", 1, true},
		"bzip2, NULs, rubbish behind": {bzipped(t) + nul + "rubbish", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			all, sum, err := tryCollect(fstest.MapFS{"a": file(tt.packed)}, "a", Options{})
			if err != nil || len(all) != tt.want || hasKind(sum.Defects, ErrCompression) != tt.damaged {
				t.Errorf("%d messages, %v, %v", len(all), sum.Defects, err)
			}
		})
	}
}

func TestXZGuardPassesAllOn(t *testing.T) {
	in := strings.Repeat(xzed(string(ordinaryMbox(100_000))), 3)
	for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in)), iotest.DataErrReader(strings.NewReader(in))} {
		if out, err := io.ReadAll(&xzGuard{r: r}); err != nil || string(out) != in {
			t.Errorf("%d of %d bytes: %v", len(out), len(in), err)
		}
	}
}
