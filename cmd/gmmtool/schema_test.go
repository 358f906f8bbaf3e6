package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
)

// TestEveryResultIsAsItsSchemaSays runs the commands over every bundled case and
// validates what they write. Keys that a schema does not name are errors here,
// though the promise lets them come.
func TestEveryResultIsAsItsSchemaSays(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	for _, folder := range variedCases(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			dir := t.TempDir()
			in := func(name string) string { return filepath.Join(dir, name) }
			whole := result(t, "analyze", folder, "--format", "json", "-o", in("analyze.json"), "--manifest", in("manifest.json"))
			if whole != "" {
				t.Errorf("standard output %q", whole)
			}
			conforms(t, "analyze", stored(t, in("analyze.json")))
			conforms(t, "manifest", stored(t, in("manifest.json")))
			conforms(t, "diff", result(t, "diff", in("analyze.json"), in("analyze.json"), "--format", "json"))
			for _, id := range groupsOf(t, stored(t, in("analyze.json"))) {
				conforms(t, "history", result(t, "history", folder, "--group", id, "--format", "json"))
			}
			conformsByLine(t, "jsonl", result(t, "analyze", folder, "--format", "jsonl"))
			conformsByLine(t, "timesketch", result(t, "analyze", folder, "--format", "timesketch"))
			conformsByLine(t, "list", result(t, "list", folder, "-q", "--format", "jsonl"))
			conforms(t, "correct", result(t, "correct", folder, "--out", in("fix"), "--format", "json"))
			conforms(t, "correct", stored(t, in("fix/plan.json")))
			conforms(t, "apply", result(t, "apply", in("fix"), "--format", "json"))
			if id := firstFinding(t, stored(t, in("analyze.json"))); id != "" {
				result(t, "export", folder, "--finding", id, "--out", in("export"))
				conforms(t, "export", stored(t, in("export/index.json")))
			}
			conforms(t, "dedupe", result(t, "dedupe", folder, "--book", "../../testdata/books/contacts.vcf", "--out", in("plan"), "--format", "json"))
			conforms(t, "merge", result(t, "apply", in("plan"), "--out", in("merged"), "--yes", "--format", "json"))
			conforms(t, "decisions", stored(t, in("merged/decisions.json")))
			conforms(t, "journal", stored(t, in("merged/journal.json")))
			conforms(t, "index", result(t, "index", folder, "--store", in("store"), "--format", "json"))
			list := in("list.txt")
			if err := os.WriteFile(list, []byte(in("store")), 0o600); err != nil {
				t.Fatal(err)
			}
			conforms(t, "batch", result(t, "batch", list, "--out", in("batch"), "--format", "json", "--quiet"))
			conforms(t, "diff", stored(t, in("batch/cases/store/changes.json")))
			conforms(t, "undo", result(t, "undo", in("merged"), "--out", in("before"), "--format", "json"))
		})
	}
}

func TestALargePlanIsAsItsSchemaSays(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "plan")
	result(t, "dedupe", "../../testdata/cases/hidden-recipients", "--book", "../../testdata/books/contacts.vcf", "--out", folder)
	plan, err := merge.ReadPlan(planName, []byte(stored(t, filepath.Join(folder, planName))))
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Persons) == 0 || len(plan.Proposals) == 0 {
		t.Fatalf("%d persons and %d proposals", len(plan.Persons), len(plan.Proposals))
	}
	text, err := json.Marshal(planfile.Of(plan, true))
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, "dedupe", string(text))
}

// TestQuestionsAndAnswersAreAsTheirSchemasSay asks in every bundled case in which
// somebody's key is known, and answers there as if two members were one person.
func TestQuestionsAndAnswersAreAsTheirSchemasSay(t *testing.T) {
	asked := 0
	for _, folder := range caseFolders(t) {
		if keys, err := filepath.Glob(filepath.Join(folder, "[bc]*", "keys")); err != nil || len(keys) != 2 {
			continue // one of them could not answer
		}
		dir := t.TempDir()
		in := func(name string) string { return filepath.Join(dir, name) }
		p, stdout, stderr := newProcess("probe", filepath.Join(folder, "alice"), "--new", "bob@lab.example", "--candidate", "carol@lab.example",
			"--state", in("asked.json"), "--out", in("ask"), "--format", "json")
		if code := p.run(context.Background()); code == exitRefused && strings.Contains(stderr.String(), "has no known key") {
			continue
		} else if code != exitClean {
			t.Fatalf("%s: exit code %d: %s", folder, code, stderr)
		}
		asked++
		conforms(t, "probe", stdout.String())
		conforms(t, "probe-state", stored(t, in("asked.json")))
		for device, message := range map[string]string{"bob": "probe.eml", "carol": "check-01.eml"} {
			if err := errors.Join(
				os.CopyFS(in("both/"+device+"/keys"), os.DirFS(filepath.Join(folder, device, "keys"))),
				os.WriteFile(in("both/"+device+"/"+message), []byte(stored(t, in("ask/"+message))), 0o600),
			); err != nil {
				t.Fatal(err)
			}
		}
		var question struct{ ID string }
		if err := json.Unmarshal(stdout.Bytes(), &question); err != nil {
			t.Fatal(err)
		}
		answer := []string{"probe", "answer", in("both"), "--yes", "--probe", question.ID, "--state", in("answered.json"), "--out", in("reply"), "--format", "json"}
		conforms(t, "answer", result(t, answer...))
		conforms(t, "probe-state", stored(t, in("answered.json")))
		conforms(t, "answer", result(t, "probe", "answer", filepath.Join(folder, "alice"), "--state", in("asked.json"), "--out", in("none"), "--format", "json"))
	}
	if asked < 4 {
		t.Errorf("in %d cases only", asked)
	}
}

