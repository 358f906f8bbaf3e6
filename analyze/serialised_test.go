package analyze_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

func readCase(t testing.TB, folder string) (*evidence.Case, *evidence.Evidence) {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: folder, FS: os.DirFS(filepath.Dir(folder)), Name: filepath.Base(folder)}}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	v, err := evidence.Read(ctx, c, evidence.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return c, v
}

// reportOf gives the report on evidence as bytes.
func reportOf(t testing.TB, v *evidence.Evidence) string {
	t.Helper()
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(analyze.NewReport(v, hs))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSerialisedEvidenceGivesTheSameReport(t *testing.T) {
	for _, folder := range cases(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			_, v := readCase(t, folder)
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var read evidence.Evidence
			if err := json.Unmarshal(text, &read); err != nil {
				t.Fatal(err)
			}
			if want, got := reportOf(t, v), reportOf(t, &read); got != want {
				t.Errorf("the report is not the same: %d bytes, %d from the serialised form", len(want), len(got))
			}
			again, err := json.Marshal(&read)
			if err != nil || string(again) != string(text) {
				t.Errorf("a second serialisation is not the same (%v)", err)
			}
		})
	}
}

func TestACaseReadTwiceGivesTheSameReport(t *testing.T) {
	for _, folder := range cases(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			c, v := readCase(t, folder)
			again, err := evidence.Read(context.Background(), c, evidence.Options{Jobs: 1})
			if err != nil {
				t.Fatal(err)
			}
			want := reportOf(t, v)
			if reportOf(t, v) != want {
				t.Error("a second rebuilding of the same evidence gives another report")
			}
			if reportOf(t, again) != want {
				t.Error("a second reading of the same case gives another report")
			}
		})
	}
}
