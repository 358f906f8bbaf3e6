package labelled

import (
	"os"
	"strings"
	"testing"
)

func TestTheManualListsEveryKind(t *testing.T) {
	page, err := os.ReadFile("../../../docs/labelled.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "## The kinds")
	table, _, _ = strings.Cut(table, "\n## ")
	var listed []string
	for line := range strings.Lines(table) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok && strings.HasPrefix(line, "| ") && name != "kind" && name != "---" {
			listed = append(listed, name)
		}
	}
	var made []string
	for _, kind := range kinds() {
		made = append(made, kind.name)
	}
	if got, want := strings.Join(listed, "\n"), strings.Join(made, "\n"); got != want {
		t.Errorf("the manual lists\n%s\n\nand the kinds are\n%s", got, want)
	}
}
