// Package gmmtool_test checks what the design says of the whole house: who may
// import whom, and what only the program itself may do.
package gmmtool_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gmmtool/gmmtool/"

// mayImport is the direction of the data (docs/house.md): bytes, what a message
// says, what was read, what a device believed, what to do, what a person reads.
// Nobody imports upwards. Behind analyze/evidence nobody imports mboxio.
var mayImport = map[string][]string{
	"mboxio":              {},
	"internal/release":    {},
	"internal/encoded":    {},
	"internal/parallel":   {},
	"internal/address":    {"internal/encoded"},
	"internal/membership": {"internal/address", "internal/release"},
	"internal/camellia":   {},
	"internal/idea":       {},
	"internal/pgp":        {"internal/camellia", "internal/idea"},
	"internal/compose":    {"internal/pgp"},
	"internal/gmm":        {"internal/address", "internal/encoded", "internal/pgp", "internal/release"},
	"internal/delivery":   {},
	"internal/backup":     {"internal/address", "internal/pgp", "internal/release"},
	"internal/store":      {},
	"internal/html":       {},
	"internal/jsonschema": {},
	"internal/mboxrd":     {},
	"internal/phone":      {},
	"internal/redact":     {},
	"internal/share":      {},

	"analyze/evidence": {"mboxio", "internal/address", "internal/backup", "internal/gmm", "internal/parallel", "internal/pgp", "internal/release", "internal/share", "internal/store"},
	"analyze/history":  {"analyze/evidence", "internal/address", "internal/gmm", "internal/membership", "internal/pgp", "internal/release"},
	"repair":           {"analyze/evidence", "analyze/history", "internal/address", "internal/compose", "internal/gmm", "internal/membership", "internal/parallel", "internal/pgp", "internal/release", "internal/share"},
	"analyze/finding":  {"analyze/evidence", "analyze/history", "repair", "internal/gmm", "internal/membership", "internal/pgp", "internal/release"},
	"analyze":          {"analyze/evidence", "analyze/history", "analyze/finding", "repair", "internal/membership", "internal/share"},

	"simulate": {"internal/address", "internal/membership", "internal/parallel", "internal/release"},

	"dedupe/compare":  {},
	"dedupe/vcard":    {"internal/phone"},
	"dedupe/book":     {"dedupe/vcard", "mboxio"},
	"dedupe/record":   {"dedupe/vcard", "internal/parallel"},
	"dedupe/link":     {"dedupe/compare", "dedupe/record", "dedupe/vcard", "internal/parallel", "internal/phone"},
	"dedupe":          {"dedupe/compare", "dedupe/link", "dedupe/record", "dedupe/vcard", "internal/parallel", "internal/phone", "internal/share"},
	"dedupe/collect":  {"dedupe/book", "dedupe/record", "dedupe/vcard", "analyze/evidence", "analyze/history", "internal/address", "internal/encoded", "internal/gmm", "internal/membership", "internal/parallel", "internal/pgp", "internal/phone", "internal/release"},
	"dedupe/probe":    {"dedupe", "dedupe/record", "analyze/evidence", "analyze/history", "internal/address", "internal/compose", "internal/gmm", "internal/pgp"},
	"dedupe/planfile": {"dedupe", "dedupe/link", "dedupe/record", "internal/parallel"},
	"dedupe/merge":    {"dedupe", "dedupe/planfile", "dedupe/record", "dedupe/vcard", "internal/parallel"},
	"dedupe/review":   {"dedupe", "dedupe/record", "dedupe/vcard", "internal/phone"},

	"internal/report": {"analyze", "analyze/evidence", "analyze/finding", "internal/html", "internal/parallel", "repair", "dedupe", "dedupe/link", "dedupe/merge", "dedupe/planfile", "dedupe/review", "internal/delivery", "simulate"},
	"cmd/gmmtool":     {"analyze", "analyze/evidence", "analyze/finding", "analyze/history", "mboxio", "repair", "dedupe", "dedupe/book", "dedupe/record", "dedupe/collect", "dedupe/probe", "dedupe/merge", "dedupe/planfile", "dedupe/review", "internal/delivery", "internal/jsonschema", "internal/mboxrd", "internal/phone", "internal/redact", "internal/release", "internal/report", "internal/share", "internal/store", "simulate"},

	// For tests and benchmarks alone.
	"internal/html/htmltest":         {},
	"internal/pgp/pgptest":           {"internal/pgp"},
	"internal/backup/backuptest":     {},
	"internal/synthetic":             {},
	"internal/synthetic/forged":      {"internal/pgp/pgptest"},
	"internal/synthetic/joined":      {"dedupe"},
	"internal/synthetic/labelled":    {"dedupe", "dedupe/record", "dedupe/probe", "internal/pgp", "internal/pgp/pgptest", "internal/synthetic/joined"},
	"internal/synthetic/addressbook": {"dedupe", "dedupe/record", "internal/synthetic/joined"},
	"e2e":                            {},
	"scripts/life":                   {"internal/synthetic"},
	"scripts/database":               {"internal/backup/backuptest"},
	"scripts/sbom":                   {},
	"scripts/variants":               {"internal/release", "internal/report", "simulate"},
}

// programs may reach the surroundings; all else is handed to packages.
var programs = []string{"cmd/gmmtool", "scripts/life", "scripts/database", "scripts/sbom", "scripts/variants"}

