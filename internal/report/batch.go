package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// BatchSchema is the version of the JSON form of a [Batch].
const BatchSchema = 1

// A Batch is what many cases have to say, by name. It tells no times, so that the
// same cases give the same bytes.
type Batch struct {
	Schema int         `json:"schema"`
	Cases  []BatchCase `json:"cases"`
}

// A BatchCase sums up one case. New, Gone and Still compare its findings with those of
// the run before; in a first run all are new.
type BatchCase struct {
	Name   string `json:"name"`
	Source string `json:"source"`
	Status string `json:"status"` // one of the constants below
	// Result is its folder, relative to the summary; "" as long as there is none.
	Result string `json:"result,omitempty"`
	Error  string `json:"error,omitempty"` // of a case that failed, as the program said it

	Devices      int `json:"devices"`
	Groups       int `json:"groups"`
	Inconsistent int `json:"inconsistent"` // groups that devices see differently
	Errors       int `json:"errors"`       // findings by severity
	Warnings     int `json:"warnings"`
	Notes        int `json:"notes"`
	New          int `json:"new"`
	Gone         int `json:"gone"`
	Still        int `json:"still"`
	Messages     int `json:"messages"`
}

// How a case of a batch ended.
const (
	BatchClean      = "clean"      // nothing to report
	BatchFindings   = "findings"   // of the severity that was asked for, or views that differ
	BatchUnreadable = "unreadable" // finished, but some input could not be read
	BatchFailed     = "failed"     // there is no result, or only an older one
)

// Describe fills in what the result of a case says, and how it compares with the one
// before.
func (c *BatchCase) Describe(r *analyze.Report, changes analyze.Comparison) {
	c.Devices, c.Groups, c.Messages = len(r.Devices), len(r.Groups), r.Messages
	c.Inconsistent, c.Errors, c.Warnings, c.Notes = 0, 0, 0, 0
	for _, g := range r.Groups {
		if !g.Consistent {
			c.Inconsistent++
		}
	}
	for _, f := range r.Findings {
		switch f.Severity {
		case finding.Error:
			c.Errors++
		case finding.Warning:
			c.Warnings++
		default:
			c.Notes++
		}
	}
	c.New, c.Gone, c.Still = len(changes.New), len(changes.Gone), len(changes.Still)
}

// WriteBatch writes the summary as a table, JSON or CSV.
func WriteBatch(w io.Writer, b *Batch, format Format, style Style) error {
	switch format {
	case JSON:
		return WriteJSON(w, b)
	case CSV:
		return writeBatchCSV(w, b)
	}
	header := []string{"case", "status", "groups", "differ", "errors", "warnings", "notes", "new", "gone", "still"}
	var rows [][]string
	for _, c := range b.Cases {
		row := []string{Safe(c.Name), c.Status}
		for _, n := range []int{c.Groups, c.Inconsistent, c.Errors, c.Warnings, c.Notes, c.New, c.Gone, c.Still} {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, row)
	}
	lines, err := drawGrid(header, rows)
	if err != nil {
		return err
	}
	for _, c := range b.Cases {
		if c.Error != "" {
			lines = append(lines, "", Safe(c.Name)+": "+Safe(c.Error))
		}
	}
	lines = append(lines, "", b.sentence())
	_, err = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// sentence is the summary of the summary.
func (b *Batch) sentence() string {
	counts := map[string]int{}
	changed := 0
	for _, c := range b.Cases {
		counts[c.Status]++
		changed += min(1, c.New+c.Gone)
	}
	return fmt.Sprintf("%s: %d clean, %d with findings, %d not read whole, %d failed; %d changed.", count(len(b.Cases), "case", "cases"),
		counts[BatchClean], counts[BatchFindings], counts[BatchUnreadable], counts[BatchFailed], changed)
}

func writeBatchCSV(w io.Writer, b *Batch) error {
	rows := csv.NewWriter(w)
	err := rows.Write([]string{"name", "source", "status", "result", "error", "devices", "groups", "inconsistent", "errors", "warnings", "notes", "new", "gone", "still", "messages"})
	for _, c := range b.Cases {
		cells := []string{c.Name, c.Source, c.Status, c.Result, c.Error}
		for _, n := range []int{c.Devices, c.Groups, c.Inconsistent, c.Errors, c.Warnings, c.Notes, c.New, c.Gone, c.Still, c.Messages} {
			cells = append(cells, strconv.Itoa(n))
		}
		err = cmp.Or(err, writeCells(rows, cells))
	}
	rows.Flush()
	return cmp.Or(err, rows.Error())
}

// WriteBatchHTML writes the summary as a page that links to the results. It loads
// nothing and runs nothing.
func WriteBatchHTML(w io.Writer, b *Batch) error {
	safe := *b
	safe.Cases = make([]BatchCase, len(b.Cases))
	for i, c := range b.Cases {
		c.Name, c.Source, c.Error = Safe(c.Name), Safe(c.Source), Safe(c.Error)
		safe.Cases[i] = c
	}
	page, err := template.New("batch").Parse(batchPage)
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{"Batch": safe, "Sentence": b.sentence()})
}

const batchPage = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gmmtool batch</title>
<style>
body { font: 1rem/1.4 system-ui, sans-serif; margin: 2rem; }
table { border-collapse: collapse; }
th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid #ccc; }
th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
.failed td, .unreadable td { background: #fdd; } .findings td { background: #ffd; }
</style>
</head>
<body>
<h1>Cases</h1>
<p>{{.Sentence}}</p>
<table>
<thead><tr><th>case</th><th>status</th><th>groups</th><th>differ</th><th>errors</th><th>warnings</th><th>notes</th><th>new</th><th>gone</th><th>still</th></tr></thead>
<tbody>
{{range .Batch.Cases}}<tr class="{{.Status}}"><td>{{if .Result}}<a href="{{.Result}}/result.html">{{.Name}}</a>{{else}}{{.Name}}{{end}}</td><td>{{.Status}}{{if .Error}}: {{.Error}}{{end}}</td><td>{{.Groups}}</td><td>{{.Inconsistent}}</td><td>{{.Errors}}</td><td>{{.Warnings}}</td><td>{{.Notes}}</td><td>{{if .Result}}<a href="{{.Result}}/changes.txt">{{.New}}</a>{{else}}{{.New}}{{end}}</td><td>{{.Gone}}</td><td>{{.Still}}</td></tr>
{{end}}</tbody>
</table>
</body>
</html>
`
