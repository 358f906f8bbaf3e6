package report

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/html"
)

// alwaysPlotted are the measures a page draws besides the one asked for.
func alwaysPlotted() []string {
	return []string{"wrong_share", "unaware_share", "time_to_agree.p95", "corrections_per_divergence", "correction_bytes"}
}

// pageSimulation is the table as a page, with plots of what it holds.
func pageSimulation(b *bytes.Buffer, s Simulation, measure string, making Making) error {
	p := html.Page{Title: "gmmtool: variants of the correction protocol", Verdict: "Nothing was played.", About: making.about(analyze.Tool{Name: "gmmtool"})}
	if len(s.Runs) > 0 {
		figures, err := figuresOf(s, measure)
		if err != nil {
			return err
		}
		p.Figures = []html.Figures{figures}
		p.Verdict = fmt.Sprintf("%s in made-up groups.", count(len(s.Runs), "run of the correction protocol", "runs of the correction protocol"))
	}
	return html.Write(b, p)
}

func figuresOf(s Simulation, measure string) (html.Figures, error) {
	header, rows, err := simulationRows(s)
	if err != nil {
		return html.Figures{}, err
	}
	f := html.Figures{
		Title: played(s.Runs[0]), Head: header, Rows: rows,
		Note: "wrong: the share of their online time in which members see other members than there are. each: corrections for each divergence. burst: most corrections in one group within a minute.",
	}
	if s.Over != "" {
		f.Note = "Played for each value of " + s.Over + ". " + f.Note
	}
	measures := []string{measure}
	for _, other := range alwaysPlotted() {
		if s.Over != "" && !slices.Contains(measures, other) {
			measures = append(measures, other)
		}
	}
	for _, name := range measures {
		var plot bytes.Buffer
		if err := plotSimulation(&plot, s, name); err != nil {
			return html.Figures{}, err
		}
		caption := name
		if s.Over != "" {
			caption += " over " + s.Over
		}
		f.Plots = append(f.Plots, html.Plot{Caption: caption, SVG: plot.Bytes()})
	}
	return f, nil
}
