package labelled

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/collect"
)

// What dedupe makes of a case follows from its evidence and letters in their
// serialised form: nothing of it looks into an archive.
func TestSerialisedEvidenceGivesTheSamePlan(t *testing.T) {
	folders, err := filepath.Glob("../../../testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	if os.Getenv("GMMTOOL_LONG") == "" {
		folders = folders[:2]
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			checkSerialised(t, os.DirFS(filepath.Dir(folder)), filepath.Base(folder))
		})
	}
	t.Run("every labelled kind", func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir, Make(1, 5*len(kinds())))
		checkSerialised(t, os.DirFS(dir), "mail")
	})
}

func checkSerialised(t *testing.T, fsys fs.FS, name string) {
	var letters []evidence.Letter
	read := readCase(t, fsys, name, evidence.Options{Jobs: 2, Letter: func(l evidence.Letter) { letters = append(letters, l) }})
	want := planFrom(t, read.Evidence, letters)
	if got := planFrom(t, throughJSON(t, read.Evidence), throughJSON(t, letters)); got != want {
		t.Errorf("the plan is not the same: %d bytes, %d from the serialised form", len(want), len(got))
	}
}

// planFrom makes a plan of evidence and letters, as JSON.
func planFrom(t *testing.T, v *evidence.Evidence, letters []evidence.Letter) string {
	t.Helper()
	hs, err := history.Rebuild(t.Context(), v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	mail := collect.NewMail(nil)
	for _, l := range letters {
		mail.Add(l)
	}
	found, err := collect.Records(t.Context(), nil, &collect.Case{Evidence: v, Histories: hs, Mail: mail}, 2)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := dedupe.Find(t.Context(), found.Records, found.Testimony, dedupe.Options{Inputs: found.Inputs, IncludeWeak: true, CandidatesClaimed: true})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func throughJSON[T any](t *testing.T, value T) T {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}
