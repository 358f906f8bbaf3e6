package gmmtool_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestTheManualIsTrue holds README.md and docs/ against the program: what they
// show is what it prints, and what they name is all there is.
func TestTheManualIsTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	p := buildProgram(t)
	pages := readPages(t)
	t.Run("shown commands give the shown output", func(t *testing.T) { checkShownCommands(t, p, pages) })
	t.Run("suggested commands exist", func(t *testing.T) { checkSuggestedCommands(t, p, pages) })
	t.Run("links lead somewhere", func(t *testing.T) { checkLinks(t, pages) })
	t.Run("every command and flag is explained", func(t *testing.T) { checkFlags(t, p, pages["docs/commands.md"]) })
	t.Run("the case.yaml shown is understood", func(t *testing.T) { checkCaseFile(t, p, pages["docs/sources.md"]) })
	t.Run("every field and column is explained", func(t *testing.T) { checkFormats(t, p, pages["docs/formats.md"]) })
	t.Run("every finding and bucket is explained", func(t *testing.T) { checkFindings(t, p, pages["docs/findings.md"]) })
	t.Run("every exit code is explained", func(t *testing.T) { checkExitCodes(t, pages["docs/exit-codes.md"]) })
	t.Run("every era and case is counted right", func(t *testing.T) { checkRules(t, pages["docs/rules.md"]) })
	t.Run("every dependency is named", func(t *testing.T) { checkDependencies(t, pages["docs/dependencies.md"]) })
}

// A program is the built binary.
type program string

// buildProgram builds it, unless GMMTOOL_PROGRAM names one that is installed.
func buildProgram(t *testing.T) program {
	t.Helper()
	if installed := os.Getenv("GMMTOOL_PROGRAM"); installed != "" {
		return program(installed)
	}
	binary := filepath.Join(t.TempDir(), "gmmtool")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "./cmd/gmmtool").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program(binary)
}

// run gives both streams as a terminal shows them, and the exit code.
func (p program) run(t *testing.T, args ...string) (output string, code int) {
	t.Helper()
	return p.runIn(t, "", args...)
}

// runIn is run in a folder.
func (p program) runIn(t *testing.T, folder string, args ...string) (output string, code int) {
	t.Helper()
	command := exec.Command(string(p), args...)
	command.Dir = folder
	out, err := command.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if failed != nil {
		code = failed.ExitCode()
	}
	return string(out), code
}

// stdout gives standard output alone.
func (p program) stdout(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(string(p), args...).Output()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return string(out)
}

// readPages reads README.md and the manual, by path.
func readPages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, file := range append(files, "README.md", "CHANGELOG.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.ToSlash(file)] = string(text)
	}
	return pages
}

// blocks gives the fenced blocks of one language.
func blocks(page, language string) []string {
	var found []string
	for _, m := range regexp.MustCompile("(?ms)^ *```"+language+"\n(.*?)^ *```$").FindAllStringSubmatch(page, -1) {
		found = append(found, m[1])
	}
	return found
}

// section gives the text under a heading, up to the next of the same rank.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	rank, _, _ := strings.Cut(heading, " ")
	_, text, found := strings.Cut(page, "\n"+heading+"\n")
	if !found {
		t.Fatalf("no section %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n"+rank+" ")
	return text
}

// cells gives one column of all tables in a text.
func cells(text string, column int) []string {
	var found []string
	for line := range strings.Lines(text) {
		row := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| ---") && column < len(row) {
			found = append(found, strings.TrimSpace(row[column]))
		}
	}
	return found
}

var codeWord = regexp.MustCompile("`([^`]+)`")

// words gives what stands in backticks.
func words(texts ...string) []string {
	var found []string
	for _, text := range texts {
		for _, m := range codeWord.FindAllStringSubmatch(text, -1) {
			found = append(found, m[1])
		}
	}
	return found
}

