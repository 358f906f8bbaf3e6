package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// TestFieldCases runs testdata/field: archives, keys and address books as people
// have them, after public reports of what programs write and break. Each file
// says a trait in one sentence, then commands, each with the right value, what
// standard error has to say and the exit code, and the input.
//
//	$ list in.mbox: offset message_id    these columns of every message
//	$ analyze ben=in.mbox                whom each device shows in each group
//	$ counts in.mbox                     messages by bucket
//	$ inputs in.mbox                     what was read, and what was only guessed
//	$ dedupe --book a.vcf                cards, persons and proposals
//	says TEXT                            standard error holds TEXT
//
// Members that are not plain text stand in base64. With UPDATE_SCRIPTS set the
// values are written as they come out, to be judged by whoever commits them.
func TestFieldCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "field", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			path, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			unpackField(t, archive)
			want := string(archive.Comment)
			got := runField(t, want)
			if diff := cmp.Diff(want, got); diff != "" && os.Getenv("UPDATE_SCRIPTS") == "" {
				t.Errorf("-want +got:\n%s", diff)
			} else if diff != "" {
				archive.Comment = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// unpackField puts the members of a case into a new current directory, all of
// one modification time.
func unpackField(t *testing.T, archive *txtar.Archive) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, member := range archive.Files {
		name, encoded := strings.CutSuffix(member.Name, " (base64)")
		data := member.Data
		if encoded {
			var err error
			if data, err = base64.StdEncoding.DecodeString(string(data)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Skipf("this system cannot have a file of that name: %v", err)
		}
		if err := os.Chtimes(name, time.Time{}, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
	}
}

// runField runs the commands of a case and gives its text as it is when all
// values are right.
func runField(t *testing.T, text string) string {
	t.Helper()
	steps := strings.Split(text, "\n$ ")
	for i, step := range steps[1:] {
		line, rest, _ := strings.Cut(step, "\n")
		command, columns, _ := strings.Cut(line, ": ")
		code, lines, stderr := runFieldCommand(t, strings.Fields(command), strings.Fields(columns))
		for want := range strings.Lines(rest) {
			if said, ok := strings.CutPrefix(strings.TrimSpace(want), "says "); ok && strings.Contains(stderr, said) {
				lines = append(lines, "says "+said)
			}
		}
		lines = append(lines, fmt.Sprintf("exit %d", code))
		steps[i+1] = line + "\n" + strings.Join(lines, "\n") + "\n"
	}
	return strings.Join(steps, "\n$ ")
}

// runFieldCommand runs the program and boils its JSON down to the lines asked for.
func runFieldCommand(t *testing.T, args, columns []string) (code int, lines []string, stderr string) {
	t.Helper()
	kind := args[0]
	switch kind {
	case "list":
		args = append(args, "--quiet", "--format=jsonl")
	case "counts", "inputs", "analyze":
		args = append([]string{"analyze", "--quiet", "--format=json"}, args[1:]...)
	case "dedupe":
		args = append(args, "--quiet", "--out="+filepath.Join(t.TempDir(), "plan"))
	default:
		t.Fatalf("no command %q", kind)
	}
	p, stdout, errors := newProcess(args...)
	code = int(p.run(context.Background()))
	switch out := stdout.Bytes(); kind {
	case "list":
		lines = fieldsOfEach(t, out, columns)
	case "dedupe":
		lines = personsOf(t, strings.TrimPrefix(args[len(args)-1], "--out="))
	default:
		if len(out) > 0 {
			lines = factsOf(t, kind, out)
		}
	}
	return code, lines, errors.String()
}

// fieldsOfEach gives the columns of every object in JSON lines.
func fieldsOfEach(t *testing.T, out []byte, columns []string) (lines []string) {
	t.Helper()
	for object := range bytes.Lines(out) {
		var entry map[string]any
		decoder := json.NewDecoder(bytes.NewReader(object))
		decoder.UseNumber()
		if err := decoder.Decode(&entry); err != nil {
			t.Fatal(err)
		}
		var values []string
		for _, column := range columns {
			value := "-"
			if v, ok := entry[column]; ok && v != nil && v != "" {
				value = fmt.Sprint(v)
			}
			values = append(values, value)
		}
		lines = append(lines, strings.Join(values, " "))
	}
	return lines
}

// factsOf gives what analyze found: the inputs, the counts, or the members each
// device shows.
func factsOf(t *testing.T, kind string, out []byte) (lines []string) {
	t.Helper()
	var r analyze.Report
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	switch kind {
	case "inputs":
		for _, in := range r.Inputs {
			lines = append(lines, fmt.Sprintf("%s: %d in %s", in.Path, in.Messages, in.Dialect))
			lines = append(lines, in.Notes...)
		}
	case "counts":
		for bucket, n := range r.Counts {
			if n > 0 {
				lines = append(lines, fmt.Sprintf("%s %d", bucket, n))
			}
		}
		slices.Sort(lines)
	case "analyze":
		for _, g := range r.Groups {
			for _, d := range g.Devices {
				line := d.Device + " shows"
				for _, m := range d.Members {
					line += " " + m.Address
				}
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// personsOf gives what a plan says: its cards, and which records are one person,
// or may be, by which rules. A record without a card is an address from the mail.
func personsOf(t *testing.T, dir string) (lines []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "plan.json"))
	if err != nil {
		return nil // refused
	}
	plan, err := merge.ReadPlan("plan.json", data)
	if err != nil {
		t.Fatal(err)
	}
	lines = append(lines, fmt.Sprintf("%d cards", plan.Counts.Cards))
	places := map[string]string{}
	for _, r := range plan.Records {
		places[r.ID] = string(r.Source)
		if r.Source == record.Card {
			places[r.ID] = fmt.Sprintf("%s:%d", r.Place.Book, r.Place.Line)
			lines = append(lines, strings.Join(slices.Concat([]string{"card", places[r.ID]}, r.Names, r.Addresses, r.Phones), " "))
		}
	}
	for _, p := range plan.Persons {
		lines = append(lines, fmt.Sprintf("person %s: %s (%s)", p.Decision, placesOf(places, p.Records), rulesOf(p.Evidence)))
	}
	for _, p := range plan.Proposals {
		lines = append(lines, fmt.Sprintf("proposal: %s / %s (%s)", placesOf(places, p.A), placesOf(places, p.B), rulesOf(p.Evidence)))
	}
	slices.Sort(lines[1:])
	return lines
}

func placesOf(places map[string]string, ids []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, places[id])
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func rulesOf(evidence []dedupe.Evidence) string {
	var rules []string
	for _, e := range evidence {
		rules = append(rules, string(e.Rule))
	}
	slices.Sort(rules)
	return strings.Join(slices.Compact(rules), " ")
}
