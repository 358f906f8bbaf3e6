package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/analyze"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t *testing.T, r *analyze.Report, format Format, style Style) string {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, r, format, style); err != nil {
		t.Fatalf("Write(%s): %v", format, err)
	}
	return buf.String()
}

func TestReportsLookAsTheGoldenFiles(t *testing.T) {
	for _, tc := range []struct {
		file   string
		report *analyze.Report
		format Format
		style  Style
	}{
		{"broken.txt", brokenCase(), Table, Style{}},
		{"broken-narrow.txt", brokenCase(), Table, Style{Width: 60}},
		{"broken-color.txt", brokenCase(), Table, Style{Color: true}},
		{"broken.json", brokenCase(), JSON, Style{}},
		{"broken.jsonl", brokenCase(), JSONLines, Style{}},
		{"broken.csv", brokenCase(), CSV, Style{}},
		{"broken-matrix.csv", brokenCase(), MatrixCSV, Style{}},
		{"hostile-matrix.csv", hostileCase(), MatrixCSV, Style{}},
		{"broken-timesketch.jsonl", brokenCase(), Timesketch, Style{}},
		{"hostile.txt", hostileCase(), Table, Style{}},
		{"hostile.csv", hostileCase(), CSV, Style{}},
		{"many-devices.txt", manyDevices(30), Table, Style{}},
		{"crowd.txt", crowdCase(), Table, Style{Width: 120}},
		{"crowd-grid.txt", withShortNames(crowdCase()), Table, Style{Width: 120}},
		{"crowd-narrow.txt", crowdCase(), Table, Style{Width: 40}},
		{"many-groups.txt", manyGroups(), Table, Style{Width: 120}},
		{"many-groups-narrow.txt", manyGroups(), Table, Style{Width: 40}},
		{"one-device.txt", oneDevice(), Table, Style{}},
		{"doubtful.txt", doubtfulCase(), Table, Style{}},
		{"doubtful.csv", doubtfulCase(), CSV, Style{}},
		{"empty.txt", &analyze.Report{Schema: analyze.Schema}, Table, Style{}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			got := render(t, tc.report, tc.format, tc.style)
			path := filepath.Join("testdata", tc.file)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}
