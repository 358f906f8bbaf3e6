package gmmtool_test

import (
	"bytes"
	"compress/gzip"
	"encoding"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/report"
)

// shownCase is the bundled case that the formats are checked with.
const shownCase = "testdata/cases/two-releases"

func checkFormats(t *testing.T, p program, page string) {
	for _, format := range report.Formats() {
		section(t, page, "## "+string(format)) // fails if there is none
	}
	names := func(heading string) []string { return words(cells(section(t, page, heading), 0)...) }
	same(t, "json", append(fieldsOf(reflect.TypeFor[analyze.Report](), ""), "findings[].text", "findings[].fix", "not_utf8{}"),
		slices.DeleteFunc(names("## json"), func(name string) bool { return name == "groups[].devices[].uncertain" }))
	same(t, "csv", csvColumns(p.stdout(t, "analyze", shownCase, "--format", "csv")), names("## csv"))
	same(t, "timesketch", keysOf(t, p.stdout(t, "analyze", shownCase, "--format", "timesketch")), names("## timesketch"))
	same(t, "jsonl", kindsOf(t, p.stdout(t, "analyze", shownCase, "--format", "jsonl", "--min-severity", "note")), names("## jsonl"))
	same(t, "list", fieldsOf(reflect.TypeFor[evidence.ListEntry](), ""), names("## gmmtool list"))
	same(t, "list --format csv", csvColumns(p.stdout(t, "list", "-q", shownCase, "--format", "csv")), names("## gmmtool list"))
	same(t, "matrix-csv", csvColumns(p.stdout(t, "analyze", shownCase, "--format", "matrix-csv"))[:6], names("## matrix-csv"))
	same(t, "simulate", fieldsOf(reflect.TypeFor[report.Simulation](), ""), names("## gmmtool simulate"))
	same(t, "simulate --life", fieldsOf(reflect.TypeFor[report.Life](), ""), names("## gmmtool simulate --life"))
	checkManifest(t, p, names("## The evidence manifest"))
}

// checkManifest lets the program write one. Some fields only appear in builds
// of a commit, or for files that cannot be read.
func checkManifest(t *testing.T, p program, explained []string) {
	file := filepath.Join(t.TempDir(), "manifest.json")
	p.stdout(t, "list", "-q", shownCase, "--manifest", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var manifest any
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{"tool.revision": true, "tool.modified": true, "inputs[].error": true}
	collectPaths(manifest, "", paths)
	var real []string
	for path := range paths {
		real = append(real, path)
	}
	same(t, "manifest", real, explained)
}

func collectPaths(value any, path string, paths map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			collectPaths(inner, strings.TrimPrefix(path+"."+key, "."), paths)
		}
	case []any:
		for _, inner := range v {
			collectPaths(inner, path+"[]", paths)
		}
	default:
		paths[path] = true
	}
}

// fieldsOf gives the paths of all values in the JSON form of a type.
func fieldsOf(t reflect.Type, path string) []string {
	switch {
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return []string{path}
	case t.Kind() == reflect.Pointer:
		return fieldsOf(t.Elem(), path)
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Array:
		return fieldsOf(t.Elem(), path+"[]")
	case t.Kind() == reflect.Map:
		return []string{path + "{}"}
	case t.Kind() != reflect.Struct || t.PkgPath() == "time":
		return []string{path}
	}
	var found []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if t.Field(i).Anonymous && name == "" {
			found = append(found, fieldsOf(t.Field(i).Type, path)...)
			continue
		}
		found = append(found, fieldsOf(t.Field(i).Type, strings.TrimPrefix(path+"."+name, "."))...)
	}
	return found
}

func csvColumns(table string) []string {
	header, _, _ := strings.Cut(table, "\n")
	return strings.Split(header, ",")
}

// keysOf gives the keys of the first object of a file of JSON lines.
func keysOf(t *testing.T, jsonLines string) []string {
	t.Helper()
	var object map[string]any
	if err := json.NewDecoder(strings.NewReader(jsonLines)).Decode(&object); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range object {
		keys = append(keys, key)
	}
	return keys
}

func kindsOf(t *testing.T, jsonLines string) []string {
	t.Helper()
	var kinds []string
	for line := range strings.Lines(jsonLines) {
		var record struct{ Kind string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, record.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func checkFindings(t *testing.T, p program, page string) {
	found := section(t, page, "## Findings")
	explained := map[string]string{}
	var codes []string
	for _, m := range regexp.MustCompile(`(?m)^### (.*)\n\n(.*)$`).FindAllStringSubmatch(found, -1) {
		codes = append(codes, m[1])
		explained[m[1]], _, _ = strings.Cut(section(t, page, "### "+m[1]), "*Proved by*")
	}
	var real []string
	for _, code := range constants(t, "analyze/finding/finding.go", "Code") {
		real = append(real, code.(string))
	}
	same(t, "findings", real, codes)
	var reasons []any
	files, _ := filepath.Glob("analyze/finding/*.go")
	for _, file := range files {
		reasons = append(reasons, constants(t, file, "Reason")...)
	}
	if len(reasons) == 0 {
		t.Error("no reasons")
	}
	for _, reason := range reasons {
		if !strings.Contains(found, "`"+reason.(string)+"`") {
			t.Errorf("the reason %s of a finding is not explained", reason)
		}
	}
	var buckets []string
	for _, bucket := range evidence.Buckets() {
		buckets = append(buckets, string(bucket))
	}
	same(t, "buckets", buckets, words(cells(section(t, page, "## Buckets"), 0)...))
	for _, folder := range caseFolders(t) {
		var result analyze.Report
		if err := json.Unmarshal([]byte(p.stdout(t, "analyze", folder, "--format", "json")), &result); err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Findings {
			if !regexp.MustCompile(`\*\*` + string(f.Severity) + `[.:]\*\*`).MatchString(explained[string(f.Code)]) {
				t.Errorf("%s as %s in %s is not explained", f.Code, f.Severity, folder)
			}
		}
	}
}

// constants gives the values of the constants of one type in a file.
func constants(t *testing.T, file, typeName string) []any {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []any
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		name, ok := spec.Type.(*ast.Ident)
		literal, isLiteral := spec.Values[0].(*ast.BasicLit)
		switch {
		case !ok || name.Name != typeName || !isLiteral:
		case literal.Kind == token.STRING:
			text, _ := strconv.Unquote(literal.Value)
			found = append(found, text)
		default:
			found = append(found, literal.Value)
		}
		return true
	})
	return found
}

func caseFolders(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("%v, %v", folders, err)
	}
	return folders
}

