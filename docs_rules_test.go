package gmmtool_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestEveryRuleOfEvidenceIsInTheManual compares the table of
// docs/duplicates.md with the rules as they stand in package link.
func TestEveryRuleOfEvidenceIsInTheManual(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("docs", "duplicates.md"))
	if err != nil {
		t.Fatal(err)
	}
	rules := rulesOfEvidence(t)
	if len(rules) < 20 {
		t.Fatalf("%d rules found", len(rules))
	}
	var rows []string
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, "|"); len(cells) == 6 && strings.HasPrefix(cells[1], " `") {
			rows = append(rows, strings.Trim(cells[1], " `")+" "+strings.TrimSpace(cells[2]))
		}
	}
	for _, rule := range rules {
		if !slices.Contains(rows, rule) {
			t.Errorf("not in the manual: %s", rule)
		}
	}
	for _, row := range rows {
		if !slices.Contains(rules, row) {
			t.Errorf("no such rule: %s", row)
		}
	}
}

// rulesOfEvidence reads name and grade of every rule from its source.
func rulesOfEvidence(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("dedupe", "link", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	grades := map[string]string{"Proof": "proof", "Strong": "strong", "Weak": "weak", "Contra": "against"}
	var rules []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if name, isRule := typeName(literal); !ok || !isRule || name != "Rule" {
				return true
			}
			values := map[string]string{}
			for _, element := range literal.Elts {
				pair, ok := element.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				key, _ := pair.Key.(*ast.Ident)
				switch value := pair.Value.(type) {
				case *ast.BasicLit:
					values[key.Name], _ = strconv.Unquote(value.Value)
				case *ast.Ident:
					values[key.Name] = grades[value.Name]
				}
			}
			if values["Name"] != "" {
				rules = append(rules, values["Name"]+" "+values["Grade"])
			}
			return true
		})
	}
	return rules
}

func typeName(literal *ast.CompositeLit) (string, bool) {
	if literal == nil {
		return "", false
	}
	name, ok := literal.Type.(*ast.Ident)
	if !ok {
		return "", false
	}
	return name.Name, true
}
