package labelled

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/probe"
)

var (
	seedFlag = flag.Uint64("labelled.seed", 0, "make and measure the case of this seed alone")
	sizeFlag = flag.Int("labelled.size", 5*len(kinds()), "scenes in a case; by default every variant of every kind")
	dirFlag  = flag.String("labelled.dir", "", "write each case into a new folder here, and leave it")
)

func TestPlansAreRightOnLabelledCases(t *testing.T) {
	seeds := []uint64{1, 2, 3}
	if *seedFlag != 0 {
		seeds = []uint64{*seedFlag}
	}
	for _, seed := range seeds {
		c := Make(seed, *sizeFlag)
		found, plan := planOf(t, c, folder(t, seed))
		checkLocated(t, c.Truth, found)
		r := Measure(plan, c.Truth)
		t.Logf("seed %d, %d scenes, %d records\n%s", seed, *sizeFlag, len(found.Records), r)
		gate(t, r)
	}
}

// gate holds a report against what must be reached.
func gate(t *testing.T, r Report) {
	t.Helper()
	for _, row := range r.Rows {
		if wrong := row.At[Accepted].Wrong; wrong > 0 {
			t.Errorf("%s: %d pairs are joined without asking, and are different people", row.Kind, wrong)
		}
	}
	total := r.Total()
	if recall := total.At[Suggested].Recall(); recall < 0.98 {
		t.Errorf("recall of what is accepted and suggested is %.3f, below 0.98", recall)
	}
	if precision := total.At[Suggested].Precision(); precision < 0.95 {
		t.Errorf("precision of what is accepted and suggested is %.3f, below 0.95", precision)
	}
	if precision := total.Reviewed().Precision(); precision < 0.95 {
		t.Errorf("precision of what is suggested alone is %.3f, below 0.95", precision)
	}
	for _, m := range r.Mistakes {
		if m.Level == Suggested || m.Label == Different {
			t.Log(m)
		}
	}
	for _, record := range r.Unlabelled {
		t.Errorf("the truth does not know %+v", record)
	}
}

// folder is where the case of a seed goes.
func folder(t *testing.T, seed uint64) string {
	t.Helper()
	if *dirFlag == "" {
		return t.TempDir()
	}
	dir := filepath.Join(*dirFlag, fmt.Sprintf("seed-%d", seed))
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is there already", dir)
	}
	return dir
}

// planOf writes the case to files and makes a plan in the way the program does.
func planOf(t *testing.T, c Case, dir string) (*collect.Found, dedupe.Plan) {
	t.Helper()
	books := write(t, dir, c)
	ctx := context.Background()
	opts := analyze.Options{Jobs: 2}
	sources := []analyze.Source{{Path: filepath.Join(dir, "mail"), FS: os.DirFS(dir), Name: "mail"}}
	mail, err := analyze.Discover(ctx, sources, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer mail.Close()
	state := exchange(t, dir, c, mail)
	if mail, err = analyze.Discover(ctx, sources, opts); err != nil { // with the answers
		t.Fatal(err)
	}
	defer mail.Close()
	found, err := collect.Records(ctx, mail, books, collect.Options{Analyze: opts})
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found.Problems {
		t.Errorf("problem: %v", problem)
	}
	answers, _, err := probe.Read(ctx, found.Study, state)
	if err != nil {
		t.Fatal(err)
	}
	found.Testimony.Probes = answers
	plan, err := dedupe.Find(ctx, found.Records, found.Testimony, dedupe.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return found, *plan
}

// write writes the files of a case and the truth, and gives its books.
func write(t *testing.T, dir string, c Case) []collect.Book {
	t.Helper()
	truth, err := json.MarshalIndent(c.Truth, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	var books []collect.Book
	for _, file := range append(c.Files, File{"truth.json", truth}) {
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(file.Path, "books/") {
			books = append(books, collect.Book{Path: path, Data: file.Data})
		}
	}
	return books
}

// checkLocated makes sure that the truth speaks of records that exist, and of
// all of them.
func checkLocated(t *testing.T, truth Truth, found *collect.Found) {
	t.Helper()
	there := map[Locator]bool{}
	for _, record := range found.Records {
		there[locatorOf(record)] = true
	}
	known, paired := map[Locator]bool{}, map[string]bool{}
	for _, p := range truth.Pairs {
		paired[p.A], paired[p.B] = true, true
	}
	for _, e := range truth.Records {
		known[e.key()] = true
		if !there[e.key()] && paired[e.ID] && e.Kind != "own" { // a device keeps no record of its own user
			t.Errorf("%s, scene %d: there is no record %s", e.Kind, e.Scene, e.Locator)
		}
	}
	for l := range there {
		if !known[l] {
			t.Errorf("the truth does not speak of %s", l)
		}
	}
}
