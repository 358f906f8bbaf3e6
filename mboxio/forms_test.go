package mboxio

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// inUTF16 encodes text.
func inUTF16(text string, order binary.AppendByteOrder, mark bool) string {
	var out []byte
	if mark {
		text = byteOrderMark + text
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestMMDF(t *testing.T) {
	mark := mmdfMark + "\n"
	quoting := strings.Replace(msg1, "one", "one\n\n"+sep2+msg2, 1)
	tests := map[string]struct {
		in       string
		want     []string
		envelope string
	}{
		"with From lines":               {mark + sep1 + msg1 + mark + mark + sep2 + msg2 + mark, []string{msg1, msg2}, strings.TrimSuffix(sep1, "\n")},
		"without":                       {mark + msg1 + mark + mark + msg2 + mark, []string{msg1, msg2}, ""},
		"one mark between":              {mark + msg1 + mark + msg2 + mark, []string{msg1, msg2}, ""},
		"no mark at the end":            {mark + msg1 + mark + mark + msg2, []string{msg1, msg2}, ""},
		"no line end at the end":        {mark + msg1 + mark + mark + msg2 + mmdfMark, []string{msg1, msg2}, ""},
		"CRLF":                          {crlf(mark + msg1 + mark + mark + msg2 + mark), []string{crlf(msg1), crlf(msg2)}, ""},
		"a separator inside is text":    {mark + quoting + mark, []string{quoting}, ""},
		"a blank line at the end stays": {mark + msg1 + "\n" + mark, []string{msg1 + "\n"}, ""},
		"five Control-A are text":       {mark + msg1 + mmdfMark + "\x01\n" + mark, []string{msg1 + mmdfMark + "\x01\n"}, ""},
		"Control-A inside a line":       {mark + msg1 + "x" + mmdfMark + "\n" + mark, []string{msg1 + "x" + mmdfMark + "\n"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, block := range []int{1, 50, 1 << 20} {
				fsys := fstest.MapFS{"a": file(tt.in)}
				all, sum := collect(t, fsys, "a", Options{blockSize: block})
				if diff := cmp.Diff(tt.want, raws(all)); diff != "" || sum.Dialect != "mmdf" || len(sum.Defects) > 0 {
					t.Errorf("%s %s %v", diff, sum.Dialect, sum.Defects)
				}
				if len(all) > 0 && all[0].Envelope != tt.envelope {
					t.Errorf("envelope %q", all[0].Envelope)
				}
				for _, g := range all {
					if tt.in[g.Offset:][:g.Length] != g.Raw {
						t.Errorf("offset %d", g.Offset)
					}
				}
				checkReadAgain(t, fsys, "a")
			}
		})
	}
}

func TestTextInOtherEncodings(t *testing.T) {
	mbox := sep1 + msg1 + "\n" + sep2 + strings.Replace(msg2, "two", "zwölf 🐙", 1)
	eml := strings.Replace(msg1, "one", "ünf", 1)
	cr := func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }
	for name, tt := range map[string]struct {
		in   string
		want string // the text
		kind string
		note string
	}{
		"mbox, UTF-16LE with mark":    {inUTF16(mbox, binary.LittleEndian, true), mbox, "mbox.utf-16", noteUTF16},
		"mbox, UTF-16BE with mark":    {inUTF16(mbox, binary.BigEndian, true), mbox, "mbox.utf-16", noteUTF16},
		"mbox, UTF-16LE without mark": {inUTF16(mbox, binary.LittleEndian, false), mbox, "mbox.utf-16", noteUTF16},
		"mbox, UTF-16BE without mark": {inUTF16(mbox, binary.BigEndian, false), mbox, "mbox.utf-16", noteUTF16},
		"mbox, UTF-16 and CRLF":       {inUTF16(crlf(mbox), binary.LittleEndian, true), crlf(mbox), "mbox.utf-16", noteUTF16},
		"eml, UTF-16":                 {inUTF16(eml, binary.LittleEndian, true), eml, "eml.utf-16", noteUTF16},
		"mbox, CR":                    {cr(mbox), mbox, "mbox.cr", noteCR},
		"eml, CR":                     {cr(eml), eml, "eml.cr", noteCR},
		"long mbox, CR":               {cr(strings.Repeat(mbox+"\n", 2000)), strings.Repeat(mbox+"\n", 2000), "mbox.cr", noteCR},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"a": file(tt.in), "d/x": file(tt.in)}
			if kind, err := Detect(fsys, "a"); kind.String() != tt.kind || err != nil {
				t.Errorf("kind %s, %v", kind, err)
			}
			want, _ := collect(t, fstest.MapFS{"a": file(tt.want)}, "a", Options{})
			for _, top := range []string{"a", "d"} {
				all, sum := collect(t, fsys, top, Options{})
				if diff := cmp.Diff(raws(want), raws(all)); diff != "" || len(sum.Notes) != 1 || sum.Notes[0].Text != tt.note || len(sum.Defects) > 0 {
					t.Errorf("%s\n%v %v", diff, sum.Notes, sum.Defects)
				}
				checkReadAgain(t, fsys, top)
			}
		})
	}
}

func TestUTF16ReaderGivesTheSameInAnyPieces(t *testing.T) {
	text := strings.Repeat("zwölf 🐙\n", 10_000)
	for _, r := range []string{inUTF16(text, binary.LittleEndian, true), inUTF16(text, binary.BigEndian, false)} {
		u, err := newUTF16Reader(iotest.HalfReader(strings.NewReader(r)))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := out.ReadFrom(iotest.OneByteReader(u)); err != nil || out.String() != text && out.String() != "\x00"+text {
			t.Errorf("%d bytes of %d, %v", out.Len(), len(text), err)
		}
	}
}