func TestASimulationIsAsItsSchemaSays(t *testing.T) {
	for _, args := range [][]string{nil, {"--over", "loss=0,0.5"}, {"--attack", "insider", "--variant", "today"}} {
		conforms(t, "simulate", result(t, append([]string{"simulate", "--groups", "2", "--days", "2", "--format", "json"}, args...)...))
	}
}

func TestAReplayedLifeIsAsItsSchemaSays(t *testing.T) {
	for _, folder := range []string{"cases/hidden-recipients", "backups/of-2.62"} {
		conforms(t, "life", result(t, "simulate", "--life", filepath.Join("../../testdata", filepath.FromSlash(folder)), "--format", "json"))
	}
}

func TestASchemaRefusesWhatIsNoResult(t *testing.T) {
	for _, name := range resultNames() {
		if err := compile(t, name).Validate(map[string]any{"schema": "one", "id": 1, "persons": 1}); err == nil {
			t.Errorf("the schema of %s takes anything", name)
		}
	}
}

// caseFolders are the bundled cases.
func caseFolders(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob("../../testdata/[abc]*/*")
	folders = slices.DeleteFunc(folders, func(f string) bool { return filepath.Ext(f) == ".vcf" })
	if err != nil || len(folders) < 10 {
		t.Fatalf("cases %v, %v", folders, err)
	}
	return folders
}

// variedCases are all bundled cases where GMMTOOL_LONG is set, otherwise one of
// each kind: mail, forgeries, backups, and backups beside mail.
func variedCases(t *testing.T) []string {
	t.Helper()
	folders := caseFolders(t)
	if os.Getenv("GMMTOOL_LONG") != "" {
		return folders
	}
	return slices.CompactFunc(folders, func(a, b string) bool { return filepath.Dir(a) == filepath.Dir(b) })
}

// firstFinding is the id of the first finding of a report.
func firstFinding(t *testing.T, text string) string {
	t.Helper()
	found, err := analyze.ReadReport(strings.NewReader(text))
	if err != nil || len(found.Findings) == 0 {
		t.Fatalf("no findings: %v", err)
	}
	return found.Findings[0].ID
}

// groupsOf are the ids of the groups of a report.
func groupsOf(t *testing.T, text string) []string {
	t.Helper()
	found, err := analyze.ReadReport(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, g := range found.Groups {
		ids = append(ids, g.ID)
	}
	return ids
}

// result runs the program and gives its standard output. Exit codes above 3 and
// wrong usage are errors.
func result(t *testing.T, args ...string) string {
	t.Helper()
	p, stdout, stderr := newProcess(args...)
	if code := p.run(context.Background()); code == exitError || code > exitUnreadable {
		t.Fatalf("%v: exit code %d: %s", args, code, stderr)
	}
	return stdout.String()
}

func stored(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// conformsByLine is for JSON lines. A backup alone has no mail to list.
func conformsByLine(t *testing.T, name, lines string) {
	t.Helper()
	conforms(t, name, slices.Collect(strings.Lines(lines))...)
}

func conforms(t *testing.T, name string, texts ...string) {
	t.Helper()
	schema := compile(t, name)
	for _, text := range texts {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err == nil {
			err = schema.Validate(value)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// compile reads the schema that the program prints, and lets it refuse keys that
// it does not name.
func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	printed, err := jsonschema.UnmarshalJSON(strings.NewReader(result(t, "schema", name)))
	if err != nil {
		t.Fatal(err)
	}
	forbidMore(printed)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("result.json", printed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("result.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func forbidMore(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if s["type"] == "object" && s["properties"] != nil {
			s["additionalProperties"] = false
		}
		for _, inner := range s {
			forbidMore(inner)
		}
	case []any:
		for _, inner := range s {
			forbidMore(inner)
		}
	}
}
