package analyze

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// Kinds of failure of [Report.Filtered], besides [ErrNoGroup].
var (
	ErrDeviceUnknown = errors.New("no such device")
	ErrGroupNotThere = errors.New("these devices do not have these groups")
)

// A Filter says what part of a report is wanted. What is empty asks for all.
type Filter struct {
	Groups      []string         `json:"groups,omitempty" redact:"group"`   // ids or names
	Devices     []string         `json:"devices,omitempty" redact:"device"` // names
	MinSeverity finding.Severity `json:"min_severity,omitempty"`

	// How many the filter left out.
	GroupsLeftOut   int `json:"groups_left_out"`
	FindingsLeftOut int `json:"findings_left_out"`
}

// Same reports whether two filters ask for the same. Nil asks for all.
func (f *Filter) Same(other *Filter) bool {
	if f == nil || other == nil {
		return f == other
	}
	return slices.Equal(f.Groups, other.Groups) && slices.Equal(f.Devices, other.Devices) && f.MinSeverity == other.MinSeverity
}

// asksForAll reports whether a filter lets everything through.
func (f Filter) asksForAll() bool {
	return len(f.Groups) == 0 && len(f.Devices) == 0 && f.MinSeverity == ""
}

// Filtered is the part of a report that a filter asks for. Of a group it keeps what
// devices agree on and whether all do; of the inputs and counts it keeps all,
// because they tell what the report rests on. Errors are [ErrNoGroup],
// [ErrDeviceUnknown] and [ErrGroupNotThere], and name what was asked for.
func (r *Report) Filtered(f Filter) (*Report, error) {
	if f.asksForAll() {
		return r, nil
	}
	if err := r.knows(f); err != nil {
		return nil, err
	}
	part := *r
	part.Filter = &f
	part.Groups, part.Findings = []Group{}, []finding.Finding{}
	part.Devices = keep(r.Devices, func(d DeviceInfo) bool { return f.wantsDevice(d.Device) })
	kept := map[string]bool{}
	for _, g := range r.Groups {
		if !f.wantsGroup(g) {
			continue
		}
		g.Devices = keep(g.Devices, func(v DeviceView) bool { return f.wantsDevice(v.Device) })
		g.Differs = keep(g.Differs, func(d Differs) bool { return f.wantsDevice(d.Device) })
		if len(f.Devices) == 0 || len(g.Devices)+len(g.Differs) > 0 {
			part.Groups = append(part.Groups, g)
			kept[g.ID] = true
		}
	}
	if len(part.Groups) == 0 && len(f.Groups) > 0 {
		return nil, fmt.Errorf("%w: %q on %q", ErrGroupNotThere, f.Groups, f.Devices)
	}
	part.Findings = append(part.Findings, keep(r.Findings, func(found finding.Finding) bool {
		return f.wantsFinding(&found) && (len(f.Groups) == 0 || kept[found.Group])
	})...)
	part.Filter.GroupsLeftOut = len(r.Groups) - len(part.Groups)
	part.Filter.FindingsLeftOut = len(r.Findings) - len(part.Findings)
	return &part, nil
}

// knows says which group or device of a filter the report does not have.
func (r *Report) knows(f Filter) error {
	for _, wanted := range f.Groups {
		if !slices.ContainsFunc(r.Groups, func(g Group) bool { return g.ID == wanted || g.Name == wanted }) {
			return fmt.Errorf("%w: %q", ErrNoGroup, wanted)
		}
	}
	for _, wanted := range f.Devices {
		if !slices.ContainsFunc(r.Devices, func(d DeviceInfo) bool { return d.Device == wanted }) {
			return fmt.Errorf("%w: %q", ErrDeviceUnknown, wanted)
		}
	}
	return nil
}

func (f Filter) wantsGroup(g Group) bool {
	return len(f.Groups) == 0 || slices.Contains(f.Groups, g.ID) || slices.Contains(f.Groups, g.Name)
}

func (f Filter) wantsDevice(name string) bool {
	return len(f.Devices) == 0 || slices.Contains(f.Devices, name)
}

// wantsFinding reports whether a finding weighs enough, and concerns a wanted
// device.
func (f Filter) wantsFinding(found *finding.Finding) bool {
	weighs := f.MinSeverity == "" || found.Severity.Weight() <= f.MinSeverity.Weight()
	concerns := len(f.Devices) == 0 || slices.Contains(f.Devices, found.Device) || slices.ContainsFunc(found.Devices, f.wantsDevice)
	return weighs && concerns
}

// keep is a new list of what is wanted. No list stays no list.
func keep[T any](list []T, wanted func(T) bool) []T {
	if list == nil {
		return nil
	}
	kept := make([]T, 0, len(list))
	for _, item := range list {
		if wanted(item) {
			kept = append(kept, item)
		}
	}
	return kept
}
