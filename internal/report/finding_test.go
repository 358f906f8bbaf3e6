package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
)

// found is a finding about a message on a device.
func found(severity analyze.Severity, device, message string) analyze.Finding {
	return analyze.Finding{
		Code: "code", Severity: severity, Device: device, Text: "Text " + message + " on " + device + ".", Fix: "Fix it.",
		Evidence: []analyze.Evidence{{MessageID: message, Archive: "a.mbox"}},
	}
}

func TestFindingsOfOneMessageAreToldOnce(t *testing.T) {
	out := render(t, &analyze.Report{Findings: []analyze.Finding{
		found(analyze.SeverityError, "bob", "1@x"), found(analyze.SeverityError, "carol", "1@x"),
		found(analyze.SeverityError, "carol", "1@x"), found(analyze.SeverityError, "bob", "2@x"),
	}}, Table, Style{})
	for text, want := range map[string]int{
		"with 2 errors": 1, "Text 1@x on bob. Likewise carol. [code]": 1, "Text 2@x on bob. [code]": 1, "→ Fix it.": 1,
	} {
		if got := strings.Count(out, text); got != want {
			t.Errorf("%q appears %d times, want %d:\n%s", text, got, want, out)
		}
	}
}

func TestFindingsThatDifferInMoreThanTheDeviceStayApart(t *testing.T) {
	one, two := found(analyze.SeverityError, "bob", "1@x"), found(analyze.SeverityError, "carol", "1@x")
	two.Text = "Text of its own on carol."
	if merged := mergeAlike([]analyze.Finding{one, two}); len(merged) != 2 {
		t.Errorf("merged into %+v", merged)
	}
}

func TestManyFindingsOfOneCodeAreCutAndCounted(t *testing.T) {
	for severity, limit := range map[analyze.Severity]int{
		analyze.SeverityError: maxFaults, analyze.SeverityWarning: maxFaults, analyze.SeverityInfo: maxNotes, "new": maxNotes,
	} {
		var findings []analyze.Finding
		for i := range limit + 3 {
			findings = append(findings, found(severity, "bob", fmt.Sprintf("%d@x", i)))
		}
		out := render(t, &analyze.Report{Findings: findings}, Table, Style{})
		if got := strings.Count(out, "Text "); got != limit || !strings.Contains(out, "and 3 more [code]") {
			t.Errorf("%s: %d of %d shown:\n%s", severity, got, limit+3, out)
		}
	}
}

func TestTheWorstFindingComesFirst(t *testing.T) {
	out := render(t, &analyze.Report{Findings: []analyze.Finding{
		found(analyze.SeverityInfo, "bob", "note@x"), found(analyze.SeverityWarning, "bob", "warning@x"), found(analyze.SeverityError, "bob", "error@x"),
	}}, Table, Style{})
	if e, w, n := strings.Index(out, "error@x"), strings.Index(out, "warning@x"), strings.Index(out, "note@x"); e > w || w > n {
		t.Errorf("order is wrong:\n%s", out)
	}
}
