package main

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/simulate"
)

// A column is one measure, as the tables show it.
type column struct {
	title  string
	of     func(*simulate.Result) float64
	format string // of one number
	spread bool   // least and largest are shown, too
}

func columns(p part) []column {
	share := func(get func(*simulate.Result) float64) func(*simulate.Result) float64 {
		return func(r *simulate.Result) float64 { return 100 * get(r) }
	}
	groups := func(get func(*simulate.Result) int) func(*simulate.Result) float64 {
		return func(r *simulate.Result) float64 { return 100 * float64(get(r)) / float64(r.Groups) }
	}
	wrong := column{"wrong, %", share(func(r *simulate.Result) float64 { return r.WrongShare }), "%.3f", true}
	size := column{"MB per 100 groups", func(r *simulate.Result) float64 { return float64(r.CorrectionBytes) / 1e4 / float64(r.Groups) }, "%.1f", false}
	if p.name == "attack" {
		return []column{
			wrong,
			{"obey at once, %", func(r *simulate.Result) float64 { return 100 * float64(r.Obeyed) / float64(r.Groups*(r.Members-1)) }, "%.0f", true},
			{"believe it at the end, %", func(r *simulate.Result) float64 { return 100 * float64(r.Damaged) / float64(r.Groups*(r.Members-1)) }, "%.0f", true},
			{"corrections per 100 groups", groups(func(r *simulate.Result) int { return r.Corrections }), "%.0f", true},
			{"largest burst", func(r *simulate.Result) float64 { return float64(r.LargestBurst) }, "%.0f", false},
			size,
		}
	}
	return []column{
		wrong,
		{"unaware, %", share(func(r *simulate.Result) float64 { return r.UnawareShare }), "%.3f", true},
		{"agree after, h", func(r *simulate.Result) float64 { return r.TimeToAgree.Median / 3600 }, "%.1f", false},
		{"95 of 100, h", func(r *simulate.Result) float64 { return r.TimeToAgree.P95 / 3600 }, "%.1f", true},
		{"unhealed groups, %", groups(func(r *simulate.Result) int { return r.UnhealedGroups }), "%.1f", false},
		{"corrections each", func(r *simulate.Result) float64 { return r.CorrectionsPerDivergence }, "%.2f", true},
		{"largest burst", func(r *simulate.Result) float64 { return float64(r.LargestBurst) }, "%.0f", false},
		size,
	}
}

// table writes rows in Markdown.
func table(p part, rows []row) []byte {
	var b bytes.Buffer
	list := columns(p)
	titles := []string{p.header, "groups", "variant"}
	for _, c := range list {
		titles = append(titles, c.title)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(titles, " | "), strings.Repeat(" --- |", len(titles)))
	for _, r := range rows {
		cells := []string{r.label, fmt.Sprintf("%d × %d", seeds, r.opts.Groups), "`" + string(r.variant) + "`"}
		for _, c := range list {
			cells = append(cells, c.cell(r.runs))
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.Bytes()
}

// cell is the mean over the runs, with the least and the largest where they differ.
func (c column) cell(runs []*simulate.Result) string {
	mean, least, most := c.over(runs)
	text := fmt.Sprintf(c.format, mean)
	if low, high := fmt.Sprintf(c.format, least), fmt.Sprintf(c.format, most); c.spread && low != high {
		text += fmt.Sprintf(" (%s–%s)", low, high)
	}
	return text
}

func (c column) over(runs []*simulate.Result) (mean, least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, r := range runs {
		value := c.of(r)
		mean += value / float64(len(runs))
		least, most = min(least, value), max(most, value)
	}
	return mean, least, most
}

// plotsOf draws the means of a part, by file name.
func plotsOf(p part, rows []row) map[string][]byte {
	if p.rows[0].x == p.rows[len(p.rows)-1].x {
		return nil
	}
	files := map[string][]byte{}
	for suffix, measure := range map[string]string{
		"time": "time_to_agree.p95", "unaware": "unaware_share", "corrections": "corrections_per_divergence", "bytes": "correction_bytes",
	} {
		s := report.Simulation{Over: p.name}
		for _, r := range rows {
			if r.variant != simulate.None { // of another order
				s.Runs = append(s.Runs, r.mean())
			}
		}
		var b bytes.Buffer
		if err := report.WriteSimulation(&b, s, report.SVG, measure, report.Making{}); err == nil {
			files[p.name+"-"+suffix+".svg"] = b.Bytes()
		}
	}
	return files
}

// mean is a run with the means of what is plotted; bytes are per group.
func (r row) mean() *simulate.Result {
	m := *r.runs[0]
	m.TimeToAgree.P95, m.UnawareShare, m.CorrectionsPerDivergence = 0, 0, 0
	size := 0.0
	for _, run := range r.runs {
		n := float64(len(r.runs))
		m.TimeToAgree.P95 += run.TimeToAgree.P95 / n
		m.UnawareShare += run.UnawareShare / n
		m.CorrectionsPerDivergence += run.CorrectionsPerDivergence / n
		size += float64(run.CorrectionBytes) / n / float64(run.Groups)
	}
	m.CorrectionBytes = int64(size)
	return &m
}
