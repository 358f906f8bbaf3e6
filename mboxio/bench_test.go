package mboxio

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// ordinaryMbox makes an mbox of about size bytes: text mail of a few
// kilobytes, as most mail is.
func ordinaryMbox(size int) []byte {
	var b bytes.Buffer
	line := "For the most part this is text From nobody in particular, Friday or not.\n"
	for i := 0; b.Len() < size; i++ {
		b.WriteString(sep1)
		for hop := range 4 {
			fmt.Fprintf(&b, "Received: from host%d.example.org by host%d.example.org\n\twith ESMTP id %d; Thu, 1 Jan 2026 00:00:0%d +0000\n", hop, hop+1, i, hop)
		}
		fmt.Fprintf(&b, "Message-ID: <%d@example.org>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nFrom: a@example.org\nTo: b@example.org\nSubject: %d\nContent-Type: text/plain\n\n", i, i)
		b.WriteString(strings.Repeat(line, 10+i%60))
		b.WriteString("\n")
	}
	return b.Bytes()
}

// BenchmarkWalk reads ordinary mail: from a stream, from a file, which all jobs
// split, and from a file of which no message is selected.
func BenchmarkWalk(b *testing.B) {
	data := ordinaryMbox(64 << 20)
	fsys := fstest.MapFS{"a.mbox": &fstest.MapFile{Data: data}}
	work, sink := func(*Message) struct{} { return struct{}{} }, func(struct{}) error { return nil }
	walks := map[string]func(Options) (Summary, error){
		"stream": func(o Options) (Summary, error) {
			return WalkReader(context.Background(), bytes.NewReader(data), o, work, sink)
		},
		"file": func(o Options) (Summary, error) { return Walk(context.Background(), fsys, "a.mbox", o, work, sink) },
		"none": func(o Options) (Summary, error) {
			o.Match = []FieldMatch{{Name: "Chat-*"}, {Name: "Content-Type", Value: "multipart/"}}
			return Walk(context.Background(), fsys, "a.mbox", o, work, sink)
		},
	}
	for _, name := range []string{"stream", "file", "none"} {
		for _, jobs := range []int{1, 2, 4} {
			b.Run(fmt.Sprintf("%s/jobs=%d", name, jobs), func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := walks[name](Options{Jobs: jobs}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
