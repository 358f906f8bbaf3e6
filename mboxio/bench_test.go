package mboxio

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
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

func BenchmarkWalk(b *testing.B) {
	data := ordinaryMbox(64 << 20)
	for _, jobs := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("jobs=%d", jobs), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := WalkReader(context.Background(), bytes.NewReader(data), Options{Jobs: jobs},
					func(*Message) struct{} { return struct{}{} }, func(struct{}) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
