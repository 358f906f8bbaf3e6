package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// maxTimesketchBytes is the longest field Timesketch still finds by exact
// match; longer ones are cut, their full text is in [JSON].
const maxTimesketchBytes = 32766

// dateBasis is the basis of a time that is the Date of a message.
const dateBasis = "date"

// Timesketch drops events of other years.
const firstTimesketchYear, lastTimesketchYear = 1700, 9999

// A timesketchEvent is one line for Timesketch. Every key has one type and is
// always there, because one deviating line makes OpenSearch refuse the rest.
type timesketchEvent struct {
	Message       string   `json:"message"`
	Datetime      string   `json:"datetime"` // always +00:00: the importer takes other forms for its local time
	TimestampDesc string   `json:"timestamp_desc"`
	DataType      string   `json:"data_type"`
	Group         string   `json:"group_id"`
	GroupName     string   `json:"group_name"`
	Device        string   `json:"device"`
	Event         string   `json:"event"` // kind of step, or code of the finding
	Severity      string   `json:"severity"`
	Actor         string   `json:"actor"`
	Subject       string   `json:"subject"`
	Applied       bool     `json:"applied"`
	Members       int      `json:"members"`
	Why           string   `json:"why"`
	Fix           string   `json:"fix"`
	MessageID     string   `json:"message_id"`
	Where         string   `json:"where"`
	Basis         string   `json:"basis"`
	Tag           []string `json:"tag"`
	FindingID     string   `json:"finding_id"`
	Reason        string   `json:"reason"`
	Timestamp     int64    `json:"timestamp"` // datetime in microseconds since 1970; else the importer computes it in floating point
	Place         string   `json:"place"`
	SHA256        string   `json:"sha256"` // of the message in that place
}

// writeTimesketch writes the steps and findings that have a time. A finding is
// put where its first evidence entered a history, or when it says; a step or
// finding without any time has no place on a timeline and is in the other formats
// only.
func writeTimesketch(w io.Writer, r *analyze.Report) error {
	for _, event := range timesketchEvents(r) {
		for _, limit := range limits(r.Filter) {
			event.Tag = append(event.Tag, field(limit))
		}
		if err := writeJSONLine(w, event); err != nil {
			return err
		}
	}
	return nil
}

func timesketchEvents(r *analyze.Report) []timesketchEvent {
	var events []timesketchEvent
	names := map[string]string{}
	met := meetings{}
	for _, g := range r.Groups {
		names[g.ID] = g.Name
		for _, v := range g.Devices {
			for _, s := range v.History {
				if onTimeline(s.Time) {
					events = append(events, stepEvent(g, v.Device, s))
					met[s.MessageID] = append(met[s.MessageID], meeting{v.Device, s})
				}
			}
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		at, ok := met.of(f)
		proof := at.Evidence()
		if !ok {
			at, proof, ok = untold(f)
		}
		if ok {
			events = append(events, findingEvent(f, names[f.Group], at, proof))
		}
	}
	return events
}

// A meeting is a step and the device whose history holds it.
type meeting struct {
	device string
	step   analyze.Step
}

// meetings are the meetings with each message, by Message-ID, in the order of
// the report.
type meetings map[string][]meeting

// of finds the step that a finding's first known evidence caused: on the device
// the finding is about if that met it, else on the first that did.
func (m meetings) of(f *finding.Finding) (step analyze.Step, ok bool) {
	for _, e := range f.Evidence {
		met := m[e.MessageID]
		if e.MessageID == "" || len(met) == 0 {
			continue
		}
		own := slices.IndexFunc(met, func(x meeting) bool { return x.device == f.Device })
		return met[max(own, 0)].step, true
	}
	return analyze.Step{}, false
}

// untold is the moment and the proof of a finding whose messages reached no view:
// the date they bear.
func untold(f *finding.Finding) (at analyze.Step, proof finding.Evidence, ok bool) {
	if f.Time == nil || !onTimeline(*f.Time) {
		return at, proof, false
	}
	if len(f.Evidence) > 0 {
		proof = f.Evidence[0]
	}
	return analyze.Step{Time: *f.Time, Basis: dateBasis, MessageID: proof.MessageID, Where: f.Device}, proof, true
}

func onTimeline(t time.Time) bool {
	return t.UTC().Year() >= firstTimesketchYear && t.UTC().Year() <= lastTimesketchYear
}

func stepEvent(g analyze.Group, device string, s analyze.Step) timesketchEvent {
	proof := s.Evidence()
	return timesketchEvent{
		Message:       field(stepSentence(g, device, s)),
		Datetime:      timesketchTime(s.Time),
		TimestampDesc: clock(s.Basis),
		DataType:      "gmmtool:step",
		Group:         field(g.ID),
		GroupName:     field(g.Name),
		Device:        field(device),
		Event:         field(s.Kind),
		Actor:         field(s.Actor),
		Subject:       field(s.Subject),
		Applied:       s.Applied,
		Members:       s.Members,
		Why:           field(s.Why),
		MessageID:     field(s.MessageID),
		Where:         field(s.Where),
		Basis:         field(s.Basis),
		Tag:           []string{},
		Timestamp:     s.Time.UnixMicro(),
		Place:         field(placeOf(proof)),
		SHA256:        proof.SHA256,
	}
}

func findingEvent(f *finding.Finding, groupName string, at analyze.Step, proof finding.Evidence) timesketchEvent {
	text, fix := sentence(f)
	return timesketchEvent{
		Message:       field(text),
		Datetime:      timesketchTime(at.Time),
		TimestampDesc: clock(at.Basis),
		DataType:      "gmmtool:finding",
		Group:         field(f.Group),
		GroupName:     field(groupName),
		Device:        field(f.Device),
		Event:         field(string(f.Code)),
		Severity:      field(string(f.Severity)),
		Actor:         field(cmp.Or(f.Actor, at.Actor)),
		Subject:       field(cmp.Or(f.Subject, at.Subject)),
		Fix:           field(fix),
		MessageID:     field(at.MessageID),
		Where:         field(at.Where),
		Basis:         field(at.Basis),
		Tag:           []string{"gmmtool-" + field(string(f.Severity))},
		FindingID:     field(f.ID),
		Reason:        field(string(f.Reason)),
		Timestamp:     at.Time.UnixMicro(),
		Place:         field(placeOf(proof)),
		SHA256:        proof.SHA256,
	}
}

// clock names the clock a time was read from. Timesketch shows it beside each
// event, and two clocks must not look alike.
func clock(basis string) string {
	if basis == "" {
		return "GMM time (basis unknown)"
	}
	return "GMM time (" + field(basis) + ")"
}

func timesketchTime(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000000") + "+00:00"
}

// stepSentence says in one line what a step did to a view.
func stepSentence(g analyze.Group, device string, s analyze.Step) string {
	var b strings.Builder
	b.WriteString(device + ": " + s.Kind)
	if s.Subject != "" {
		b.WriteString(" " + s.Subject)
	}
	if s.Actor != "" {
		b.WriteString(" by " + s.Actor)
	}
	b.WriteString(" in group " + g.Name)
	if !s.Applied {
		b.WriteString(", not applied")
	}
	if s.Why != "" {
		b.WriteString(": " + s.Why)
	}
	return b.String()
}

// field makes a text safe to show and short enough to search.
func field(s string) string {
	s = Safe(s)
	if len(s) <= maxTimesketchBytes {
		return s
	}
	cut := maxTimesketchBytes
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}
