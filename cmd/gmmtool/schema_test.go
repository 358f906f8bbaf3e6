package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gmmtool/gmmtool/analyze"
)

// TestEveryResultIsAsItsSchemaSays runs the commands over every bundled case and
// validates what they write. Keys that a schema does not name are errors here,
// though the promise lets them come.
func TestEveryResultIsAsItsSchemaSays(t *testing.T) {
	cases, err := filepath.Glob("../../testdata/[ac]*s/*")
	if err != nil || len(cases) < 8 {
		t.Fatalf("cases %v, %v", cases, err)
	}
	for _, folder := range cases {
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

func TestASchemaRefusesWhatIsNoResult(t *testing.T) {
	for _, name := range resultNames() {
		if err := compile(t, name).Validate(map[string]any{"schema": "one", "id": 1, "persons": 1}); err == nil {
			t.Errorf("the schema of %s takes anything", name)
		}
	}
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

func conformsByLine(t *testing.T, name, lines string) {
	t.Helper()
	conforms(t, name, strings.Split(strings.TrimSpace(lines), "\n")...)
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
