package analyze

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// ErrNoReport: what was read is no [Report] of this version.
var ErrNoReport = errors.New("no result of analyze in JSON")

// ReadReport reads a report back from its JSON form. The error is [ErrNoReport],
// or that of r.
func ReadReport(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var report Report
	if err := json.Unmarshal(data, &report); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrNoReport, inJSON(err))
	}
	switch {
	case report.Tool.Name == "" || report.Groups == nil || report.Findings == nil:
		return nil, ErrNoReport
	case report.Schema != Schema:
		return nil, fmt.Errorf("%w: version %d is not known", ErrNoReport, report.Schema)
	}
	names := map[string]string{}
	for _, g := range report.Groups {
		names[g.ID] = g.Name
	}
	for i := range report.Findings {
		report.Findings[i].GroupName = names[report.Findings[i].Group]
	}
	return &report, nil
}

// inJSON is an error of encoding/json without the names of Go types.
func inJSON(err error) string {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("not JSON at byte %d", syntax.Offset)
	case errors.As(err, &wrong):
		return fmt.Sprintf("%q is a %s at byte %d", wrong.Field, wrong.Value, wrong.Offset)
	}
	return "it cannot be understood"
}

// A Comparison says what one report has and an older one has not, by the ids of
// findings: these name the same fact in every run. New and Still are as the newer
// report has them, Gone as the older one; all in the order of their report.
type Comparison struct {
	New   []finding.Finding
	Gone  []finding.Finding
	Still []finding.Finding
}

// Compare tells what is new since an older report.
func Compare(older, newer *Report) Comparison {
	var c Comparison
	before, now := identified(older), identified(newer)
	for _, f := range newer.Findings {
		if before[f.ID] {
			c.Still = append(c.Still, f)
		} else {
			c.New = append(c.New, f)
		}
	}
	for _, f := range older.Findings {
		if !now[f.ID] {
			c.Gone = append(c.Gone, f)
		}
	}
	return c
}

func identified(r *Report) map[string]bool {
	ids := make(map[string]bool, len(r.Findings))
	for _, f := range r.Findings {
		ids[f.ID] = true
	}
	return ids
}
