package analyze_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// FuzzAnalyze feeds any bytes as an archive to a device with a real key. Laws:
// nothing panics, the buckets add up, the report serialises, and two jobs give
// the same bytes as one.
func FuzzAnalyze(f *testing.F) {
	folder := filepath.Join(casesDir, "without-times", "alice")
	mail, err := filepath.Glob(filepath.Join(folder, "Maildir", "cur", "*"))
	if err != nil || len(mail) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	var mbox []byte
	for i, file := range mail {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if i < 12 {
			f.Add(data)
		}
		mbox = append(mbox, "From a@example.org Thu Jan  1 00:00:00 1970\n"...)
		mbox = append(append(mbox, data...), '\n')
	}
	f.Add(mbox)
	f.Add(mbox[:len(mbox)/2])
	keys, err := filepath.Glob(filepath.Join(folder, "keys", "private*"))
	if err != nil || len(keys) == 0 {
		f.Fatalf("no key: %v", err)
	}
	key, err := os.ReadFile(keys[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		one := analyzeBytes(t, data, key, 1)
		if two := analyzeBytes(t, data, key, 2); one != two {
			t.Errorf("one job gives\n%s\ntwo give\n%s", one, two)
		}
	})
}

// analyzeBytes analyzes data as the mailbox of alice; "" where it is no
// archive at all.
func analyzeBytes(t *testing.T, data, key []byte, jobs int) string {
	fsys := fstest.MapFS{
		"case/alice/mail":         {Data: data},
		"case/alice/keys/own.asc": {Data: key},
	}
	opts := evidence.Options{Jobs: jobs, Spool: spool(t)}
	c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		return ""
	}
	defer c.Close()
	report, err := analyze.Analyze(context.Background(), c, opts, history.Options{Jobs: opts.Jobs})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range report.Counts {
		sum += n
	}
	if sum != report.Messages {
		t.Errorf("%d messages, %d counted", report.Messages, sum)
	}
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
