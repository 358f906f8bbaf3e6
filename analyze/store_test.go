package analyze_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// A failer is what these checks need of a test: rapid's and testing's have it.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// checkSome checks a property fewer times than is usual, unless the number was asked
// for: each time whole cases are written to disk.
func checkSome(t *testing.T, property func(*rapid.T)) {
	number := "8"
	if long {
		number = "40"
	}
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set(number); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	rapid.Check(t, property)
}

// heldCase is a case in memory: its files, by their path below its folder.
func heldCase(t failer, folder string) fstest.MapFS {
	t.Helper()
	held := fstest.MapFS{}
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		info, statErr := entry.Info()
		if err == nil && statErr == nil {
			relative, _ := filepath.Rel(folder, name)
			held[filepath.ToSlash(relative)] = &fstest.MapFile{Data: data, Mode: 0o644, ModTime: info.ModTime()}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// lifeCase is a made-up case of one mbox for each device.
func lifeCase() fstest.MapFS {
	held := fstest.MapFS{}
	for name, file := range (synthetic.Life{Devices: 3, Messages: 60}).Case() {
		held[strings.TrimPrefix(name, "case/")] = &fstest.MapFile{Data: file.Data, Mode: 0o644, ModTime: time.Unix(1e9, 0)}
	}
	return held
}

const heldPath = "case"

func heldSource(held fstest.MapFS) evidence.Source {
	return evidence.Source{Path: heldPath, FS: held, Name: "."}
}

func storeSource(name string) evidence.Source {
	return evidence.Source{Path: name, FS: os.DirFS(filepath.Dir(name)), Name: filepath.Base(name),
		OpenStore: func() (*store.Store, error) { return store.Open(name) }}
}

// evidenceOf reads sources.
func evidenceOf(t failer, jobs int, sources ...evidence.Source) *evidence.Evidence {
	t.Helper()
	c, err := evidence.Discover(context.Background(), sources, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(context.Background(), c, evidence.Options{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// saidOf is all that analyze says of sources, advice included, as bytes.
func saidOf(t failer, jobs int, sources ...evidence.Source) string {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, sources, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(ctx, c, evidence.Options{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(ctx, v, history.Options{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	report := analyze.NewReport(v, hs)
	report.Advise(c, hs, time.Unix(2e9, 0))
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// index brings a store up to date with what is held.
func index(t failer, name string, held fstest.MapFS, jobs int, people bool) *evidence.Indexed {
	t.Helper()
	c, err := evidence.Discover(context.Background(), []evidence.Source{heldSource(held)}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	to, err := store.OpenToWrite(name)
	if err != nil {
		t.Fatal(err)
	}
	done, err := evidence.Index(context.Background(), c, to, evidence.IndexOptions{Options: evidence.Options{Jobs: jobs}, Started: time.Unix(2e9, 0), People: people})
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return done
}

// heldCases are the cases that the laws of stores are tried on.
func heldCases(t *testing.T) map[string]fstest.MapFS {
	held := map[string]fstest.MapFS{"a made-up life": lifeCase()}
	for _, pattern := range []string{"../testdata/cases/*", "../testdata/backups/*"} {
		folders, _ := filepath.Glob(pattern)
		for _, folder := range folders {
			if files := heldCase(t, folder); len(evidenceOf(t, 1, heldSource(files)).Inputs) > 0 {
				held[filepath.Base(folder)] = files
			}
		}
	}
	return held
}

// isKey tells the files that are in every share of a case.
func isKey(name string) bool { return strings.Contains(name, "/keys/") }

// TestAnySplitOverStoresGivesTheResultsOfOneRun states the law of stores.
func TestAnySplitOverStoresGivesTheResultsOfOneRun(t *testing.T) {
	held, want, archives := heldCases(t), map[string]string{}, map[string][]string{}
	for name, files := range held {
		v := evidenceOf(t, 2, heldSource(files))
		for _, input := range v.Inputs {
			archives[name] = append(archives[name], strings.TrimPrefix(input.Path, heldPath+"/"))
		}
		want[name] = saidOf(t, 2, heldSource(files))
	}
	dir := t.TempDir()
	checkSome(t, func(t *rapid.T) {
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(held))).Draw(t, "case")
		shares := make([]fstest.MapFS, rapid.IntRange(1, 4).Draw(t, "stores"))
		for i := range shares {
			shares[i] = fstest.MapFS{}
		}
		keys := rapid.SampledFrom([]string{"everywhere", "with their owner's mail", "at the end"}).Draw(t, "keys")
		for file, data := range held[name] {
			for i := range shares {
				if isKey(file) && keys == "everywhere" {
					shares[i][file] = data
				}
			}
		}
		for _, archive := range archives[name] {
			i := rapid.IntRange(0, len(shares)-1).Draw(t, archive)
			for file, data := range held[name] {
				if isKey(file) && keys == "with their owner's mail" && strings.HasPrefix(file, strings.Split(archive, "/")[0]+"/") {
					shares[i][file] = data
				}
				if !isKey(file) && (file == archive || strings.HasPrefix(file, archive+"/") || strings.HasPrefix(file, archive+"-wal")) {
					shares[i][file] = data
				}
			}
		}
		run, err := os.MkdirTemp(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(run)
		var sources []evidence.Source
		for i, share := range shares {
			if len(share) > 0 && hasMail(share) {
				file := filepath.Join(run, fmt.Sprint(i))
				index(t, file, share, rapid.IntRange(1, 3).Draw(t, "jobs"), rapid.Bool().Draw(t, "people"))
				sources = append(sources, storeSource(file))
			}
		}
		if keys == "at the end" {
			alone := maps.Clone(held[name])
			maps.DeleteFunc(alone, func(file string, _ *fstest.MapFile) bool { return !isKey(file) })
			if len(alone) > 0 {
				sources = append(sources, heldSource(alone))
			}
		}
		sources = rapid.Permutation(sources).Draw(t, "order")
		if got := saidOf(t, rapid.IntRange(1, 3).Draw(t, "last jobs"), sources...); got != want[name] {
			t.Fatalf("%s: another report: %s", name, firstDifference(want[name], got))
		}
	})
}

func hasMail(share fstest.MapFS) bool {
	for file := range share {
		if !isKey(file) {
			return true
		}
	}
	return false
}

// TestIndexingAgainGivesWhatIsThereNow states the law of incremental reading: whatever
// a store holds of an earlier state, afterwards it holds what one run finds.
func TestIndexingAgainGivesWhatIsThereNow(t *testing.T) {
	held, want := heldCases(t), map[string]string{}
	for name, files := range held {
		want[name] = saidOf(t, 2, heldSource(files))
	}
	dir := t.TempDir()
	checkSome(t, func(t *rapid.T) {
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(held))).Draw(t, "case")
		early := fstest.MapFS{}
		percent := rapid.SampledFrom([]int{20, 80, 100}).Draw(t, "percent")
		for _, file := range slices.Sorted(maps.Keys(held[name])) {
			data := *held[name][file]
			switch {
			case path.Ext(file) == ".mbox":
				data.Data = data.Data[:rapid.IntRange(0, len(data.Data)).Draw(t, file)]
				data.ModTime = data.ModTime.Add(-time.Hour)
			case rapid.IntRange(1, 100).Draw(t, file) > percent:
				continue
			}
			early[file] = &data
			if renamed := strings.Replace(file, "!2,S", "!2,", 1); renamed != file && rapid.Bool().Draw(t, "renamed") {
				delete(early, file)
				early[renamed] = &data
			}
		}
		if !hasMail(early) {
			return
		}
		file := filepath.Join(dir, "store")
		defer os.Remove(file)
		people := rapid.Bool().Draw(t, "people")
		index(t, file, early, 2, people && rapid.Bool().Draw(t, "people before"))
		index(t, file, held[name], rapid.IntRange(1, 3).Draw(t, "jobs"), people)
		if got := saidOf(t, 2, storeSource(file)); got != want[name] {
			t.Fatalf("%s: another report: %s", name, firstDifference(want[name], got))
		}
		if done := index(t, file, held[name], 1, people); done.Read != 0 || done.Messages != 0 {
			t.Fatalf("a case that did not change was read again: %+v", done)
		}
	})
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	from := max(0, at-200)
	return fmt.Sprintf("at byte %d\nwant …%s…\ngot  …%s…", at, want[from:min(len(want), at+200)], got[from:min(len(got), at+200)])
}
