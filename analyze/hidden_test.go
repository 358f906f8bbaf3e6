package analyze_test

import (
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// In this life of real clients alice, carol and erin run 1.159.4, and erin sent
// nothing that is kept; bob and doris run 2.48.0.
func TestClientsThatRefuseHiddenRecipientsAreKnownAndNamedAsTheReason(t *testing.T) {
	report := analyzeFolder(t, filepath.Join(casesDir, "hidden-recipients"), evidence.Options{Jobs: 2})
	refuses := map[string]bool{}
	absent := map[string]finding.Reason{}
	for _, f := range report.Findings {
		if f.Code == finding.Undecryptable && f.Reason == finding.HidesForWhom {
			refuses[f.Device] = true
		}
		for _, d := range f.Differences {
			if d.How == finding.Absent {
				absent[f.Device] = d.Reason
			}
		}
	}
	for _, device := range []string{"alice", "carol", "erin"} {
		if !refuses[device] || absent[device] != finding.HidesForWhom {
			t.Errorf("%s: refuses hidden recipients: %v, lacks the group because of %q", device, refuses[device], absent[device])
		}
	}
	for _, device := range []string{"bob", "doris"} {
		if refuses[device] {
			t.Errorf("%s of 2.48.0 is said to refuse hidden recipients", device)
		}
	}
}
