package analyze_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// The costs that docs/store.md tells: of a case of about a thousand chat messages, plain
// and sealed.
func BenchmarkStore(b *testing.B) {
	plain := fstest.MapFS{}
	for name, file := range (synthetic.Life{Devices: 2, Messages: 500}).Case() {
		plain[strings.TrimPrefix(name, "case/")] = &fstest.MapFile{Data: file.Data, Mode: 0o644, ModTime: time.Unix(1e9, 0)}
	}
	for name, held := range map[string]fstest.MapFS{"plain": plain, "sealed": heldCase(b, "../testdata/cases/two-releases")} {
		b.Run(name+"/analyze the archives", func(b *testing.B) {
			for b.Loop() {
				conclude(b, evidenceOf(b, 2, heldSource(held)))
			}
		})
		b.Run(name+"/index", func(b *testing.B) {
			dir := b.TempDir()
			for b.Loop() {
				file := filepath.Join(dir, time.Now().Format("150405.000000000"))
				index(b, file, held, 2, false)
			}
		})
		file := filepath.Join(b.TempDir(), "store")
		index(b, file, held, 2, false)
		b.Run(name+"/index what did not change", func(b *testing.B) {
			for b.Loop() {
				index(b, file, held, 2, false)
			}
		})
		b.Run(name+"/read the store", func(b *testing.B) {
			for b.Loop() {
				s, err := store.Open(file)
				if err != nil {
					b.Fatal(err)
				}
				s.Close()
				evidenceOf(b, 2, storeSource(file))
			}
		})
		b.Run(name+"/analyze the store", func(b *testing.B) {
			for b.Loop() {
				conclude(b, evidenceOf(b, 2, storeSource(file)))
			}
		})
	}
}

func conclude(b *testing.B, v *evidence.Evidence) {
	b.Helper()
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
	if err != nil {
		b.Fatal(err)
	}
	analyze.NewReport(v, hs)
}