// same reports what is only in the program or only in the manual.
func same(t *testing.T, what string, real, explained []string) {
	t.Helper()
	for _, name := range real {
		if !slices.Contains(explained, name) {
			t.Errorf("%s: %q is not explained", what, name)
		}
	}
	for _, name := range explained {
		if !slices.Contains(real, name) {
			t.Errorf("%s: %q is explained, but does not exist", what, name)
		}
	}
}

// checkShownCommands runs every console block: "$ " begins a command, what
// follows is its output, in which "…" stands for lines or words left out.
func checkShownCommands(t *testing.T, p program, pages map[string]string) {
	shown := 0
	for file, page := range pages {
		folder := tourFolder(t)
		for _, block := range blocks(page, "console") {
			last := 0
			for _, session := range strings.Split("\n"+block, "\n$ ")[1:] {
				command, want, _ := strings.Cut(session, "\n")
				var got string
				if files, ok := strings.CutPrefix(command, "sha256sum "); ok {
					got = digests(t, folder, strings.Fields(files))
				} else if command == "echo $?" {
					got = strconv.Itoa(last) + "\n"
				} else {
					got, last = p.runIn(t, folder, arguments(t, command)...)
				}
				if !matches(lines(want), lines(got)) {
					t.Errorf("%s: %s\nshown:\n%s\nprinted:\n%s", file, command, want, got)
				}
				shown++
			}
		}
	}
	if shown < 5 {
		t.Errorf("only %d commands were found", shown)
	}
}

// digests are as sha256sum prints them.
func digests(t *testing.T, folder string, files []string) (printed string) {
	t.Helper()
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		printed += fmt.Sprintf("%x  %s\n", sha256.Sum256(data), file)
	}
	return printed
}

// tourFolder is a checkout as far as shown commands need one. One page's commands
// are run in it in their order, so that one can use what the one before wrote.
func tourFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	testdata, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink(testdata, filepath.Join(folder, "testdata")), os.CopyFS(filepath.Join(folder, "tour"), os.DirFS("tour"))); err != nil {
		t.Fatal(err)
	}
	return folder
}

func arguments(t *testing.T, command string) []string {
	t.Helper()
	for _, start := range []string{"gmmtool ", "go run ./cmd/gmmtool "} {
		if args, ok := strings.CutPrefix(command, start); ok {
			return strings.Fields(args)
		}
	}
	t.Fatalf("cannot run %q", command)
	return nil
}

func lines(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }

// matches compares lines; "…" alone stands for any number of them.
func matches(want, got []string) bool {
	switch {
	case len(want) == 0:
		return len(got) == 0
	case want[0] != "…":
		return len(got) > 0 && matchesLine(want[0], got[0]) && matches(want[1:], got[1:])
	}
	for i := range len(got) + 1 {
		if matches(want[1:], got[i:]) {
			return true
		}
	}
	return false
}

func matchesLine(want, got string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(want), "…", ".*")
	return regexp.MustCompile("^" + pattern + "$").MatchString(got)
}

