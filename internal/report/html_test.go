package report

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
)

// written is a report in a format, as wide as need be.
func written(t *testing.T, r *analyze.Report, format Format) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, r, format, Style{Width: 120}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThePageSaysOfFindingsWhatTheTableSays(t *testing.T) {
	page := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(written(t, brokenCase(), HTML), ""))
	page = strings.Join(strings.Fields(page), " ")
	table := strings.Split(written(t, brokenCase(), Table), "\n\n")
	told := 0
	for _, paragraph := range table {
		said := strings.Join(strings.Fields(paragraph), " ")
		if severity, rest, found := strings.Cut(said, " "); found && (severity == "warning" || severity == "note") {
			sentence, _, _ := strings.Cut(rest, " [")
			if !strings.Contains(page, sentence) {
				t.Errorf("the page does not say: %s", sentence)
			}
			told++
		}
	}
	if told < 2 {
		t.Errorf("%d findings told", told)
	}
}

func TestAPageWithoutGroupsDoesNotSayThatAllIsWell(t *testing.T) {
	page := written(t, &analyze.Report{Schema: analyze.Schema}, HTML)
	if !strings.Contains(page, "No groups found.") || !strings.Contains(page, "look closer") || strings.Contains(page, "all is well</span></h1>") {
		t.Error("the verdict is another")
	}
}