func checkRules(t *testing.T, page string) {
	var eras []string
	for _, rules := range membership.All() {
		eras = append(eras, string(rules.Era()))
	}
	var explained []string
	for _, m := range regexp.MustCompile("(?m)^### .*\\(`(.*)`\\)$").FindAllStringSubmatch(page, -1) {
		explained = append(explained, m[1])
	}
	if !slices.Equal(eras, explained) {
		t.Errorf("eras %v, explained %v", eras, explained)
	}
	views, pasts := 0, 0
	for _, folder := range caseFolders(t) {
		c := countCase(t, folder)
		if row := c.row(); !strings.Contains(page, row) {
			t.Errorf("the table lacks %s", row)
		}
		views, pasts = views+c.views, pasts+c.pasts
	}
	if total := fmt.Sprintf("for all %d views and all %d lists of past members", views, pasts); !strings.Contains(strings.Join(strings.Fields(page), " "), total) {
		t.Errorf("the text lacks %q", total)
	}
}

// A counted case is a row of the table of cases.
type counted struct {
	name, clients                           string
	devices, groups, messages, views, pasts int
}

func (c counted) row() string {
	pasts := fmt.Sprintf("%d of %d", c.pasts, c.pasts)
	if c.pasts == 0 {
		pasts = "none kept"
	}
	return fmt.Sprintf("| `%s` | %s | %d | %d | %d | %d of %d | %s |\n", c.name, c.clients, c.devices, c.groups, c.messages, c.views, c.views, pasts)
}

// countCase counts what the clients of a case said of themselves.
func countCase(t *testing.T, folder string) counted {
	t.Helper()
	c := counted{name: filepath.Base(folder)}
	groups, releases := map[string]bool{}, []string{}
	files, _ := filepath.Glob(filepath.Join(folder, "*", "truth.json"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var truth struct {
			Core   string
			Groups []struct {
				ID   string    `json:"grpid"`
				Past *[]string `json:"past_members"`
			}
		}
		if err := json.Unmarshal(data, &truth); err != nil {
			t.Fatal(err)
		}
		c.devices++
		releases = append(releases, truth.Core)
		for _, group := range truth.Groups {
			groups[group.ID] = true
			c.views++
			if group.Past != nil {
				c.pasts++
			}
		}
	}
	slices.Sort(releases)
	c.clients, c.groups = strings.Join(slices.Compact(releases), ", "), len(groups)
	for _, pattern := range []string{"*/Maildir/cur/*", "*/Maildir/new/*", "*/Maildir/*/cur/*", "*/Maildir/*/new/*"} {
		mail, _ := filepath.Glob(filepath.Join(folder, pattern))
		c.messages += len(mail)
	}
	return c
}

func checkDependencies(t *testing.T, page string) {
	program, tests, checks := splitDependencies(t, page)
	inProgram, inTests := map[string]bool{}, map[string]bool{}
	modules := required(t)
	eachFile(t, func(_, file string, tree *ast.File) {
		for _, spec := range tree.Imports {
			if name := moduleOf(strings.Trim(spec.Path.Value, `"`), modules); name != "" {
				inTests[name] = true
				inProgram[name] = inProgram[name] || !strings.HasSuffix(file, "_test.go") && !strings.HasPrefix(file, "internal/html/htmltest/")
			}
		}
	})
	var used, tested []string
	for name := range inTests {
		if inProgram[name] {
			used = append(used, name)
		} else {
			tested = append(tested, name)
		}
	}
	same(t, "dependencies", used, program)
	same(t, "dependencies of tests", tested, tests)
	tools, err := os.ReadFile(".ci/tools/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range checks {
		if !strings.Contains(string(tools), "\t"+name+"/cmd/") {
			t.Errorf("%s is explained, but no tool", name)
		}
	}
}

// splitDependencies gives the modules of the three tables.
func splitDependencies(t *testing.T, page string) (program, tests, checks []string) {
	t.Helper()
	program1, rest, _ := strings.Cut(page, "Only in tests:")
	tests1, checks1, found := strings.Cut(rest, "Only in checks")
	if !found {
		t.Fatal("three tables are expected")
	}
	names := func(text string) []string { return words(cells(text, 0)...) }
	return names(program1), names(tests1), names(checks1)
}

// required gives the modules of go.mod.
func required(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var modules []string
	for _, m := range regexp.MustCompile(`(?m)^(?:require)?\s+(\S+) v\S+`).FindAllStringSubmatch(string(data), -1) {
		modules = append(modules, m[1])
	}
	return modules
}

func moduleOf(imported string, modules []string) string {
	for _, name := range modules {
		if imported == name || strings.HasPrefix(imported, name+"/") {
			return name
		}
	}
	return ""
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}
