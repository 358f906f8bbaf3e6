package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// ComparisonSchema is the version of the JSON form of a comparison.
const ComparisonSchema = 1

// comparison is an [analyze.Comparison] with words.
type comparison struct {
	Schema int             `json:"schema"`
	New    []wordedFinding `json:"new"`
	Gone   []wordedFinding `json:"gone"`
	Still  []wordedFinding `json:"still"`
}

// WriteComparison says what is new since an older report, what is gone, and how
// much is still there: as JSON with every finding, else in sentences.
func WriteComparison(w io.Writer, c analyze.Comparison, format Format, style Style) error {
	if format == JSON {
		return WriteJSON(w, comparison{ComparisonSchema, wordedList(c.New), wordedList(c.Gone), wordedList(c.Still)})
	}
	width := max(cmp.Or(style.Width, defaultWidth), minWidth)
	p := &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse)}
	p.line(p.bold(fmt.Sprintf("%s, %d gone, %d still there.", count(len(c.New), "new finding", "new findings"), len(c.Gone), len(c.Still))))
	for _, part := range []struct {
		title    string
		findings []finding.Finding
	}{{"New", c.New}, {"Gone", c.Gone}} {
		if len(part.findings) > 0 {
			p.gap()
			p.line(p.bold(part.title))
			p.findings(mergeAlike(part.findings))
		}
	}
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

func wordedList(findings []finding.Finding) []wordedFinding {
	list := make([]wordedFinding, len(findings))
	for i := range findings {
		list[i] = worded(&findings[i])
	}
	return list
}
