package gmm

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/gmmtool/gmmtool/internal/release"
)

// oneToOne is the i-th message of a chat of two, as clients write them.
func oneToOne(i int) []byte {
	return fmt.Appendf(nil, "Return-Path: <bob@example.org>\r\nDelivered-To: alice@example.org\r\nReceived: from a by b; Fri, 20 Nov 2026 12:00:00 +0000\r\n"+
		"From: Bob <bob@example.org>\r\nTo: <alice@example.org>\r\nSubject: Message from Bob\r\nDate: Fri, 20 Nov 2026 12:%02d:%02d +0000\r\n"+
		"Message-ID: <%08d-e5f6-4a5b-8c9d-0e1f2a3b4c5d@localhost>\r\nIn-Reply-To: <%08d-e5f6-4a5b-8c9d-0e1f2a3b4c5d@localhost>\r\n"+
		"References: <%08d-e5f6-4a5b-8c9d-0e1f2a3b4c5d@localhost>\r\nChat-Version: 1.0\r\nChat-Disposition-Notification-To: bob@example.org\r\n"+
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello number %d, nothing special\r\n", i/60%60, i%60, i, i-1, i-1, i)
}

// What is held of an ordinary chat message, with its reading, is bounded: see
// the budget in docs.
func TestWhatIsHeldOfAMessage(t *testing.T) {
	const n, most = 20000, 1100
	reader, held := new(Reader), make([]*Message, n)
	before := heap()
	for i := range held {
		held[i] = reader.Read(oneToOne(i), Keys{})
		held[i].Reading(release.Latest)
		held[i].Reading(release.Of(1, 139, 3))
	}
	each := (heap() - before) / n
	runtime.KeepAlive(held)
	t.Logf("%d bytes a message", each)
	if each > most {
		t.Errorf("%d bytes a message, at most %d", each, most)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func BenchmarkReadOneToOne(b *testing.B) {
	raw := oneToOne(1)
	reader := new(Reader)
	b.ReportAllocs()
	for b.Loop() {
		reader.Read(raw, Keys{}).Reading(release.Latest)
	}
}
