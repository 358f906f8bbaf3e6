package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/report"
)

// The files of the results of one case.
const (
	caseResult   = "result.json"  // of analyze
	caseTable    = "result.txt"   // the same for people
	casePage     = "result.html"  // the same as a page
	caseChanges  = "changes.json" // of diff, against the result before
	caseWords    = "changes.txt"
	casePrevious = "previous.json" // the result before
	caseStatus   = "status.json"
)

// caseDone is in status.json: how the case ended in which run.
type caseDone struct {
	Schema int              `json:"schema"`
	Run    time.Time        `json:"run"`
	Case   report.BatchCase `json:"case"`
}

func (c batchCase) folder() string { return filepath.Join("cases", c.name) }

// status is how a case ended the last time; ok is false if it never did.
func (run *batchRun) status(c batchCase) (done caseDone, ok bool) {
	data, err := os.ReadFile(filepath.Join(run.dir, c.folder(), caseStatus))
	return done, err == nil && json.Unmarshal(data, &done) == nil
}

// isDone reports whether this run has done the case, before it was interrupted.
func (run *batchRun) isDone(c batchCase) bool {
	done, ok := run.status(c)
	return ok && done.Run.Equal(run.state.Started) && done.Case.Source == c.source
}

// analyse does one case and says how it went.
func (run *batchRun) analyse(ctx context.Context, c batchCase, threads int) string {
	summary := report.BatchCase{Name: c.name, Source: c.source, Status: report.BatchFailed}
	if before, ok := run.status(c); ok { // what it was the last time, should it fail
		summary = before.Case
		summary.Name, summary.Source, summary.Status, summary.Error = c.name, c.source, report.BatchFailed, ""
	}
	err := os.MkdirAll(filepath.Join(run.dir, c.folder()), 0o700)
	if err == nil {
		err = run.results(ctx, c, threads, &summary)
	}
	if ctx.Err() != nil {
		return ""
	}
	if err != nil {
		summary.Status, summary.Error = report.BatchFailed, err.Error()
	}
	if err := run.writeJSON(filepath.Join(c.folder(), caseStatus), caseDone{1, run.state.Started, summary}); err != nil {
		return err.Error()
	}
	if summary.Status == report.BatchFailed {
		return "failed: " + summary.Error
	}
	return fmt.Sprintf("%s, %d new, %d gone, %d still there", summary.Status, summary.New, summary.Gone, summary.Still)
}

// results writes the files of a case.
func (run *batchRun) results(ctx context.Context, c batchCase, threads int, summary *report.BatchCase) error {
	source := c.source
	if run.index {
		source = filepath.Join(run.dir, c.folder(), "case.store")
		if _, _, err := run.child(ctx, c, threads, "index", c.source, "--store="+source); err != nil {
			return err
		}
	}
	temp := filepath.Join(run.dir, c.folder(), ".gmmtool-result.json")
	defer os.Remove(temp)
	code, said, err := run.child(ctx, c, threads, "analyze", source, "--format=json", "--output="+temp, "--replace", run.failOn)
	if err != nil {
		return err
	}
	summary.Status = map[exitCode]string{exitClean: report.BatchClean, exitFindings: report.BatchFindings, exitUnreadable: report.BatchUnreadable}[code]
	if code == exitUnreadable {
		summary.Error = said
	}
	return run.compare(c, temp, summary)
}

// compare puts a new result in the place of the old one, and says what has changed.
func (run *batchRun) compare(c batchCase, temp string, summary *report.BatchCase) error {
	newer, err := readReport(temp)
	if err != nil {
		return err
	}
	current := filepath.Join(run.dir, c.folder(), caseResult)
	older, err := readReport(current)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		older = &analyze.Report{}
	case err != nil:
		return err
	default:
		if err := os.Rename(current, filepath.Join(run.dir, c.folder(), casePrevious)); err != nil {
			return err
		}
	}
	changes := analyze.Compare(older, newer)
	summary.Result = filepath.ToSlash(c.folder())
	summary.Describe(newer, changes)
	in := func(name string, write func(*output) error) error {
		return run.replace(filepath.Join(c.folder(), name), write)
	}
	return errors.Join(
		in(caseTable, func(o *output) error { return report.Write(o, newer, report.Table, report.Style{}) }),
		in(casePage, func(o *output) error { return report.Write(o, newer, report.HTML, report.Style{Making: run.p.made()}) }),
		in(caseChanges, func(o *output) error { return report.WriteComparison(o, changes, report.JSON, report.Style{}) }),
		in(caseWords, func(o *output) error { return report.WriteComparison(o, changes, report.Table, report.Style{}) }),
		os.Rename(temp, current),
	)
}

// child runs the program on one case, and gives what it complained of first. The
// error says why there is no result.
func (run *batchRun) child(ctx context.Context, c batchCase, threads int, command string, args ...string) (exitCode, string, error) {
	self, err := os.Executable()
	if err != nil {
		return exitError, "", err
	}
	args = append([]string{"gmmtool", command, fmt.Sprintf("--jobs=%d", threads), "--quiet"}, append(args, run.flags...)...)
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = args
	cmd.Stderr = &said
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMEMLIMIT=%d", max(c.needs(), run.memory/int64(max(1, run.jobs/threads)))))
	err = cmd.Run()
	var exited *exec.ExitError
	switch {
	case err == nil:
		return exitClean, "", nil
	case errors.As(err, &exited):
		first := firstComplaint(said.String(), exited)
		switch code := exitCode(exited.ExitCode()); code {
		case exitFindings, exitUnreadable:
			return code, first, nil
		}
		return exitError, first, errors.New(first)
	}
	return exitError, "", err
}

// firstComplaint is what the program said of its failure, in one line.
func firstComplaint(said string, exited *exec.ExitError) string {
	for line := range strings.Lines(said) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "gmmtool: "); ok {
			return text
		}
	}
	return exited.String()
}

// summarise writes the summary of all cases, and notes that the run came to its end.
func (run *batchRun) summarise() (*report.Batch, error) {
	summary := &report.Batch{Schema: report.BatchSchema, Cases: []report.BatchCase{}}
	for _, c := range run.cases {
		done, ok := run.status(c)
		if !ok {
			done.Case = report.BatchCase{Name: c.name, Source: c.source, Status: report.BatchFailed, Error: "its results could not be written"}
		}
		summary.Cases = append(summary.Cases, done.Case)
	}
	run.state.Finished = true
	return summary, errors.Join(
		run.writeJSON("summary.json", summary),
		run.replace("summary.csv", func(o *output) error { return report.WriteBatch(o, summary, report.CSV, report.Style{}) }),
		run.replace("index.html", func(o *output) error { return report.WriteBatchHTML(o, summary) }),
		run.writeJSON(batchStateFile, run.state),
	)
}
