package report

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

func TestAMailOfAnyYearLeavesTheReportReadable(t *testing.T) {
	for _, year := range []int{1, 2026, 9999, 10000, 65535} {
		f := told(finding.NotReached, "", "add")
		f.Message.Time = time.Date(year, 1, 2, 3, 4, 5, 0, time.UTC)
		f.Differences = []finding.Difference{{Subject: "bob@x", Message: f.Message}}
		var got analyze.Report
		if err := json.Unmarshal([]byte(render(t, &analyze.Report{Findings: []finding.Finding{f}}, JSON, Style{})), &got); err != nil {
			t.Fatalf("year %d: %v", year, err)
		}
		if m := got.Findings[0].Message; m.ID != f.Message.ID || year <= 9999 && !m.Time.Equal(f.Message.Time) || year > 9999 && !m.Time.IsZero() {
			t.Errorf("year %d: %+v", year, m)
		}
	}
}
