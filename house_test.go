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

// mayImport is the direction of the data: bytes, what a message says, what a
// device believed, what to do, what a person reads. Nobody imports upwards.
var mayImport = map[string][]string{
	"mboxio":              {},
	"internal/membership": {},
	"internal/pgp":        {},
	"internal/gmm":        {"internal/pgp"},
	"analyze":             {"mboxio", "internal/gmm", "internal/pgp", "internal/membership"},
	"repair":              {"analyze", "internal/gmm", "internal/pgp", "internal/membership"},
	"dedupe":              {},
	"dedupe/vcard":        {},
	"dedupe/book":         {"dedupe/vcard", "mboxio"},
	"dedupe/gather":       {"dedupe", "dedupe/book", "dedupe/vcard", "analyze", "mboxio", "internal/gmm", "internal/pgp"},
	"dedupe/probe":        {"dedupe", "analyze", "internal/gmm", "internal/pgp"},
	"dedupe/merge":        {"dedupe", "dedupe/vcard"},
	"dedupe/labelled":     {"dedupe", "dedupe/vcard", "dedupe/gather", "dedupe/probe", "analyze", "mboxio", "internal/gmm", "internal/pgp"},
	"internal/delivery":   {},
	"internal/report":     {"analyze", "repair", "dedupe", "dedupe/merge", "internal/delivery"},
	"cmd/gmmtool":         {"analyze", "mboxio", "repair", "dedupe", "dedupe/book", "dedupe/vcard", "dedupe/gather", "dedupe/probe", "dedupe/merge", "internal/delivery", "internal/report"},
	"e2e":                 {},
}

// owner is the one package that imports a third-party module.
var owner = map[string][]string{
	"github.com/urfave/cli/v2":          {"cmd/gmmtool"},
	"github.com/schollz/progressbar/v3": {"cmd/gmmtool"},
	"golang.org/x/term":                 {"cmd/gmmtool"},
	"github.com/olekukonko/tablewriter": {"internal/report"},
	"github.com/ProtonMail/go-crypto":   {"internal/pgp"},
	"github.com/emersion/go-message":    {"internal/gmm"},
	"github.com/emersion/go-mbox":       {"mboxio"},
	"github.com/klauspost/compress":     {"mboxio"},
	"github.com/ulikunitz/xz":           {"mboxio"},
	"github.com/emersion/go-smtp":       {"internal/delivery", "e2e"}, // e2e: as a server
	"github.com/emersion/go-sasl":       {"internal/delivery", "e2e"},
	"go.mau.fi/util":                    {"dedupe"},
	"golang.org/x/net":                  {"dedupe"},
	"golang.org/x/text":                 {"dedupe", "dedupe/vcard"},
	"go.yaml.in/yaml/v4":                {"analyze"},
	"github.com/rogpeppe/go-internal":   {"cmd/gmmtool"},
	"pgregory.net/rapid":                {"mboxio", "internal/membership", "internal/pgp", "internal/gmm", "internal/report", "analyze", "internal/delivery", "dedupe", "dedupe/vcard", "dedupe/probe", "dedupe/merge", "dedupe/gather", "dedupe/labelled"},
	"github.com/google/go-cmp":          {"mboxio", "internal/membership", "internal/pgp", "internal/gmm", "internal/report", "analyze", "internal/delivery", "dedupe", "dedupe/book", "dedupe/vcard", "dedupe/probe", "dedupe/merge", "dedupe/gather", "dedupe/labelled", "cmd/gmmtool"},
}

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
				if inner != pkg && !slices.Contains(mayImport[pkg], inner) {
					t.Errorf("%s: %s may not import %s", file, pkg, inner)
				}
				continue
			}
			checkOwner(t, pkg, file, imported)
		}
	})
}

func checkOwner(t *testing.T, pkg, file, imported string) {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return // standard library
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
			if !ok || pkg == "cmd/gmmtool" || strings.HasSuffix(file, "_test.go") {
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
