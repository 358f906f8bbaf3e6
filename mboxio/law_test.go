package mboxio

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkReassembly states the law of the scanner: nothing is lost. Each message
// is the span of the input it says it is, and what lies between the spans is
// separator lines and their blank lines, or is reported.
func checkReassembly(t failer, in string, all []got, sum Summary) {
	t.Helper()
	reported := sum.Pseudo > 0 || hasKind(sum.Defects, ErrNoSeparator)
	at := int64(0)
	for i, g := range all {
		end := g.Offset + int64(len(g.Raw))
		if g.Offset < at || end > int64(len(in)) || in[g.Offset:end] != g.Raw || g.Length != int64(len(g.Raw)) {
			t.Fatalf("message %d is not the span %d to %d of the input", i, g.Offset, end)
		}
		if g.Index != int64(i+1) {
			t.Fatalf("message %d has index %d", i, g.Index)
		}
		gap := in[at:g.Offset]
		if line := strings.TrimRight(gap[strings.LastIndexByte(strings.TrimRight(gap, "\r\n"), '\n')+1:], "\r\n"); line != g.Envelope && strings.TrimPrefix(line[strings.LastIndexByte(line, 0)+1:], byteOrderMark) != g.Envelope {
			t.Fatalf("message %d: line before it is %q, envelope %q", i, line, g.Envelope)
		}
		checkGap(t, gap, reported)
		at = end
	}
	checkGap(t, in[at:], reported || len(all) == 0)
}

func checkGap(t failer, gap string, reported bool) {
	t.Helper()
	for line := range strings.Lines(gap) {
		line = strings.TrimPrefix(strings.TrimLeft(line, "\x00"), byteOrderMark)
		if strings.Trim(line, " \t\r\n\x00") != "" && !strings.HasPrefix(line, "From ") && !reported {
			t.Fatalf("line %q belongs to no message", line)
		}
	}
}

// mboxPieces is what adversarial mailboxes are put together from.
func mboxPieces() []string {
	return []string{
		sep1, sep2, msg1, msg2, "\n", "\n", "\r\n", "x", "From ", "From \n", "From - \n", "F", ">", ">From x\n", "From me to you\n",
		"From a Jan 3 10:00\n", "Subject: x\n", "X-Y: z\n", "Content-Length: 3\n", "Content-Length: 120\n", "abc\n",
		"Content-Type: multipart/mixed; boundary=b\n", "\n--b\n", "\n--b--\n", byteOrderMark, "From - \n" + msg1, "From 1844347792267117879@xxx\n" + msg2,
		"From alma@example.org Di M\xe4r  3 10:00:00 2026\n", "Microsoft Mail Internet Headers Version 2.0\n",
		"From 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 Mon Sep 17 00:00:00 2001\n",
		"From 1826242926012345678@xxx Tue Mar 11 01:31:25 +0000 2025\n", crlf(sep1), crlf(msg1), "\x00",
		"X-IMAPbase: 1 2\n", "Subject: FOLDER INTERNAL DATA\n", "\tfolded\n", strings.Repeat("y", 70) + "\n",
	}
}

// sameForAnyReading states the second law: neither the size of blocks, nor the
// number of jobs, changes what is found.
func sameForAnyReading(t failer, in string, block, jobs int) {
	t.Helper()
	want, wantSum, err := walkMbox(in, Options{blockSize: 2*len(in) + 2*evidenceWindow})
	if err != nil {
		t.Fatal(err)
	}
	checkReassembly(t, in, want, wantSum)
	for name, walk := range map[string]func(string, Options) ([]got, Summary, error){"in order": walkMbox, "ahead": walkWhole} {
		have, haveSum, err := walk(in, Options{blockSize: block, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(want, have) {
			diff := cmp.Diff(want, have)
			t.Fatalf("%s, blocks of %d bytes, %d jobs (-one block +blocks):\n%s", name, block, jobs, diff)
		}
		if a, b := fmt.Sprintf("%+v", describe(wantSum)), fmt.Sprintf("%+v", describe(haveSum)); a != b {
			t.Fatalf("%s, blocks of %d bytes: summary\n%s, want\n%s", name, block, b, a)
		}
	}
}

func describe(s Summary) (out []string) {
	for _, d := range s.Defects {
		out = append(out, d.Error())
	}
	return append(out, fmt.Sprint(s.Bytes, s.Messages, s.Pseudo, s.Enclosed, s.Dialect))
}

func TestReadingDoesNotDependOnBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(mboxPieces()), 0, 60).Draw(t, "pieces"), "")
		in = strings.Repeat(in, rapid.SampledFrom([]int{1, 1, 3, 40}).Draw(t, "times"))
		block := rapid.SampledFrom([]int{1, 7, 64, 1000, 5000, 9000, 20_000}).Draw(t, "block")
		if block < 7 && len(in) > 20_000 {
			block = 64
		}
		sameForAnyReading(t, in, block, rapid.IntRange(1, 3).Draw(t, "jobs"))
	})
}

// A failer is what laws need of a test: rapid's and testing's have it.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func FuzzScanner(f *testing.F) {
	f.Add([]byte(sep1+msg1+"\n"+sep2+msg2), 16)
	f.Add([]byte(crlf(sep1+msg1+"\n"+sep2+msg2)), 1)
	f.Add([]byte("From \nSubject: x\n\n>From y\n\nFrom \nSubject: z\n\n"), 5)
	f.Add([]byte(sep1+"From: a\nContent-Length: 60\n\n\n"+sep2+msg2), 100)
	f.Add([]byte("garbage\n\n"+sep1+msg1), 30)
	f.Add([]byte(sep1+sep2+msg1), 3)
	f.Fuzz(func(t *testing.T, in []byte, block int) {
		if len(in) > 1<<16 {
			return
		}
		sameForAnyReading(t, string(in), max(1+block%20_000, 1), 2)
		sameForAnyReading(t, string(bytes.Repeat(in, 1+30_000/(1+len(in)))), 6_000, 2)
	})
}

func TestJobsDoNotChangeOrder(t *testing.T) {
	var b bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&b, "%sMessage-ID: <%d@example.org>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\n%s\n\n", sep1, i, strings.Repeat("x", i%977))
	}
	want, _, _ := walkMbox(b.String(), Options{blockSize: 10_000})
	for _, jobs := range []int{2, 8} {
		have, _, err := walkMbox(b.String(), Options{blockSize: 10_000, Jobs: jobs})
		if err != nil || len(have) != 5000 {
			t.Fatalf("%d messages, %v", len(have), err)
		}
		if diff := cmp.Diff(raws(want), raws(have)); diff != "" {
			t.Errorf("%d jobs: %s", jobs, diff)
		}
	}
}

func TestWalkStops(t *testing.T) {
	in := strings.Repeat(sep1+msg1+"\n", 5000)
	t.Run("when sink fails", func(t *testing.T) {
		n := 0
		stop := fmt.Errorf("enough")
		_, err := WalkReader(context.Background(), strings.NewReader(in), Options{blockSize: 10_000, Jobs: 2}, take, func(got) error {
			if n++; n == 10 {
				return stop
			}
			return nil
		})
		if err != stop || n != 10 {
			t.Errorf("error %v after %d", err, n)
		}
	})
	t.Run("when the context ends, though the reader is blocked", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		blocked := make(chan struct{})
		defer close(blocked)
		r := readerFunc(func([]byte) (int, error) { cancel(); <-blocked; return 0, context.Canceled })
		if _, err := WalkReader(ctx, r, Options{}, take, func(got) error { return nil }); err != context.Canceled {
			t.Errorf("error %v", err)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
