package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/html"
)

// htmlLanes sets the messages of a group beside each other by what became of them
// on each device.
func htmlLanes(r *analyze.Report, g analyze.Group, names directory) *html.Lanes {
	lanes := &html.Lanes{Parted: -1}
	for _, m := range g.Target.Members {
		lanes.Target = append(lanes.Target, names.person(m.Address, m.Fingerprint))
	}
	slices.Sort(lanes.Target)
	laneOf := map[string]int{}
	owner := map[string]int{} // lane by address
	for _, v := range g.Devices {
		laneOf[v.Device] = len(lanes.Devices)
		lane := html.Lane{Device: label(v.Device)}
		for _, m := range v.Members {
			lane.Members = append(lane.Members, names.person(m.Address, m.Fingerprint))
		}
		lanes.Devices = append(lanes.Devices, lane)
	}
	for _, d := range r.Devices {
		if lane, ok := laneOf[d.Device]; ok {
			for _, address := range d.Addresses {
				if _, known := owner[key(address, "")]; !known {
					owner[key(address, "")] = lane
				}
			}
		}
	}
	at := map[string]int{}
	for _, v := range g.Devices {
		for i := range v.History {
			addStep(lanes, at, laneOf[v.Device], &v.History[i], owner, names)
		}
	}
	addUnmet(lanes, at, r, g, laneOf)
	slices.SortStableFunc(lanes.Messages, func(a, b html.Message) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
	})
	markLate(lanes)
	return lanes
}

// addStep notes one step of one device under its message.
func addStep(lanes *html.Lanes, at map[string]int, lane int, s *analyze.Step, owner map[string]int, names directory) {
	from, known := owner[key(s.Actor, "")]
	wrote := strings.HasPrefix(s.Basis, "sent") || s.Basis == "database" && known && from == lane
	i, met := at[s.MessageID]
	if !met || s.MessageID == "" {
		i = len(lanes.Messages)
		at[s.MessageID] = i
		m := html.Message{Time: s.Time, Kind: s.Kind, ID: Safe(s.MessageID), From: -1,
			Fates: make([]html.Fate, len(lanes.Devices)), Told: deedOf(s, names)}
		for k := range m.Fates {
			m.Fates[k].Kind = html.NotConcerned
		}
		if known {
			m.From = from
		}
		lanes.Messages = append(lanes.Messages, m)
	}
	m := &lanes.Messages[i]
	if s.Time.Before(m.Time) {
		m.Time = s.Time
	}
	if wrote {
		m.From = lane
	}
	archive, within := splitPlace(s)
	fate := html.Fate{Archive: archive, Place: within, Kind: html.Arrived, Time: s.Time, Members: s.Members, Why: Safe(s.Why), Where: Safe(s.Where), Joined: names.people(s.Joined), Left: names.people(s.Left)}
	if s.SHA256 != (evidence.Digest{}) {
		fate.SHA256 = s.SHA256.String()
	}
	switch {
	case wrote:
		fate.Kind = html.Wrote
	case s.Refused:
		fate.Kind = html.Refused
	case strings.HasSuffix(s.Basis, "(inferred)"):
		fate.Kind = html.Inferred
	}
	m.Fates[lane] = fate
}

// splitPlace is where a step's message lies: its archive, which many share, and
// the place in it.
func splitPlace(s *analyze.Step) (archive, within string) {
	if s.Archive == "" {
		return "", ""
	}
	archive = Safe(s.Archive)
	within = strings.TrimPrefix(Safe(place(s.Archive, s.File, s.Offset)), archive)
	if s.Table != "" {
		within += ", table " + Safe(s.Table) + ", row " + itoa(s.Row)
	}
	return archive, within
}

// deedOf says who did what, by the names people know.
func deedOf(s *analyze.Step, names directory) string {
	named := func(address string) string {
		if address == "" {
			return "somebody"
		}
		return names.person(address, "")
	}
	return deedWords(s.Kind, named(s.Actor), named(s.Subject))
}

// addUnmet notes the devices that a message did not reach.
func addUnmet(lanes *html.Lanes, at map[string]int, r *analyze.Report, g analyze.Group, laneOf map[string]int) {
	for id, list := range analyze.Unmet(r, g.ID) {
		i, known := at[id]
		if !known {
			continue
		}
		for _, n := range list {
			lane, ok := laneOf[n.Device]
			if !ok || lanes.Messages[i].Fates[lane].Kind != html.NotConcerned {
				continue
			}
			kind := html.Lost
			switch n.Reason {
			case finding.FiledAsSpam:
				kind = html.Spam
			case finding.NoKey:
				kind = html.Unreadable
			case finding.NotSentHere:
				kind = html.NotSentHere
			}
			lanes.Messages[i].Fates[lane] = html.Fate{Kind: kind, Why: unmetWords(n.Reason, false)}
		}
	}
}

// markLate marks what a device met only after a change that was written later.
func markLate(lanes *html.Lanes) {
	for lane := range lanes.Devices {
		var first time.Time // when it met any later change
		for i := len(lanes.Messages) - 1; i >= 0; i-- {
			m := &lanes.Messages[i]
			fate := &m.Fates[lane]
			if fate.Time.IsZero() {
				continue
			}
			if fate.Kind == html.Arrived && !first.IsZero() && first.Before(fate.Time) {
				fate.Kind = html.Late
			}
			if m.Kind != "message" && (first.IsZero() || fate.Time.Before(first)) {
				first = fate.Time
			}
		}
	}
}
