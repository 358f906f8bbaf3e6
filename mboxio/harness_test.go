package mboxio

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// got is a message as a walk gave it, safe to keep.
type got struct {
	Member   string
	Offset   int64
	Index    int64
	Folder   string
	Envelope string
	Flags    string
	Dialect  Dialect
	Arrival  Arrival
	Raw      string
	Length   int64
	Sum      [sha256.Size]byte
	Decoded  string
}

func take(m *Message) got {
	return got{
		Member: m.Member, Offset: m.Offset, Index: m.Index, Folder: m.Folder, Envelope: m.Envelope(),
		Flags: m.Flags(), Dialect: m.Dialect(), Arrival: m.Arrival(), Raw: string(m.Raw),
		Length: m.Length, Sum: m.SHA256(), Decoded: string(m.Decoded()),
	}
}

func collect(t testing.TB, fsys fstest.MapFS, name string, opts Options) ([]got, Summary) {
	t.Helper()
	all, sum, err := tryCollect(fsys, name, opts)
	if err != nil {
		t.Fatalf("Walk(%q): %v", name, err)
	}
	return all, sum
}

func tryCollect(fsys fstest.MapFS, name string, opts Options) ([]got, Summary, error) {
	var all []got
	if opts.Spool == nil {
		opts.Spool = memorySpool
	}
	sum, err := Walk(context.Background(), fsys, name, opts, take, func(g got) error {
		all = append(all, g)
		return nil
	})
	return all, sum, err
}

// walkMbox splits text as an mbox, whatever it looks like, in its order only.
func walkMbox(text string, opts Options) ([]got, Summary, error) {
	return walkMboxOf(text, nil, opts)
}

// walkWhole is walkMbox with segments split ahead.
func walkWhole(text string, opts Options) ([]got, Summary, error) {
	return walkMboxOf(text, io.NewSectionReader(strings.NewReader(text), 0, int64(len(text))), opts)
}

func walkMboxOf(text string, whole *io.SectionReader, opts Options) ([]got, Summary, error) {
	var all []got
	opts = opts.withDefaults("a.mbox")
	produce := func(ctx context.Context, feed *feeder) error {
		return splitMbox(ctx, feed, &origin{archive: opts.Name, form: FormMbox}, strings.NewReader(text), whole)
	}
	sum, err := runPipeline(context.Background(), opts, false, produce, take, func(g got) error {
		all = append(all, g)
		return nil
	})
	return all, sum, err
}

func mustMbox(t testing.TB, text string) ([]got, Summary) {
	t.Helper()
	all, sum, err := walkMbox(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return all, sum
}

func file(data string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(data), Mode: 0o644} }

func raws(all []got) []string {
	var out []string
	for _, g := range all {
		out = append(out, g.Raw)
	}
	return out
}

// kinds are the sentinels of the defects of a walk.
func hasKind(defects []*Error, kind error) bool {
	for _, d := range defects {
		if errors.Is(d, kind) {
			return true
		}
	}
	return false
}

// A memory is a Spool for tests.
type memory struct {
	bytes.Buffer
}

func memorySpool() (Spool, error) { return &memory{}, nil }

func (m *memory) ReadAt(b []byte, off int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(b, off)
}
func (m *memory) Seek(offset int64, whence int) (int64, error) { return 0, errors.ErrUnsupported }
func (m *memory) Close() error                                 { return nil }

var (
	_ Spool = (*memory)(nil)
	_ Spool = (*os.File)(nil)
	_ io.ReaderAt
)
