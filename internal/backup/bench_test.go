package backup

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
)

// BenchmarkRead reads a database of 300,000 messages; with -short one of a tenth.
func BenchmarkRead(b *testing.B) {
	messages := 300_000
	if testing.Short() {
		messages /= 10
	}
	file := filepath.Join(b.TempDir(), "dc.db")
	check(b, backuptest.Grow(file, realDatabase(b, "of-2.62/alice"), messages, 110))
	place := find(b, os.DirFS(filepath.Dir(file)), "dc.db")
	info, err := os.Stat(file)
	check(b, err)
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		d, _, err := place.Read("dc.db", nil)
		check(b, err)
		if len(d.Messages) < messages {
			b.Fatalf("%d messages", len(d.Messages))
		}
	}
}
