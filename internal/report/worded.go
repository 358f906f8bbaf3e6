package report

import (
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// A wordedFinding is a finding with the sentence and the advice made from it.
type wordedFinding struct {
	finding.Finding
	Text     string             `json:"text"`
	Evidence []finding.Evidence `json:"evidence"` // that of the finding: it comes after the text
	Fix      string             `json:"fix"`
}

func worded(f *finding.Finding) wordedFinding {
	text, fix := sentence(f)
	return wordedFinding{Finding: *f, Text: text, Fix: fix, Evidence: f.Evidence}
}

// A wordedReport is an [analyze.Report], field by field, with words.
type wordedReport struct {
	Schema   int                     `json:"schema"`
	Tool     analyze.Tool            `json:"tool"`
	Filter   *analyze.Filter         `json:"filter,omitempty"`
	Share    *analyze.Share          `json:"share,omitempty"`
	Inputs   []evidence.Input        `json:"inputs"`
	Devices  []analyze.DeviceInfo    `json:"devices"`
	Groups   []analyze.Group         `json:"groups"`
	Findings []wordedFinding         `json:"findings"`
	Counts   map[evidence.Bucket]int `json:"counts"`
	Messages int                     `json:"messages"`
	At       *time.Time              `json:"at,omitempty"`
	First    *time.Time              `json:"first,omitempty"`
}

func wordedReportOf(r *analyze.Report) wordedReport {
	w := wordedReport{
		Schema: r.Schema, Tool: r.Tool, Filter: r.Filter, Share: r.Share, Inputs: r.Inputs, Devices: r.Devices, Groups: r.Groups,
		Counts: r.Counts, Messages: r.Messages, At: r.At, First: r.First, Findings: make([]wordedFinding, len(r.Findings)),
	}
	for i := range r.Findings {
		w.Findings[i] = worded(&r.Findings[i])
	}
	return w
}
