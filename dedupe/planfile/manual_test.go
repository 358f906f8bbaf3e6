package planfile

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/dedupe"
)

// TestTheExampleOfTheManualIsRead reads the lines that docs/duplicates.md shows of a large
// plan.
func TestTheExampleOfTheManualIsRead(t *testing.T) {
	page, err := os.ReadFile("../../docs/duplicates.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(page), "```text\n\"country\"")
	example, _, found := strings.Cut(example, "\n```")
	lines := strings.Split("\"country\""+example, "\n")
	if !found || len(lines) != 6 {
		t.Fatalf("lines: %q", lines)
	}
	text := `{"schema": 2, "kind": "merge", "rules": [{"rule": "same-mailbox", "grade": "proof", "text": "{value}"}, {"rule": "same-name", "grade": "weak", "text": "{value}"},
{"rule": "same-postal-address", "grade": "weak", "text": "{value}"}], ` + lines[0] + `"records": [` + strings.Join(lines[1:4], ",") + `], "persons": [` + lines[4] + `], "proposals": [` + lines[5] + `]}`
	stored := new(Plan)
	if err := json.Unmarshal([]byte(text), stored); err != nil {
		t.Fatal(err)
	}
	plan, err := stored.Read()
	if err != nil {
		t.Fatal(err)
	}
	if err := dedupe.Validate(plan); err != nil {
		t.Error(err)
	}
	names := map[string]string{}
	for _, r := range plan.Records {
		names[r.ID] = r.Names[0] + " " + strings.Join(r.Phones, " ") + " " + r.Country
	}
	person, proposal := &plan.Persons[0], &plan.Proposals[0]
	got := []string{
		names[person.Records[0]], names[person.Records[1]], names[proposal.B[0]],
		person.Name, names[person.Survivor], person.Evidence[0].Value, proposal.Evidence[1].Records[0], string(proposal.Decision),
	}
	want := []string{
		"Ann Smith 030 5550100 49", "Smith, Ann 030 5550100 49", "Ann Smith  ",
		"Ann Smith", names[person.Records[1]], "ann.smith@home.example", "card-002df16610559fd7", "review",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