func TestAnMboxWhoseBareSeparatorsLostTheirBlankIsRead(t *testing.T) {
	text, whole := "From\n"+msg1+"\nFrom\n"+msg2, "From \n"+msg1+"\nFrom \n"+msg2
	for in, want := range map[string]string{text: whole, crlf(text): crlf(whole)} {
		fsys := fstest.MapFS{"a": file(in)}
		if kind, err := Detect(fsys, "a"); kind.String() != "mbox.stripped" || err != nil {
			t.Errorf("kind %s, %v", kind, err)
		}
		all, sum := collect(t, fsys, "a", Options{})
		wanted, _ := collect(t, fstest.MapFS{"a": file(want)}, "a", Options{})
		if diff := cmp.Diff(raws(wanted), raws(all)); diff != "" || len(all) != 2 || len(sum.Notes) == 0 || sum.Notes[0].Text != noteStripped {
			t.Errorf("%s\n%v", diff, sum.Notes)
		}
		checkReadAgain(t, fsys, "a")
	}
}

func TestBlanksComeBackInAnyPieces(t *testing.T) {
	text := "From\nA: b\n\nFrom\nFrom here\nFrom" + strings.Repeat("x", 9000) + "From\nFrom\r\nFrom"
	want := "From \nA: b\n\nFrom \nFrom here\nFrom" + strings.Repeat("x", 9000) + "From\nFrom \r\nFrom"
	var out bytes.Buffer
	if _, err := out.ReadFrom(iotest.OneByteReader(&strippedReader{in: bufio.NewReader(iotest.HalfReader(strings.NewReader(text)))})); err != nil || out.String() != want {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestTextIsNotTakenForOtherEncodings(t *testing.T) {
	for name, in := range map[string]string{
		"an mbox with a CR":    sep1 + "From: a@b\nDate: x\n\na\rb\rc\n",
		"NULs in a body":       sep1 + "From: a@b\nDate: x\n\na\x00b\x00c\x00\n",
		"a header in ISO 8859": "From: \xe4\xf6\nDate: x\n\nx\n",
		"an eml without lines": "From: a@b\nDate: x\nTo: y\n\n",
	} {
		if kind, err := Detect(fstest.MapFS{"a": file(in)}, "a"); err != nil || kind.Compression != Plain || !kind.IsArchive() {
			t.Errorf("%s: %s, %v", name, kind, err)
		}
	}
}

func TestForeignFormsAreNamed(t *testing.T) {
	for name, tt := range map[string]struct{ file, content, tool string }{
		"pst":  {"a.pst", "!BDN\x00\x00", "readpst"},
		"dbx":  {"Inbox.dbx", "\xcf\xad\x12\xfe\xc5\xfd\x74\x6f", "undbx"},
		"msg":  {"a.msg", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msgconvert"},
		"tnef": {"winmail.dat", "\x78\x9f\x3e\x22", "tnef"},
		"mbx":  {"INBOX", "*mbx*\r\n", "mailutil"},
		"rar":  {"a.rar", "Rar!\x1a\x07\x00", "unrar"},
		"7z":   {"a.7z", "7z\xbc\xaf\x27\x1c", "7z"},
		"lzma": {"a.lzma", "\x5d\x00\x00\x80", "xz"},
		"Z":    {"a.Z", "\x1f\x9d\x90", "gzip"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := files("d/"+tt.file, tt.content, "d/b/ok", sep1+msg1)
			_, sum, err := tryCollect(fsys, "d/"+tt.file, Options{})
			if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), tt.tool) {
				t.Errorf("alone: %v %v", err, sum)
			}
			all, sum := collect(t, fsys, "d", Options{})
			if len(all) != 1 || !hasKind(sum.Defects, ErrForeign) || sum.Defects[0].Member != tt.file {
				t.Errorf("in a folder: %v", sum.Defects)
			}
			_, failed := Find(t.Context(), fsys, "d", nil)
			if len(failed) != 1 || !errors.Is(failed[0], ErrForeign) {
				t.Errorf("found: %v", failed)
			}
			if _, err := Detect(fsys, "d/"+tt.file); !errors.Is(err, ErrForeign) {
				t.Errorf("detected: %v", err)
			}
		})
	}
	_, _, err := tryCollect(files("a.lz4", "\x04\x22\x4d\x18"), "a.lz4", Options{})
	if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), "lz4 -d") {
		t.Errorf("lz4: %v", err)
	}
}

func TestVeryLongFirstField(t *testing.T) {
	long := "Received: " + strings.Repeat("x", 100_000) + "\n" + msg1
	all, sum := collect(t, fstest.MapFS{"a": file(long)}, "a", Options{})
	if len(all) != 1 || all[0].Raw != long || len(sum.Defects) > 0 {
		t.Errorf("%d messages, %v", len(all), sum.Defects)
	}
}

func TestBareSeparatorsAreNoted(t *testing.T) {
	_, sum := mustMbox(t, "From - \n"+msg1+"From - \n"+msg2)
	if len(sum.Notes) != 1 || sum.Notes[0].Text != noteBare {
		t.Errorf("notes %v", sum.Notes)
	}
	if _, sum := mustMbox(t, sep1+msg1); len(sum.Notes) > 0 {
		t.Errorf("notes %v", sum.Notes)
	}
}