// checkSuggestedCommands looks whether commands and flags that are only
// suggested exist.
func checkSuggestedCommands(t *testing.T, p program, pages map[string]string) {
	flags := map[string][]string{} // of each command, nil if there is none
	for file, page := range pages {
		for _, block := range blocks(page, "sh") {
			for _, m := range regexp.MustCompile(`gmmtool ([a-z]+(?:-[a-z]+)*)([^|>\n)]*)`).FindAllStringSubmatch(block, -1) {
				if _, asked := flags[m[1]]; !asked {
					flags[m[1]] = nil
					if _, code := p.run(t, "help", m[1]); code == 0 {
						flags[m[1]] = p.flags(t, m[1])
					}
				}
				if flags[m[1]] == nil {
					t.Errorf("%s: no command in %q", file, m[0])
					continue
				}
				for _, word := range strings.Fields(m[2]) {
					flag, _, _ := strings.Cut(word, "=")
					if strings.HasPrefix(flag, "-") && flag != "-" && !slices.Contains(flags[m[1]], flag) {
						t.Errorf("%s: no flag %s in %q", file, flag, m[0])
					}
				}
			}
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)]+)\)`)

func checkLinks(t *testing.T, pages map[string]string) {
	for file, page := range pages {
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			path, anchor, _ := strings.Cut(m[1], "#")
			target := filepath.ToSlash(filepath.Join(filepath.Dir(file), path))
			if path == "" {
				target = file
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %s: %v", file, m[1], err)
			} else if anchor != "" && !slices.Contains(anchors(pages[target]), anchor) {
				t.Errorf("%s: %s: no such heading", file, m[1])
			}
		}
	}
}

// anchors names the headings of a page as forges do in links.
func anchors(page string) []string {
	var found []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(page, -1) {
		bare := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		found = append(found, strings.ReplaceAll(bare, " ", "-"))
	}
	return found
}

// flags gives the flags in the help of a command, with their dashes.
func (p program) flags(t *testing.T, command string) []string {
	t.Helper()
	_, options, _ := strings.Cut(p.stdout(t, "help", command), "\nOPTIONS:\n")
	var found []string
	for line := range strings.Lines(options) {
		if !strings.HasPrefix(line, "   -") {
			continue // the usage of the flag above goes on
		}
		spelled, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
		spelled, _, _ = strings.Cut(spelled, " [ ") // the flag once more: it may be repeated
		found = append(found, regexp.MustCompile(`(^|\s)--?[a-z-]+`).FindAllString(spelled, -1)...)
	}
	for i := range found {
		found[i] = strings.TrimSpace(found[i])
	}
	return found
}

func checkFlags(t *testing.T, p program, page string) {
	_, list, _ := strings.Cut(p.stdout(t, "help"), "\nCOMMANDS:\n")
	var commands []string
	for line := range strings.Lines(list) {
		commands = append(commands, "gmmtool "+strings.Fields(line)[0])
	}
	var headings []string
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(page, -1) {
		headings = append(headings, m[1])
	}
	same(t, "commands", commands, headings)
	for _, heading := range headings {
		real := slices.DeleteFunc(p.flags(t, strings.TrimPrefix(heading, "gmmtool ")), func(flag string) bool {
			return flag == "--help" || flag == "-h" // of every command; explained once
		})
		var explained []string
		for _, word := range words(cells(section(t, page, "## "+heading), 0)...) {
			explained = append(explained, strings.Fields(word)[0])
		}
		same(t, heading, real, explained)
	}
}

// checkCaseFile runs a case of the devices the manual's case.yaml speaks of.
func checkCaseFile(t *testing.T, p program, page string) {
	described := blocks(page, "yaml")
	if len(described) != 1 {
		t.Fatalf("%d examples of a case.yaml", len(described))
	}
	folder := t.TempDir()
	for device, source := range map[string]string{"phone": "alice", "laptop": "bob"} {
		if err := os.CopyFS(filepath.Join(folder, device), os.DirFS("testdata/cases/two-releases/"+source)); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := filepath.Glob(filepath.Join(folder, "phone", "keys", "private*"))
	if err != nil || len(keys) != 1 {
		t.Fatalf("keys %v, %v", keys, err)
	}
	err = errors.Join(
		os.Rename(keys[0], filepath.Join(folder, "phone", "secret.asc")),
		os.WriteFile(filepath.Join(folder, "phone", "old.mbox.gz"), gzipped(t, "From a@example.org Thu Jan  1 00:00:00 1970\nFrom: a@example.org\nMessage-ID: <1@example.org>\n\none\n"), 0o600),
		os.WriteFile(filepath.Join(folder, "case.yaml"), []byte(described[0]), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	output, code := p.run(t, "analyze", folder)
	for _, want := range []string{"phone   alice@lab.example", "laptop  bob@lab.example", "set by the user", "from 3 archives"} {
		if code > 1 || !strings.Contains(output, want) {
			t.Errorf("exit code %d, no %q in:\n%s", code, want, output)
		}
	}
}

func checkExitCodes(t *testing.T, page string) {
	var real []string
	for _, value := range constants(t, "cmd/gmmtool/exit.go", "exitCode") {
		real = append(real, fmt.Sprint(value))
	}
	same(t, "exit codes", real, cells(page, 0)[1:])
}
