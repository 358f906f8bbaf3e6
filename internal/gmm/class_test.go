package gmm

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gmmtool/gmmtool/internal/release"
)

// A rule that tells a release from the one before it must be in boundaries, or
// two releases would share a reading that differs.
func TestEveryReleaseARuleNamesIsABoundary(t *testing.T) {
	named := map[string]bool{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	note := func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.SelectorExpr); ok && fmt.Sprint(f.X) == "release" && f.Sel.Name == "Of" {
				var numbers []string
				for _, argument := range call.Args {
					numbers = append(numbers, argument.(*ast.BasicLit).Value)
				}
				named[strings.Join(numbers, ".")] = true
			}
		}
		return true
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "class.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, note)
	}
	for _, r := range boundaries {
		if !named[r.String()] {
			t.Errorf("no rule names %s", r)
		}
		delete(named, r.String())
	}
	if len(named) > 0 {
		t.Errorf("missing: %v", named)
	}
}

func TestReleasesThatReadAlikeShareAReading(t *testing.T) {
	m := new(Reader).Read(readFile(t, "testdata/mail/v1.151.3-added.eml"), Keys{})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, r := range boundaries {
				m.Reading(r)
				m.ReadingOutside(r)
			}
		})
	}
	wait.Wait()
	if m.Reading(release.Of(2, 58, 0)) != m.Reading(release.Latest) {
		t.Error("two readings of one class")
	}
	distinct := map[*Reading]bool{}
	for _, r := range boundaries {
		distinct[m.Reading(r)] = true
	}
	if len(distinct) > 2 {
		t.Errorf("%d readings that say the same", len(distinct))
	}
}

func TestWhatCopiesHaveInCommonIsKeptOnce(t *testing.T) {
	reader := new(Reader)
	raw := string(readFile(t, "testdata/mail/v1.151.3-added.eml"))
	a := reader.Read([]byte(raw), Keys{}).Reading(release.Latest)
	b := reader.Read([]byte("Delivered-To: other@example.org\r\n"+raw), Keys{}).Reading(release.Latest)
	if len(a.To) == 0 || &a.To[0] != &b.To[0] {
		t.Error("two lists of recipients")
	}
}

func TestAListOfKeysCannotPassForAnother(t *testing.T) {
	pool := new(Pool)
	two := []KeyHeader{{Address: "x@a.example", Fingerprint: "AA"}, {Address: "y@a.example", Fingerprint: "BB"}}
	for _, separator := range []string{"\x00", "\n", ":", ""} {
		one := []KeyHeader{{Address: strings.Join([]string{"x@a.example", "AA", "", "false", "y@a.example"}, separator), Fingerprint: "BB"}}
		if len(pool.keysOf(one).headers) != 1 || len(pool.keysOf(two).headers) != 2 {
			t.Errorf("separated by %q", separator)
		}
	}
}
