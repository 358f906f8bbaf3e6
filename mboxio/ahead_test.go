package mboxio

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
)

// segmentOfText splits a segment of text as workers do.
func segmentOfText(text string, from, to int64) *segment {
	opts := Options{}.withDefaults("a.mbox")
	feed := &feeder{opts: opts, blocks: newBlockPool(64<<10, 1), headers: newHeaderReader(nil)}
	of := &splitter{window: newWindow(context.Background(), feed, strings.NewReader(text)), from: &origin{}, writer: writer{usual: dateStrict}}
	g := newSegment(of, io.NewSectionReader(strings.NewReader(text), 0, int64(len(text))), from, to)
	g.split()
	return g
}

func TestSegmentsMeet(t *testing.T) {
	text := string(ordinaryMbox(300_000))
	var starts []int64
	all, _ := mustMbox(t, text)
	for _, g := range all {
		starts = append(starts, g.Offset-int64(len(g.Envelope))-1)
	}
	next := func(at int64) int64 {
		for _, s := range starts {
			if s >= at {
				return s
			}
		}
		return int64(len(text))
	}
	for from := int64(30_000); from < int64(len(text)); from += 40_000 {
		g := segmentOfText(text, from, from+40_000)
		if g.first != next(from) || g.stop != next(from+40_000) || g.ended != (g.stop == int64(len(text))) {
			t.Errorf("segment at %d is split from %d to %d, want %d to %d", from, g.first, g.stop, next(from), next(from+40_000))
		}
		if len(g.s.batch.items) == 0 || g.s.batch.items[0].offset <= g.first {
			t.Errorf("segment at %d: no messages", from)
		}
	}
}

func TestSegmentIsGivenUpWhereAMessageDoesNotFit(t *testing.T) {
	small := sep1 + msg1 + "\n"
	text := strings.Repeat(small, 100) + sep2 + "Subject: x\nTo: x\n\n" + strings.Repeat("long\n", 40_000) + "\n" + strings.Repeat(small, 100)
	g := segmentOfText(text, int64(2*len(small)), 40_000)
	if want := int64(100 * len(small)); g.first != int64(2*len(small)) || g.stop != want || g.ended {
		t.Errorf("split from %d to %d, want to %d", g.first, g.stop, want)
	}
	if n := len(g.s.batch.items); n != 98 {
		t.Errorf("%d messages, want 98", n)
	}
}

func TestAheadIsNoShortcut(t *testing.T) {
	attached := "Content-Type: multipart/mixed; boundary=b\nFrom: a@example.org\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n"
	inner := strings.Repeat(sep1+msg1+"\n", 400)
	tests := map[string]string{
		"separators enclosed by a Content-Length": sep1 + attached + fmt.Sprintf("Content-Length: %d\n\n", len(inner)) + inner + "\n" + sep2 + msg2,
		"weak separators":                         strings.Repeat("From \n"+msg1+"\n", 3000),
		"weak separators after strict ones":       strings.Repeat(sep1+msg1+"\n", 1000) + strings.Repeat("From \n"+msg1+"\n", 1000),
		"messages of many sizes":                  string(ordinaryMbox(400_000)),
		"a wrong Content-Length everywhere":       strings.Repeat(sep1+"Content-Length: 77\n"+msg1+"\n", 2000),
		"a Content-Length far too large":          strings.Repeat(sep1+"Content-Length: 77777777\n"+msg1+"\n", 2000),
		"a header cut at the end":                 strings.Repeat(sep1+msg1+"\n", 2000) + sep2 + "Subject: x",
		"separators without a message":            strings.Repeat(sep1+msg1+"\n"+sep2, 2000),
		"server fields":                           sep1 + "X-IMAPbase: 7 9\nX-UID: 1\n" + msg1 + "\n" + strings.Repeat(sep1+"X-UID: 2\n"+msg1+"\n", 2000),
		"CRLF":                                    crlf(strings.Repeat(sep1+msg1+"\n", 2000)),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			for _, block := range []int{9_000, 16_000, 30_000} {
				sameForAnyReading(t, text, block, 2)
			}
		})
	}
}
