package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newProcess is a process that touches nothing but its own buffers.
func newProcess(args ...string) (p *process, stdout, stderr *bytes.Buffer) {
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	return &process{
		args: args, stdin: strings.NewReader(""), stdout: stdout, stderr: stderr,
		getenv: func(string) string { return "" },
		now:    func() time.Time { return time.Unix(1798761600, 0) },
	}, stdout, stderr
}

func TestArgumentsAreArrangedForTheParser(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		want []string
	}{
		{"flags before sources", []string{"list", "--format", "csv", "a"}, []string{"list", "--format=csv", "--", "a"}},
		{"flags after sources", []string{"list", "a", "-q", "b", "--format=csv"}, []string{"list", "-q", "--format=csv", "--", "a", "b"}},
		{"two dashes end the flags", []string{"list", "-q", "--", "--format", "-q"}, []string{"list", "-q", "--", "--format", "-q"}},
		{"one dash is a source", []string{"list", "-", "-o", "-"}, []string{"list", "-o=-", "--", "-"}},
		{"a value may begin with a dash", []string{"list", "--key", "--odd"}, []string{"list", "--key=--odd", "--"}},
		{"help wins over everything", []string{"list", "a", "--format", "csv", "--help"}, []string{"help", "list"}},
		{"help of the program", []string{"--help"}, []string{"help"}},
		{"version as a flag", []string{"--version"}, []string{"version"}},
		{"a source named like a command", []string{"list", "help"}, []string{"list", "--", "help"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, _, _ := newProcess()
			got, err := arrange(p.newApp(), tc.args)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{"gmmtool"}, tc.want...), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestAnInterruptedRunExitsWith130(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, stdout, stderr := newProcess("list", "-q", t.TempDir())
	if code := p.run(ctx); code != exitInterrupted {
		// An empty folder is an error of its own; the interruption counts.
		t.Errorf("exit code %d", code)
	}
	if stdout.Len() > 0 || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("stdout %q, stderr %q", stdout, stderr)
	}
}

func TestErrorsArePrintedWithTheirHintsAndWithoutTricks(t *testing.T) {
	p, _, stderr := newProcess()
	p.complain(errors.Join(
		withHint("do\x1b[2J this", "%s: bad", "a\u202eb"),
		fmt.Errorf("wrapped: %w", withHint("try again", "inner")),
		exitFindings,
	))
	want := "gmmtool: a\\u202eb: bad\n  hint: do\\x1b[2J this\ngmmtool: wrapped: inner\n  hint: try again\n"
	if diff := cmp.Diff(want, stderr.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestTheNearestCommandIsSuggested(t *testing.T) {
	for in, want := range map[string]int{"": 4, "list": 0, "lst": 1, "tsil": 4} {
		if got := edits("list", in); got != want {
			t.Errorf("edits(list, %q) = %d, want %d", in, got, want)
		}
	}
}

func TestSourcesSayWhoseTheyAre(t *testing.T) {
	t.Chdir(t.TempDir())
	for in, want := range map[string][2]string{
		"a.mbox":      {"", "a.mbox"},
		"bob=a.mbox":  {"bob", "a.mbox"},
		"./b=c/d":     {"", "./b=c/d"},
		"=a":          {"", "=a"},
		"bob=":        {"bob", ""},
		"bob=x=y":     {"bob", "x=y"},
		"-":           {"", "-"},
		"bob=-":       {"bob", "-"},
		`C:\m=1\mail`: {"", `C:\m=1\mail`},
	} {
		device, path := splitDevice(in)
		if device != want[0] || path != want[1] {
			t.Errorf("splitDevice(%q) = %q, %q, want %q", in, device, path, want)
		}
	}
	if _, err := parseSources([]string{"bob="}, nil); err == nil {
		t.Error("a device without an archive is accepted")
	}
	if _, err := parseSources([]string{"-", "bob=-"}, nil); err == nil {
		t.Error("standard input is accepted twice")
	}
}
