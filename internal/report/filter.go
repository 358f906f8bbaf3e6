package report

import (
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// limits says in words what a filtered result is limited to, nothing of a whole
// one. The words are not safe to show yet, see [Safe].
func limits(f *analyze.Filter) []string {
	if f == nil {
		return nil
	}
	var said []string
	if n := len(f.Groups); n > 0 {
		quoted := make([]string, n)
		for i, name := range f.Groups {
			quoted[i] = "“" + name + "”"
		}
		said = append(said, "only "+plural(n, "group ", "groups ")+enumerate(quoted, n))
	}
	if n := len(f.Devices); n > 0 {
		said = append(said, "only "+plural(n, "device ", "devices ")+enumerate(f.Devices, n))
	}
	if f.MinSeverity != "" {
		said = append(said, "only findings that weigh as much as "+article(f.MinSeverity)+" or more")
	}
	return said
}

// article is a severity as people type it, with its article.
func article(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "an error"
	case finding.Warning:
		return "a warning"
	}
	return "a note"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// showsSomeDevices reports whether a result leaves devices out.
func showsSomeDevices(r *analyze.Report) bool { return r.Filter != nil && len(r.Filter.Devices) > 0 }

// filterLine says what a result is limited to, and how much that left out; nothing
// of a whole one.
func filterLine(f *analyze.Filter) string {
	if f == nil {
		return ""
	}
	left := count(f.GroupsLeftOut, "group", "groups") + " and " + count(f.FindingsLeftOut, "finding", "findings")
	return "Shown: " + Safe(strings.Join(limits(f), "; ")) + ". Left out: " + left + "."
}
