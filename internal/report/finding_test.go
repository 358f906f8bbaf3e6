package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// found is a finding about a message on a device.
func found(severity finding.Severity, device, message string) finding.Finding {
	return finding.Finding{
		Code: finding.UnknownSender, Severity: severity, GroupName: "Choir", Device: device, Actor: message,
		Evidence: []finding.Evidence{{MessageID: message, Archive: "a.mbox"}},
	}
}

func TestFindingsOfOneMessageAreToldOnce(t *testing.T) {
	out := render(t, &analyze.Report{Findings: []finding.Finding{
		found(finding.Error, "bob", "1@x"), found(finding.Error, "carol", "1@x"),
		found(finding.Error, "carol", "1@x"), found(finding.Error, "bob", "2@x"),
	}}, Table, Style{})
	out = strings.Join(strings.Fields(out), " ")
	for text, want := range map[string]int{
		"with 2 errors": 1, "1@x wrote": 1, "of bob at that moment; its user saw an unknown sender. Likewise carol. [unknown-sender]": 1,
		"unknown sender. [unknown-sender]": 1, "→ If they belong": 1,
	} {
		if got := strings.Count(out, text); got != want {
			t.Errorf("%q appears %d times, want %d:\n%s", text, got, want, out)
		}
	}
}

func TestFindingsThatDifferInMoreThanTheDeviceStayApart(t *testing.T) {
	one, two := found(finding.Error, "bob", "1@x"), found(finding.Error, "carol", "1@x")
	two.Message = &finding.Message{ID: "1@x", Kind: "add"}
	if merged := mergeAlike([]finding.Finding{one, two}); len(merged) != 2 {
		t.Errorf("merged into %+v", merged)
	}
}

func TestManyFindingsOfOneCodeAreCutAndCounted(t *testing.T) {
	for severity, limit := range map[finding.Severity]int{
		finding.Error: maxErrors, finding.Warning: maxWarnings, finding.Info: maxNotes, "new": maxNotes,
	} {
		var findings []finding.Finding
		for i := range limit + 3 {
			findings = append(findings, found(severity, "bob", fmt.Sprintf("%d@x", i)))
		}
		out := render(t, &analyze.Report{Findings: findings}, Table, Style{})
		if got := strings.Count(out, " wrote to "); got != limit || !strings.Contains(out, "And 3 more [unknown-sender]") {
			t.Errorf("%s: %d of %d shown:\n%s", severity, got, limit+3, out)
		}
	}
}

func TestTheWorstFindingComesFirst(t *testing.T) {
	out := render(t, &analyze.Report{Findings: []finding.Finding{
		found(finding.Info, "bob", "note@x"), found(finding.Warning, "bob", "warning@x"), found(finding.Error, "bob", "error@x"),
	}}, Table, Style{})
	if e, w, n := strings.Index(out, "error@x"), strings.Index(out, "warning@x"), strings.Index(out, "note@x"); e > w || w > n {
		t.Errorf("order is wrong:\n%s", out)
	}
}