// inTests is what tests may import besides: the packages made for them, and for
// some the way to what they test.
var inTests = map[string][]string{
	"analyze":                        {"internal/gmm", "internal/pgp", "internal/release", "internal/report", "internal/store", "mboxio"},
	"dedupe":                         {"dedupe/collect", "dedupe/planfile", "internal/report", "internal/synthetic/addressbook"},
	"dedupe/merge":                   {},
	"internal/synthetic/addressbook": {"dedupe/collect"},
	"internal/synthetic/labelled":    {"analyze/evidence", "analyze/history", "dedupe/collect"},
	"repair":                         {"analyze", "mboxio", "simulate"},
}

// owner is the one package that imports a third-party module.
var owner = map[string][]string{
	"github.com/urfave/cli/v2":          {"cmd/gmmtool"},
	"github.com/schollz/progressbar/v3": {"cmd/gmmtool"},
	"golang.org/x/term":                 {"cmd/gmmtool"},
	"github.com/olekukonko/tablewriter": {"internal/report"},
	"github.com/ProtonMail/go-crypto":   {"internal/pgp", "internal/pgp/pgptest"},
	"github.com/emersion/go-message":    {"internal/encoded"},
	"github.com/emersion/go-mbox":       {"mboxio"},
	"github.com/klauspost/compress":     {"mboxio"},
	"github.com/ulikunitz/xz":           {"mboxio"},
	"github.com/emersion/go-smtp":       {"internal/delivery", "e2e"}, // e2e: as a server
	"github.com/emersion/go-sasl":       {"internal/delivery", "e2e"},
	"go.mau.fi/util":                    {"dedupe/compare"},
	"golang.org/x/crypto":               {"internal/pgp"},
	"golang.org/x/net":                  {"dedupe/compare"},
	"golang.org/x/text":                 {"dedupe/compare", "dedupe/vcard", "internal/report"},
	"go.yaml.in/yaml/v4":                {"analyze/evidence"},
	"golang.org/x/sys":                  {"mboxio"},
	"github.com/ncruces/go-sqlite3":     {"internal/backup", "internal/backup/backuptest", "internal/store"},
	"github.com/chromedp/chromedp":      {"internal/html/htmltest"},
	"github.com/chromedp/cdproto":       {"internal/html/htmltest"},
}

// testModules are imported by tests alone, and by all that need them.
var testModules = []string{"github.com/rogpeppe/go-internal", "pgregory.net/rapid", "github.com/google/go-cmp", "github.com/santhosh-tekuri/jsonschema/v6"}

// onlyInProgram are the calls that reach the surroundings.
var onlyInProgram = []string{
	"os.Exit", "os.Stdout", "os.Stderr", "os.Stdin", "os.Getenv", "os.LookupEnv", "os.Environ", "os.Args",
	"time.Now", "time.Since", "fmt.Print", "fmt.Printf", "fmt.Println", "log.Print", "log.Printf", "log.Fatal",
}

func TestNobodyImportsUpwards(t *testing.T) {
	eachFile(t, func(pkg, file string, tree *ast.File) {
		for _, spec := range tree.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if strings.HasPrefix(imported, module) {
				inner := strings.TrimPrefix(imported, module)
				if inner != pkg && !slices.Contains(mayImport[pkg], inner) && !(isTest(file) && mayTest(pkg, inner)) {
					t.Errorf("%s: %s may not import %s", file, pkg, inner)
				}
				continue
			}
			checkOwner(t, pkg, file, imported)
		}
	})
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

// mayTest reports whether the tests of a package may import another.
func mayTest(pkg, inner string) bool {
	made := []string{"internal/html/htmltest", "internal/synthetic", "internal/synthetic/forged", "internal/pgp/pgptest", "internal/backup/backuptest"}
	return slices.Contains(inTests[pkg], inner) || slices.Contains(made, inner)
}

func checkOwner(t *testing.T, pkg, file, imported string) {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return // standard library
	}
	for _, module := range testModules {
		if isTest(file) && (imported == module || strings.HasPrefix(imported, module+"/")) {
			return
		}
	}
	for dependency, packages := range owner {
		if imported == dependency || strings.HasPrefix(imported, dependency+"/") {
			if !slices.Contains(packages, pkg) {
				t.Errorf("%s: %s is imported by %v alone", file, dependency, packages)
			}
			return
		}
	}
	t.Errorf("%s: %s belongs to no package of the house", file, imported)
}

func TestOnlyTheProgramReachesItsSurroundings(t *testing.T) {
	eachFile(t, func(pkg, file string, tree *ast.File) {
		ast.Inspect(tree, func(n ast.Node) bool {
			if decl, ok := n.(*ast.FuncDecl); ok && decl.Recv == nil && decl.Name.Name == "init" {
				t.Errorf("%s: init", file)
			}
			selector, ok := n.(*ast.SelectorExpr)
			if !ok || slices.Contains(programs, pkg) || isTest(file) {
				return true
			}
			if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil && slices.Contains(onlyInProgram, x.Name+"."+selector.Sel.Name) {
				t.Errorf("%s: %s.%s", file, x.Name, selector.Sel.Name)
			}
			return true
		})
	})
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	documented := map[string]bool{}
	eachFile(t, func(pkg, _ string, tree *ast.File) {
		documented[pkg] = documented[pkg] || tree.Doc != nil
	})
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}

// eachFile parses every Go file of the house.
func eachFile(t *testing.T, visit func(pkg, file string, tree *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && file != ".") {
			return filepath.SkipDir
		}
		if filepath.Ext(file) != ".go" || filepath.Dir(file) == "." {
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(filepath.Dir(file)), file, tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
