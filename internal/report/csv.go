package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// eventColumns are the columns of [CSV]: one row per step of a history and per
// finding. Columns may be added at the end.
//
//	kind        "step" or "finding"; "filter" for what a filtered result is limited to, which text says
//	group_id    id of the group, empty for a finding about no group
//	group_name  its name
//	device      whose step; whom the finding is about
//	time        RFC 3339 UTC, when the device met the message, or when it was what the finding tells; empty when unknown
//	basis       what the time and the order rest on; of a finding "inferred" where it rests on a view that is
//	event       kind of step ("add", "remove", ...) or code of the finding
//	severity    of the finding: "error", "warning", "info"
//	actor       who did it
//	subject     whom it was done to
//	applied     "true" or "false": whether the step changed the view
//	members     size of the view after the step
//	text        the rule that decided, or the finding in words
//	fix         what to do about the finding
//	message_id  of the step, or of the first message that proves the finding
//	where       where that message lies
//	sha256      of that message
//	finding_id  of the finding, the same in JSON
//	reason      of the finding
//	place       where in the archive the message lies: the archive with ":@" and the offset or "/" and the file
func eventColumns() []string {
	return []string{
		"kind", "group_id", "group_name", "device", "time", "basis", "event", "severity", "actor", "subject",
		"applied", "members", "text", "fix", "message_id", "where", "sha256",
		"finding_id", "reason", "place",
	}
}

func writeCSV(w io.Writer, r *analyze.Report) error {
	rows := csv.NewWriter(w)
	if err := rows.Write(eventColumns()); err != nil {
		return err
	}
	for _, limit := range limits(r.Filter) {
		cells := make([]string, len(eventColumns()))
		cells[0], cells[slices.Index(eventColumns(), "text")] = "filter", limit
		if err := writeCells(rows, cells); err != nil {
			return err
		}
	}
	names := map[string]string{}
	for _, g := range r.Groups {
		names[g.ID] = g.Name
		for _, v := range g.Devices {
			for _, s := range v.History {
				if err := writeCells(rows, stepCells(g, v.Device, s)); err != nil {
					return err
				}
			}
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if err := writeCells(rows, findingCells(f, names[f.Group])); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}

func stepCells(g analyze.Group, device string, s analyze.Step) []string {
	proof := s.Evidence()
	return []string{
		"step", g.ID, g.Name, device, formatTime(s.Time), s.Basis, s.Kind, "", s.Actor, s.Subject,
		strconv.FormatBool(s.Applied), strconv.Itoa(s.Members), s.Why, "", s.MessageID, s.Where, proof.SHA256, "", "", placeOf(proof),
	}
}

func findingCells(f *finding.Finding, groupName string) []string {
	text, fix := sentence(f)
	var moment time.Time
	if f.Time != nil {
		moment = *f.Time
	}
	var proof finding.Evidence
	if len(f.Evidence) > 0 {
		proof = f.Evidence[0]
	}
	return []string{
		"finding", f.Group, groupName, f.Device, formatTime(moment), findingBasis(f), string(f.Code), string(f.Severity), f.Actor, f.Subject,
		"", "", text, fix, proof.MessageID, place(proof.Archive, proof.File, proof.Offset), proof.SHA256,
		f.ID, string(f.Reason), placeOf(proof),
	}
}

// findingBasis is "inferred" for a finding about a view where that was not read
// in the device's own mail.
func findingBasis(f *finding.Finding) string {
	if slices.ContainsFunc(f.Differences, func(d finding.Difference) bool { return d.Inferred }) {
		return inferredBasis
	}
	return ""
}

func writeCells(rows *csv.Writer, cells []string) error {
	for i, c := range cells {
		cells[i] = csvCell(c)
	}
	return rows.Write(cells)
}

// csvCell makes s harmless in a spreadsheet: a cell that would be read as a
// formula gets the apostrophe that makes it text. Tab and CR, which some
// spreadsheets skip before a formula, are escaped by [Safe] already. Excel
// takes the full-width signs of East Asian keyboards for the plain ones.
func csvCell(s string) string {
	s = Safe(s)
	if s == "" {
		return s
	}
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	if s[0] == '\\' && (strings.HasPrefix(s, `\x09`) || strings.HasPrefix(s, `\x0d`)) {
		return "'" + s
	}
	return s
}

// formatTime is RFC 3339 in UTC, or nothing for a time that is not known.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// placeOf says where a message lies, or which row of which table of a database
// stands for it.
func placeOf(e finding.Evidence) string {
	if e.Table != "" {
		return e.Archive + ":" + e.Table + ":" + strconv.FormatInt(e.Row, 10)
	}
	return place(e.Archive, e.File, e.Offset)
}

// place says where a message lies, the way compilers do: archive, then byte
// offset or file.
func place(archive, file string, offset *int64) string {
	switch {
	case file != "" && archive != "":
		return strings.TrimSuffix(archive, "/") + "/" + file
	case offset != nil:
		return archive + ":@" + strconv.FormatInt(*offset, 10)
	}
	return archive + file
}
