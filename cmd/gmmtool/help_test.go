package main

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// helpOf runs gmmtool help in a terminal of so many columns.
func helpOf(t *testing.T, columns int, args ...string) string {
	t.Helper()
	p, stdout, stderr := newProcess(append([]string{"help"}, args...)...)
	p.getenv = func(name string) string { return map[string]string{"COLUMNS": fmt.Sprint(columns)}[name] }
	if code := p.run(t.Context()); code != exitClean {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	return stdout.String()
}

func TestHelpFitsTheTerminal(t *testing.T) {
	p, _, _ := newProcess()
	topics := []string{""}
	for _, command := range p.newApp().Commands {
		topics = append(topics, command.Name)
	}
	for _, topic := range topics {
		for _, columns := range []int{40, 60, 80, 120} {
			help := helpOf(t, columns, strings.Fields(topic)...)
			for line := range strings.Lines(help) {
				line = strings.TrimSuffix(line, "\n")
				isToType := len(margin(line)) >= 6 && (strings.Contains(line, "gmmtool ") || strings.Contains(line, "--"))
				if utf8.RuneCountInString(line) > columns && !isToType {
					t.Errorf("%s in %d columns: %q", topic, columns, line)
				}
			}
			words := func(s string) []string { return strings.Fields(s) }
			if diff := cmp.Diff(words(helpOf(t, 1000, strings.Fields(topic)...)), words(help)); diff != "" {
				t.Errorf("%s loses words in %d columns:\n%s", topic, columns, diff)
			}
		}
	}
}

func TestHelpIsLaidOutAnew(t *testing.T) {
	const help = `USAGE:
   gmmtool list SOURCE

DESCRIPTION:
   Lists every message of the
   sources, with its place.

      gmmtool list a.mbox      one archive

OPTIONS:
   --key FILE [ --key FILE ]  read keys from FILE
   --a-flag-with-a-name-that-is-long FILE  write to FILE, which must not exist yet
   --quiet, -q                print nothing
`
	const want = `USAGE:
   gmmtool list SOURCE

DESCRIPTION:
   Lists every message of the
   sources, with its place.

      gmmtool list a.mbox      one archive

OPTIONS:
   --key FILE   read keys from FILE
   --a-flag-with-a-name-that-is-long FILE
                write to FILE, which must not
                exist yet
   --quiet, -q  print nothing
`
	if diff := cmp.Diff(want, wrapHelp(help, 45)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
