package report

import (
	"io"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/html"
)

// WriteStoryPage tells one group's history as a page. R is the report that the
// story was told from.
func WriteStoryPage(w io.Writer, r *analyze.Report, story *analyze.Story, making Making) error {
	one := *r
	one.Groups, one.Findings = nil, nil
	for _, g := range r.Groups {
		if g.ID == story.Group {
			one.Groups = []analyze.Group{g}
		}
	}
	for _, f := range r.Findings {
		if f.Group == story.Group {
			one.Findings = append(one.Findings, f)
		}
	}
	p := pageOf(&one, making)
	p.Title = "gmmtool: what happened in a group"
	for i := range p.Groups {
		g := &p.Groups[i]
		if g.Lanes == nil {
			continue
		}
		g.Lanes.OnlyDraw(toldIn(g.Lanes, story))
		g.Told = true
	}
	return html.Write(w, p)
}

// toldIn are the messages that a story tells of.
func toldIn(lanes *html.Lanes, story *analyze.Story) []int {
	told := map[string]bool{}
	for _, c := range story.Chapters {
		told[Safe(c.MessageID)] = true
	}
	var list []int
	for i := range lanes.Messages {
		if told[lanes.Messages[i].ID] {
			list = append(list, i)
		}
	}
	return list
}
