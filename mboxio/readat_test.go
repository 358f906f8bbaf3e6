package mboxio

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// checkReadAgain states the law of ReadSpans: every message that a walk gives
// can be read again by its place, with the same bytes.
func checkReadAgain(t failer, fsys fstest.MapFS, name string) {
	t.Helper()
	opts := Options{Spool: memorySpool}
	var all []got
	if _, err := Walk(context.Background(), fsys, name, opts, take, func(g got) error { all = append(all, g); return nil }); err != nil {
		return
	}
	spans := make([]Span, 0, len(all))
	for _, g := range all {
		spans = append(spans, Span{Place: Place{Member: g.Member, Offset: g.Offset, Index: g.Index}, Length: g.Length})
	}
	slices.Reverse(spans)
	slices.Reverse(all)
	given := 0
	err := ReadSpans(context.Background(), fsys, name, spans, opts, func(i int, raw, decoded []byte, failed error) error {
		given++
		switch {
		case failed != nil:
			t.Fatalf("message %d: %v", all[i].Index, failed)
		case string(raw) != all[i].Raw:
			t.Fatalf("message %d: raw %q, want %q", all[i].Index, raw, all[i].Raw)
		case string(decoded) != all[i].Decoded:
			t.Fatalf("message %d of %q: decoded %q, want %q (%s)", all[i].Index, fsys[name], decoded, all[i].Decoded, all[i].Dialect)
		}
		return nil
	})
	if err != nil || given != len(spans) {
		t.Fatalf("%d of %d given: %v", given, len(spans), err)
	}
}

func TestEveryMessageCanBeReadAgain(t *testing.T) {
	quoted := sep1 + "From: a@example.org\nDate: x\n\n>From b\n>>From c\n\n" + sep2 + msg2 + "\n"
	body := "\n>From b\n"
	counted := sep1 + fmt.Sprintf("From: a@example.org\nContent-Length: %d\n%s", len(body)-1, body) + "\n" + sep2 + msg2
	server := sep1 + "X-IMAPbase: 1 5\nSubject: x\nFrom: a@example.org\n" + body + "\n" + sep2 + fmt.Sprintf("From: a@example.org\nContent-Length: %d\n%s", len(body)-1, body)
	tests := map[string]fstest.MapFS{
		"mbox":                  {"a": file(quoted)},
		"mbox, CRLF":            {"a": file(crlf(quoted))},
		"mbox with lengths":     {"a": file(counted)},
		"mbox of a server":      {"a": file(server)},
		"large mbox":            {"a": file(strings.Repeat(quoted, 3000))},
		"compressed mbox":       {"a": file(gzipped(strings.Repeat(quoted, 3000)))},
		"compressed, one":       {"a": file(gzipped(sep1 + msg1))},
		"eml":                   {"a": file(msg1)},
		"eml, From line":        {"a/x.eml": file(sep1 + msg1)},
		"folder":                {"a/1.eml": file(msg1), "a/b/c.mbox": file(quoted), "a/d.gz": file(gzipped(quoted))},
		"Maildir":               {"a/cur/1:2,S": file(msg1), "a/cur/2": file(sep1 + msg2), "a/new/3": file(gzipped(msg1))},
		"tar of a Maildir":      {"a": file(tarred(files("m/cur/1", msg1, "m/cur/2", sep1+msg2, "x.mbox", quoted)))},
		"tar in tar.gz":         {"a": file(gzipped(tarred(files("b.tar", tarred(files("x.mbox", quoted)), "y.mbox", quoted))))},
		"tar in folder":         {"a/b.tar": file(tarred(files("x/y.mbox", quoted))), "a/z.mbox": file(quoted)},
		"emlx":                  {"a/1.emlx": file(fmt.Sprintf("%d\n%s<plist></plist>", len(msg1), msg1))},
		"byte order mark first": {"a": file(byteOrderMark + quoted)},
	}
	for name, fsys := range tests {
		t.Run(name, func(t *testing.T) { checkReadAgain(t, fsys, "a") })
	}
}

func TestAnyMessageCanBeReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := sep1 + msg1 + strings.Join(rapid.SliceOfN(rapid.SampledFrom(mboxPieces()), 0, 60).Draw(t, "pieces"), "")
		checkReadAgain(t, fstest.MapFS{"a": file(in)}, "a")
		checkReadAgain(t, fstest.MapFS{"a": file(gzipped(in))}, "a")
	})
}

func TestWhatIsGoneIsNotReadAgain(t *testing.T) {
	fsys := fstest.MapFS{"a": file(sep1 + msg1 + "\n" + sep2 + msg2), "m/cur/1": file(msg1), "t": file(tarred(files("x.mbox", sep1+msg1)))}
	tests := map[string]struct {
		archive string
		span    Span
		want    error
	}{
		"behind the end":          {"a", Span{Place{Offset: 10_000}, 5}, ErrChanged},
		"longer than the file":    {"a", Span{Place{Offset: int64(len(sep1))}, 5000}, ErrChanged},
		"no separator before":     {"a", Span{Place{Offset: int64(len(sep1)) + 3}, 5}, ErrChanged},
		"offset of nothing":       {"a", Span{Place{Offset: -1}, 5}, ErrChanged},
		"too long":                {"a", Span{Place{Offset: int64(len(sep1))}, 1 << 40}, ErrTooLong},
		"no such file":            {"m", Span{Place{Member: "cur/2"}, 5}, ErrRead},
		"a file of other length":  {"m", Span{Place{Member: "cur/1"}, 5}, ErrChanged},
		"no such member of a tar": {"t", Span{Place{Member: "y.mbox", Offset: 48}, 5}, ErrRead},
		"a member of no tar":      {"a", Span{Place{Member: "y.mbox", Offset: 48}, 5}, ErrNotArchive},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := ReadAt(context.Background(), fsys, tt.archive, tt.span, Options{Name: "shown"})
			var placed *Error
			if !errors.Is(err, tt.want) || !errors.As(err, &placed) || placed.Archive != "shown" || placed.Member != tt.span.Member {
				t.Errorf("error %v, want %v with place", err, tt.want)
			}
		})
	}
}

// A countingFile counts what is read of it.
type countingFile struct {
	io.ReaderAt
	n *int64
}

func (c countingFile) ReadAt(b []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, off)
	*c.n += int64(n)
	return n, err
}

func TestReadingAgainReadsLittle(t *testing.T) {
	in := string(ordinaryMbox(4 << 20))
	all, _ := mustMbox(t, in)
	last := all[len(all)-1]
	var n int64
	text := &spanText{ctx: context.Background(), whole: io.NewSectionReader(countingFile{strings.NewReader(in), &n}, 0, int64(len(in)))}
	m, err := text.message(Span{last.placeOf(), last.Length}, &origin{}, Options{}.withDefaults("a"))
	if err != nil || string(m.Raw) != last.Raw || n > 20_000 {
		t.Errorf("%d bytes read: %v", n, err)
	}
}

func (g got) placeOf() Place { return Place{Member: g.Member, Offset: g.Offset, Index: g.Index} }

// files makes a file system of names, each followed by its content.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = file(pairs[i+1])
	}
	return fsys
}

// FuzzArchive states that no file makes a walk panic, whatever it is, and that
// what a walk gives can be read again.
func FuzzArchive(f *testing.F) {
	for _, seed := range []string{
		sep1 + msg1 + "\n" + sep2 + msg2, msg1, mmdfMark + "\n" + msg1 + mmdfMark + "\n", gzipped(sep1 + msg1), xzed(sep1 + msg1), zstded(msg1),
		tarred(files("x.mbox", sep1+msg1, "m/cur/1:2,S", msg2)), inUTF16(sep1+msg1, binary.LittleEndian, true), strings.ReplaceAll(msg1, "\n", "\r"),
		"From - \n" + msg1 + "From - \n" + msg2, "!BDN", byteOrderMark + msg1, "12\n" + msg1, "\x1f\x8b\x08\x00\x00", tarOf(named("a", "a", "..")...),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<15 {
			return
		}
		checkReadAgain(t, fstest.MapFS{"d/a": file(string(in))}, "d")
		checkReadAgain(t, fstest.MapFS{"a": file(string(in))}, "a")
	})
}
