package analyze_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// twoGroups is a case of three devices: one group that bob sees otherwise, one of
// which nothing is to say, and findings about the first, about the second and
// about none.
func twoGroups() *analyze.Report {
	views := func(devices ...string) (list []analyze.DeviceView) {
		for _, d := range devices {
			list = append(list, analyze.DeviceView{Device: d})
		}
		return list
	}
	return &analyze.Report{
		Devices: []analyze.DeviceInfo{{Device: "alice"}, {Device: "bob"}, {Device: "carol"}},
		Groups: []analyze.Group{
			{ID: "G1", Name: "Choir", Devices: views("alice", "bob"), Differs: []analyze.Differs{{Device: "bob", How: analyze.DiffersMissing}}},
			{ID: "G2", Name: "Club", Devices: views("alice"), Consistent: true},
		},
		Findings: []finding.Finding{
			{ID: "1", Group: "G1", Severity: finding.Error, Device: "bob"},
			{ID: "2", Group: "G1", Severity: finding.Info, Device: "alice"},
			{ID: "3", Group: "G2", Severity: finding.Warning, Device: "bob", Devices: []string{"alice", "bob"}},
			{ID: "4", Severity: finding.Info, Device: "carol"},
		},
		Messages: 9,
	}
}

func TestAFilterKeepsWhatItAsksFor(t *testing.T) {
	for _, tc := range []struct {
		name             string
		filter           analyze.Filter
		groups, findings []string
		devices          int // views of all groups kept
	}{
		{"nothing asked for is all", analyze.Filter{}, []string{"G1", "G2"}, []string{"1", "2", "3", "4"}, 3},
		{"a group by name", analyze.Filter{Groups: []string{"Choir"}}, []string{"G1"}, []string{"1", "2"}, 2},
		{"two groups by id and name", analyze.Filter{Groups: []string{"G2", "Choir"}}, []string{"G1", "G2"}, []string{"1", "2", "3"}, 3},
		{"a device", analyze.Filter{Devices: []string{"bob"}}, []string{"G1"}, []string{"1", "3"}, 1},
		{"a device in no group", analyze.Filter{Devices: []string{"carol"}}, nil, []string{"4"}, 0},
		{"a severity", analyze.Filter{MinSeverity: finding.Warning}, []string{"G1", "G2"}, []string{"1", "3"}, 3},
		{"the lightest severity is all", analyze.Filter{MinSeverity: finding.Info}, []string{"G1", "G2"}, []string{"1", "2", "3", "4"}, 3},
		{"all three", analyze.Filter{Groups: []string{"G1"}, Devices: []string{"alice"}, MinSeverity: finding.Error}, []string{"G1"}, nil, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			whole := twoGroups()
			part, err := whole.Filtered(tc.filter)
			if err != nil {
				t.Fatal(err)
			}
			var groups, findings []string
			devices := 0
			for _, g := range part.Groups {
				groups = append(groups, g.ID)
				devices += len(g.Devices)
			}
			for _, f := range part.Findings {
				findings = append(findings, f.ID)
			}
			if !slices.Equal(groups, tc.groups) || !slices.Equal(findings, tc.findings) || devices != tc.devices {
				t.Errorf("groups %q, findings %q, %d views", groups, findings, devices)
			}
			if f := part.Filter; f != nil && (f.GroupsLeftOut != 2-len(groups) || f.FindingsLeftOut != 4-len(findings)) {
				t.Errorf("left out %d groups, %d findings", f.GroupsLeftOut, f.FindingsLeftOut)
			}
			if len(whole.Groups[0].Devices) != 2 || len(whole.Findings) != 4 || part.Messages != 9 {
				t.Error("the whole report was changed")
			}
		})
	}
}

func TestAFilterThatMatchesNothingIsAnError(t *testing.T) {
	for _, tc := range []struct {
		filter analyze.Filter
		want   error
	}{
		{analyze.Filter{Groups: []string{"Choir", "Quire"}}, analyze.ErrNoGroup},
		{analyze.Filter{Devices: []string{"phone"}}, analyze.ErrDeviceUnknown},
		{analyze.Filter{Groups: []string{"Club"}, Devices: []string{"bob"}}, analyze.ErrGroupNotThere},
	} {
		if _, err := twoGroups().Filtered(tc.filter); !errors.Is(err, tc.want) {
			t.Errorf("%+v: %v, want %v", tc.filter, err, tc.want)
		}
	}
}
