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
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

var (
	seedFlag = flag.Uint64("labelled.seed", 0, "make and measure the case of this seed alone")
	sizeFlag = flag.Int("labelled.size", 5*len(kinds()), "scenes in a case; by default every variant of every kind")
	dirFlag  = flag.String("labelled.dir", "", "write each case into a new folder here, and leave it")
)

func TestPlansAreRightOnLabelledCases(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	seeds := []uint64{1, 2, 3}
	if os.Getenv("GMMTOOL_LONG") == "" {
		seeds = seeds[:1]
	}
	if *seedFlag != 0 {
		seeds = []uint64{*seedFlag}
	}
	for _, seed := range seeds {
		c := Make(seed, *sizeFlag)
		found, plan := planOf(t, c, folder(t, seed))
		checkLocated(t, c.Truth, found)
		r := Measure(plan, c.Truth)
		checkClaims(t, plan, c.Truth)
		t.Logf("seed %d, %d scenes, %d records\n%s", seed, *sizeFlag, len(found.Records), r)
		gate(t, r)
	}
}

// gate holds a report against what must be reached.
func gate(t *testing.T, r Report) {
	t.Helper()
	for _, row := range r.Rows {
		if wrong := row.At[joined.Accepted].Wrong; wrong > 0 {
			t.Errorf("%s: %d pairs are joined without asking, and are different people", row.Kind, wrong)
		}
	}
	total := r.Total()
	if recall := total.At[joined.Suggested].Recall(); recall < 0.98 {
		t.Errorf("recall of what is accepted and suggested is %.3f, below 0.98", recall)
	}
	if precision := total.At[joined.Suggested].Precision(); precision < 0.95 {
		t.Errorf("precision of what is accepted and suggested is %.3f, below 0.95", precision)
	}
	if precision := total.Reviewed().Precision(); precision < 0.95 {
		t.Errorf("precision of what is suggested alone is %.3f, below 0.95", precision)
	}
	for _, m := range r.Mistakes {
		if m.Level == joined.Suggested || m.Label == Different {
			t.Log(m)
		}
	}
	for _, record := range r.Unlabelled {
		t.Errorf("the truth does not know %+v", record)
	}
}

// checkClaims holds a plan to joining nobody on a From alone, whether anybody could
// say that it was forged or not.
func checkClaims(t *testing.T, plan dedupe.Plan, truth Truth) {
	t.Helper()
	m := newMeasurement(&plan, truth)
	of := map[string]int{}
	for i, cluster := range joined.Clusters(m.steps(joined.Accepted)) {
		for _, id := range cluster {
			of[id] = i + 1
		}
	}
	person := map[string]string{}
	for _, e := range truth.Records {
		person[e.ID] = e.Person
	}
	for _, pair := range truth.Pairs {
		if onClaimAlone(pair.Kind) && person[pair.A] != person[pair.B] && of[pair.A] != 0 && of[pair.A] == of[pair.B] {
			t.Errorf("%s: joined without asking: %s", pair.Kind, pair.Why)
		}
	}
}

// onClaimAlone are kinds of which nothing may be joined without asking.
func onClaimAlone(kind string) bool {
	return slices.Contains([]string{keylessVictim, keylessFromOutside, claimsAndServer, stolenFromOutside, overheardAnswer, misleadingResults}, kind)
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
	state := exchange(t, dir, c)
	mail := collect.NewMail([]string{authserv})
	read := readCase(t, os.DirFS(dir), "mail", evidence.Options{Jobs: 2, Letter: mail.Add}) // with the answers
	found, err := collect.Records(ctx, books, &collect.Case{Evidence: read.Evidence, Histories: read.Histories, Mail: mail}, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found.Problems {
		t.Errorf("problem: %v", problem)
	}
	answers, _, err := probe.Read(ctx, read, state)
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

// readCase reads a case folder.
func readCase(t *testing.T, fsys fs.FS, name string, opts evidence.Options) probe.Case {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: name, FS: fsys, Name: name}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(ctx, v, history.Options{Jobs: opts.Jobs})
	if err != nil {
		t.Fatal(err)
	}
	return probe.Case{Evidence: v, Histories: hs, Secrets: c.Secrets(), Raw: c.Raw}
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
