package mboxio

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// A changingFS holds one file, which is given another content, and another time,
// once it is read.
type changingFS struct{ before, after string }

func (c changingFS) Open(string) (fs.File, error) {
	return &changingFile{c: c, r: strings.NewReader(c.before)}, nil
}

type changingFile struct {
	c    changingFS
	r    *strings.Reader
	read bool
}

func (f *changingFile) Stat() (fs.FileInfo, error) {
	content, at := f.c.before, time.Unix(1, 0)
	if f.read {
		content, at = f.c.after, time.Unix(2, 0)
	}
	return fs.Stat(fstest.MapFS{"a": &fstest.MapFile{Data: []byte(content), ModTime: at}}, "a")
}

func (f *changingFile) Read(b []byte) (int, error) {
	f.read = true
	return f.r.Read(b)
}

func (f *changingFile) ReadAt(b []byte, off int64) (int, error) {
	if off >= int64(len(f.c.after)) {
		return 0, io.EOF
	}
	n := copy(b, f.c.after[off:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (f *changingFile) Close() error { return nil }

func TestArchiveThatChangesIsReported(t *testing.T) {
	large := string(ordinaryMbox(8 * 9_000))
	tests := map[string]struct{ before, after string }{
		"grows":                 {sep1 + msg1, sep1 + msg1 + "\n" + sep2 + msg2},
		"shrinks":               {large, large[:30_000]},
		"is emptied":            {large, ""},
		"is rewritten in place": {sep1 + msg1, sep1 + msg2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sum, err := Walk(context.Background(), changingFS{tt.before, tt.after}, "a", Options{Jobs: 2, blockSize: 9_000}, take, func(got) error { return nil })
			if err != nil || !hasKind(sum.Defects, ErrChanged) {
				t.Errorf("defects %v, error %v", sum.Defects, err)
			}
			for _, d := range sum.Defects {
				if errors.Is(d, ErrChanged) && d.Archive != "a" {
					t.Errorf("place %v", d.Place)
				}
			}
		})
	}
}
