package report

import (
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/html"
)

func TestAPageSaysThatAllIsWellOnlyIfAllWasLookedAtAndNothingFound(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*analyze.Report)
		want  html.State
	}{
		"two devices agree":              {func(*analyze.Report) {}, html.Good},
		"a note":                         {func(r *analyze.Report) { r.Findings = weighing(finding.Info, "g") }, html.Good},
		"a warning about a group":        {func(r *analyze.Report) { r.Findings = weighing(finding.Warning, "g") }, html.Unsure},
		"a warning about no group":       {func(r *analyze.Report) { r.Findings = weighing(finding.Warning, "") }, html.Unsure},
		"an archive that was not read":   {func(r *analyze.Report) { r.Inputs = []evidence.Input{{Path: "a", Errors: []string{"a: damaged"}}} }, html.Unsure},
		"a device of which nobody knows": {func(r *analyze.Report) { r.Devices = append(r.Devices, locked("carol")) }, html.Unsure},
		"a part was asked for":           {func(r *analyze.Report) { r.Filter = &analyze.Filter{Groups: []string{"g"}} }, html.Unsure},
		"no group at all":                {func(r *analyze.Report) { r.Groups = nil }, html.Unsure},
		"views differ":                   {func(r *analyze.Report) { r.Groups[0].Consistent = false }, html.Bad},
	} {
		t.Run(name, func(t *testing.T) {
			g := analyze.Group{ID: "g", Consistent: true, Target: analyze.Target{Members: members("Alice", "Bob")},
				Devices: []analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))}}
			r := &analyze.Report{Devices: []analyze.DeviceInfo{device("alice"), device("bob")}, Groups: []analyze.Group{g}}
			tc.spoil(r)
			if got := pageOf(r, Making{}).State; got != tc.want {
				t.Errorf("%s, not %s", got, tc.want)
			}
		})
	}
}

func weighing(severity finding.Severity, group string) []finding.Finding {
	return []finding.Finding{{ID: "f", Code: finding.Impersonation, Severity: severity, Group: group, Device: "alice", Message: &finding.Message{ID: "m@x"}}}
}
