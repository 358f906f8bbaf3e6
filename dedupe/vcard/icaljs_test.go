package vcard_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// icalJS gives the path of ical.js as Node would require it: GMMTOOL_ICALJS is
// the directory the package was unpacked to; else NODE_PATH is searched.
func icalJS(t *testing.T) (node, module string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is missing")
	}
	places := []string{os.Getenv("GMMTOOL_ICALJS")}
	for _, dir := range filepath.SplitList(os.Getenv("NODE_PATH")) {
		places = append(places, filepath.Join(dir, "ical.js"))
	}
	for _, place := range places {
		module := filepath.Join(place, "dist", "ical.es5.cjs")
		if _, err := os.Stat(module); place != "" && err == nil {
			return node, module
		}
	}
	t.Skip("ical.js is missing: set GMMTOOL_ICALJS to the directory npm pack ical.js was unpacked to")
	return "", ""
}

// jCards are the cards as another implementation reads them: the values of each
// property, by name.
func jCards(t *testing.T, book []byte) []map[string][]string {
	t.Helper()
	node, module := icalJS(t)
	module, err := filepath.Abs(module)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "testdata/read.cjs", module)
	command.Stdin = bytes.NewReader(book)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, stderr.Bytes(), book)
	}
	var read []any
	if err := json.Unmarshal(output, &read); err != nil {
		t.Fatal(err)
	}
	cards := make([]map[string][]string, len(read))
	for i, card := range read {
		cards[i] = map[string][]string{}
		for _, property := range card.([]any)[1].([]any) {
			fields := property.([]any)
			name := fields[0].(string)
			for _, value := range fields[3:] {
				cards[i][name] = append(cards[i][name], flat(value))
			}
		}
	}
	return cards
}

// flat joins the components of a value.
func flat(value any) string {
	list, ok := value.([]any)
	if !ok {
		text, _ := value.(string)
		// ical.js leaves these escapes of RFC 2426, and of Apple, in texts.
		return strings.NewReplacer(`\;`, ";", `\:`, ":").Replace(text)
	}
	parts := make([]string, len(list))
	for i, part := range list {
		parts[i] = flat(part)
	}
	return strings.Join(parts, ";")
}

// TestAnotherProgramReadsWhatWeWrite merges every sample into cards of 3.0 and
// 4.0, and compares what ical.js reads from them with what was meant.
func TestAnotherProgramReadsWhatWeWrite(t *testing.T) {
	for _, version := range []string{"3.0", "4.0"} {
		t.Run(version, func(t *testing.T) {
			var meant []*vcard.Card
			var written []byte
			for _, others := range books(t) {
				survivor := bookOf(t, version, "FN:Survivor", "EMAIL:survivor@e.example", "item1.X-A:1")
				merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), others.Card(0))
				if err != nil {
					t.Fatal(err)
				}
				meant = append(meant, others.Card(0))
				written = append(written, mergedInto(t, survivor, merged).Raw()...)
			}
			read := jCards(t, written)
			if len(read) != len(meant) {
				t.Fatalf("%d cards instead of %d", len(read), len(meant))
			}
			for i, card := range meant {
				compareWithJCard(t, card, read[i])
			}
		})
	}
}

func compareWithJCard(t *testing.T, meant *vcard.Card, read map[string][]string) {
	t.Helper()
	for _, line := range meant.Lines() {
		name := strings.ToLower(line.Name())
		want := line.Text()
		switch name {
		case "email", "tel", "note", "url", "impp", "related":
		case "n":
			var parts []string
			for _, component := range line.Components() {
				parts = append(parts, strings.Join(component, ","))
			}
			want = strings.TrimRight(strings.Join(parts, ";"), ";")
		case "fn":
			if has(read["fn"], want) {
				continue
			}
			name = "x-gmmtool-merged-fn"
			want = strings.ReplaceAll(want, ",", `\,`) // of unknown names ical.js gives the value as it stands
		default:
			continue
		}
		if !has(read[name], want) {
			t.Errorf("%s %q is not among %q", name, want, read[name])
		}
	}
}

func has(values []string, want string) bool {
	for _, value := range values {
		if strings.TrimRight(value, ";") == want {
			return true
		}
	}
	return false
}

// TestAnotherProgramReadsAnyTextWeWrite is for escapes and folds.
func TestAnotherProgramReadsAnyTextWeWrite(t *testing.T) {
	texts := []string{`a;b,c\d`, "two\nlines", strings.Repeat("Grüße an 😀, ", 30), `\n is not a break`, `"quoted": x=y`, "=41"}
	for _, version := range []string{"3.0", "4.0"} {
		book := bookOf(t, version, "FN:a")
		edit := book.Edit()
		for _, text := range texts {
			note, err := vcard.NewText("NOTE", text)
			if err != nil {
				t.Fatal(err)
			}
			if err := edit.Append(0, note); err != nil {
				t.Fatal(err)
			}
		}
		read := jCards(t, edit.Bytes())[0]["note"]
		for i, text := range texts {
			if read[i] != text {
				t.Errorf("%s: wrote %q, ical.js read %q", version, text, read[i])
			}
		}
	}
}
