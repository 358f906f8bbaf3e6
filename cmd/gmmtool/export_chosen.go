package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// chosenEvents are the messages that --group, --finding and --message-id name,
// each copy once, in the order of devices and archives.
func (run *caseRun) chosenEvents(v *evidence.Evidence, hs *history.Histories) ([]*evidence.Event, error) {
	groups, findings, ids := run.flags.StringSlice("group"), run.flags.StringSlice("finding"), run.flags.StringSlice("message-id")
	if len(groups)+len(findings)+len(ids) == 0 {
		return nil, withHint("name a group, a finding or a message: --group, --finding or --message-id", "nothing says what to export")
	}
	chosen := map[evidence.Place]*evidence.Event{}
	known := map[evidence.Place]*evidence.Event{}
	for _, d := range v.Devices {
		for _, e := range d.Events {
			known[e.Place] = e
		}
	}
	for _, g := range hs.Groups {
		for _, d := range hs.Devices {
			h := g.Of(d)
			if h == nil {
				continue
			}
			for _, step := range h.Steps {
				if slices.Contains(groups, g.ID) || slices.Contains(groups, g.Name) {
					chosen[step.Event.Place] = step.Event
				}
			}
		}
	}
	for _, wanted := range groups {
		if !slices.ContainsFunc(hs.Groups, func(g *history.Group) bool { return g.ID == wanted || g.Name == wanted }) {
			return nil, withHint("give the name or id of a group as gmmtool analyze shows it", "no such group: %q", wanted)
		}
	}
	if err := chooseFindings(finding.All(hs), findings, known, chosen); err != nil {
		return nil, err
	}
	for _, wanted := range ids {
		id, found := strings.Trim(wanted, "<>"), false
		for place, e := range known {
			if e.MessageID() == id {
				chosen[place], found = e, true
			}
		}
		if !found {
			return nil, withHint("give the Message-ID of a chat message, as gmmtool list shows it", "no chat message has the Message-ID %q", id)
		}
	}
	list := []*evidence.Event{}
	for _, e := range chosen {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *evidence.Event) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.Place.Archive, b.Place.Archive),
			cmp.Compare(a.Place.Member, b.Place.Member), cmp.Compare(a.Place.Offset, b.Place.Offset))
	})
	return list, nil
}

// chooseFindings adds the messages that prove findings.
func chooseFindings(all []finding.Finding, ids []string, known, chosen map[evidence.Place]*evidence.Event) error {
	for _, id := range ids {
		i := slices.IndexFunc(all, func(f finding.Finding) bool { return f.ID == id })
		if i < 0 {
			return withHint("gmmtool analyze --format json shows the ids of findings", "no such finding: %q", id)
		}
		for _, proof := range all[i].Evidence {
			for place, e := range known {
				if place.Archive == proof.Archive && place.Member == proof.File && e.SHA256.String() == proof.SHA256 {
					chosen[place] = e
				}
			}
		}
	}
	return nil
}
