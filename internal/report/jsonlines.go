package report

import (
	"io"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// A record is one line of [JSONLines]. Kind names what Data is; Group and
// Device say where it belongs. New kinds and fields may be added at any time.
//
//	run      analyze.Tool
//	filter   analyze.Filter, if there is one
//	input    evidence.Input
//	device   analyze.DeviceInfo
//	group    analyze.Group without its views
//	view     analyze.DeviceView without its history
//	step     analyze.Step
//	finding  finding.Finding with text and fix
//	counts   {"messages": n, "buckets": {bucket: n}}
type record struct {
	Schema int    `json:"schema"`
	Kind   string `json:"kind"`
	Group  string `json:"group,omitempty"`
	Device string `json:"device,omitempty"`
	Data   any    `json:"data"`
}

type groupRecord struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Consistent bool              `json:"consistent"`
	Target     analyze.Target    `json:"target"`
	Linked     []finding.Person  `json:"linked,omitempty"`
	Differs    []analyze.Differs `json:"differs,omitempty"`
}

type viewRecord struct {
	Basis       string               `json:"basis"`
	Device      string               `json:"device"`
	Rules       string               `json:"rules"`
	Members     []analyze.Member     `json:"members"`
	PastMembers []analyze.PastMember `json:"past_members"`
	Uncertain   *analyze.Uncertain   `json:"uncertain"`
}

type countsRecord struct {
	Messages int                     `json:"messages"`
	Buckets  map[evidence.Bucket]int `json:"buckets"`
}

// writeJSONLines writes run, inputs, devices, then each group with its views
// and their steps, then findings; the counts come last, so that a reader who
// sees them knows that nothing was cut off.
func writeJSONLines(w io.Writer, r *analyze.Report) error {
	for _, rec := range records(r) {
		rec.Schema = r.Schema
		if err := writeJSONLine(w, rec); err != nil {
			return err
		}
	}
	return nil
}

func records(r *analyze.Report) []record {
	all := []record{{Kind: "run", Data: r.Tool}}
	if r.Filter != nil {
		all = append(all, record{Kind: "filter", Data: r.Filter})
	}
	for _, in := range r.Inputs {
		all = append(all, record{Kind: "input", Device: in.Device, Data: in})
	}
	for _, d := range r.Devices {
		all = append(all, record{Kind: "device", Device: d.Device, Data: d})
	}
	for _, g := range r.Groups {
		all = append(all, groupRecords(g)...)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		all = append(all, record{Kind: "finding", Group: f.Group, Device: f.Device, Data: worded(f)})
	}
	return append(all, record{Kind: "counts", Data: countsRecord{r.Messages, r.Counts}})
}

func groupRecords(g analyze.Group) []record {
	all := []record{{Kind: "group", Group: g.ID, Data: groupRecord{g.ID, g.Name, g.Consistent, g.Target, g.Linked, g.Differs}}}
	for _, v := range g.Devices {
		view := viewRecord{v.Basis, v.Device, v.Rules, v.Members, v.PastMembers, v.Uncertain}
		all = append(all, record{Kind: "view", Group: g.ID, Device: v.Device, Data: view})
		for _, s := range v.History {
			all = append(all, record{Kind: "step", Group: g.ID, Device: v.Device, Data: s})
		}
	}
	return all
}
