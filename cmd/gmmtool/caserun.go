package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/redact"
	"github.com/gmmtool/gmmtool/internal/report"
)

// A caseRun is one run of a command that reads a case and writes a result.
type caseRun struct {
	p        *process
	flags    *cli.Context
	format   report.Format
	mark     string // what the result begins with
	sources  []evidence.Source
	options  evidence.Options
	end      time.Time      // when the case ends; zero is at its newest message
	asOf     bool           // what happened later is left out
	named    *evidence.Case // what the sources are
	out      *output
	meter    *meter
	redactor *redact.Redactor // nil unless asked for
	manifest *manifest        // nil unless asked for
	record   *output          // where the manifest goes
	input    *output          // what came from standard input, counted for the manifest
	bookIn   bool             // an address book did
	written  []manifestFile   // files of a folder that appeared beside out
}

// runCase does what all commands over a case share: it checks every flag before
// it opens anything, finds the devices, lets work fill the output, and makes
// the output and the manifest appear together at the end. The code that work
// returns becomes the exit code, unless some input could not be read.
func (p *process) runCase(c *cli.Context, formats []report.Format, work func(*caseRun) (exitCode, error)) error {
	run := &caseRun{p: p, flags: c}
	if err := run.prepare(formats); err != nil {
		return err
	}
	if err := run.openOutputs(); err != nil {
		return err
	}
	defer run.out.discard()
	if run.record != nil {
		defer run.record.discard()
	}
	if err := run.hashInputs(c.Context); err != nil {
		return err
	}
	code, err := run.withCase(work)
	if err != nil {
		return err
	}
	if err := errors.Join(run.out.commit(), run.writeManifest(code)); err != nil {
		return err
	}
	if code == exitClean {
		return nil
	}
	return code
}

func (run *caseRun) prepare(formats []report.Format) (err error) {
	if run.format, err = report.ParseFormat(run.flags.String("format"), formats); err != nil {
		return hinted{err, "see gmmtool help " + run.flags.Command.Name}
	}
	if run.mark, err = csvMark(run.flags, run.format); err != nil {
		return err
	}
	if err = checkStyle(run.flags); err != nil {
		return err
	}
	if run.options, err = run.p.parseOptions(run.flags); err != nil {
		return err
	}
	if run.redactor, err = run.p.redactor(run.flags); err != nil {
		return err
	}
	if run.redactor != nil {
		learnPaths(run.redactor, append(run.flags.Args().Slice(), run.flags.StringSlice("book")...))
	}
	if run.end, err = parseMoment(run.flags.String("at")); err != nil {
		return err
	}
	run.input = &output{path: standardInput, hash: sha256.New(), w: io.Discard}
	run.sources, err = parseSources(run.flags.Args().Slice(), io.TeeReader(run.p.stdin, run.input))
	return err
}

func (run *caseRun) openOutputs() (err error) {
	path, record := run.flags.String("output"), run.flags.String("manifest")
	switch {
	case record == standardInput:
		return withHint("name a file", "--manifest cannot go to standard output")
	case record != "" && filepath.Clean(record) == filepath.Clean(path):
		return withHint("name two files", "--manifest and --output are the same file %q", record)
	}
	replace := replaceableBy(run.flags, run.inputPaths())
	if record != "" {
		if run.record, err = run.p.openOutput(record, replace); err != nil {
			return err
		}
		run.manifest = &manifest{
			Schema:      manifestSchema,
			Tool:        readBuild(),
			CommandLine: append([]string{"gmmtool"}, run.p.args...),
			Started:     run.p.now().UTC(),
			Inputs:      []manifestFile{},
		}
	}
	if run.out, err = run.p.openOutput(path, replace); err != nil {
		if run.record != nil {
			run.record.discard()
		}
		return err
	}
	run.out.begin = run.mark
	return nil
}

// hashInputs fills in the inputs of the manifest, if there is to be one.
func (run *caseRun) hashInputs(ctx context.Context) error {
	if run.manifest == nil {
		return nil
	}
	for _, s := range run.sources {
		if s.Reader == nil {
			if err := run.manifest.addInput(ctx, s.Path); err != nil {
				return err
			}
		}
	}
	for _, k := range run.options.Keys {
		run.manifest.Inputs = append(run.manifest.Inputs, hashFile(ctx, k.Path))
	}
	return nil
}

// withCase finds the devices and lets work look at them.
func (run *caseRun) withCase(work func(*caseRun) (exitCode, error)) (code exitCode, err error) {
	run.meter = run.p.newMeter(!run.flags.Bool("quiet") && !run.flags.Bool("no-progress"))
	if run.meter != nil {
		run.options.Progress = run.meter.update
	}
	defer run.meter.stop()
	if run.onlyBooks() {
		return work(run)
	}
	run.named, err = evidence.Discover(run.flags.Context, run.sources, run.options)
	if run.named != nil {
		defer func() { err = errors.Join(err, run.named.Close()) }()
	}
	if err != nil {
		return exitError, err
	}
	code, err = work(run)
	if err != nil {
		return exitError, err
	}
	return code, nil
}

// finish stops the progress, says what could not be read, and decides the exit
// code: an incomplete answer counts for more than what it answers.
func (run *caseRun) finish(code exitCode, inputs []evidence.Input, unreadable bool) exitCode {
	run.meter.stop()
	for _, problem := range run.problems() {
		run.p.complain(problem)
		unreadable = true
	}
	for _, input := range inputs {
		for _, problem := range input.Errors {
			run.p.complain(hinted{errors.New(problem), "the rest was analysed; look for a whole copy of this part"})
		}
		run.tellNotes(input.Notes)
	}
	if unreadable {
		return exitUnreadable
	}
	return code
}

// tellNotes says what was read from a form that is only guessed, unless nothing
// but problems is wanted. JSON has all of it.
func (run *caseRun) tellNotes(notes []string) {
	if run.flags.Bool("quiet") {
		return
	}
	const most = 5 // for one archive
	for i, note := range notes {
		if i == most {
			fmt.Fprintf(run.p.stderr, "gmmtool: note: %d more of this archive\n", len(notes)-most)
			return
		}
		fmt.Fprintf(run.p.stderr, "gmmtool: note: %s\n", report.Safe(note))
	}
}

// rebuild reads the case and rebuilds what its devices believed.
func (run *caseRun) rebuild() (*evidence.Evidence, *history.Histories, error) {
	v, err := evidence.Read(run.flags.Context, run.named, run.options)
	if err == nil {
		err = run.named.CheckAccounts(v)
	}
	if err != nil {
		return nil, nil, err
	}
	hs, err := history.Rebuild(run.flags.Context, v, history.Options{Jobs: run.options.Jobs, Now: run.end, AsOf: run.asOf && !run.end.IsZero()})
	return v, hs, err
}

// problems are what discovery could not read.
func (run *caseRun) problems() []error {
	if run.named == nil {
		return nil
	}
	return run.named.Problems()
}

// deliver makes a folder of results appear.
func (run *caseRun) deliver(f *folder) error {
	if err := f.commit(); err != nil {
		return err
	}
	run.written = append(run.written, f.files...)
	return nil
}

func (run *caseRun) writeManifest(code exitCode) error {
	if run.manifest == nil {
		return nil
	}
	for _, s := range run.sources {
		if s.Reader != nil {
			run.manifest.Inputs = append(run.manifest.Inputs, asFile(run.input))
		}
	}
	if run.bookIn {
		run.manifest.Inputs = append(run.manifest.Inputs, asFile(run.input))
	}
	run.manifest.Outputs = append([]manifestFile{asFile(run.out)}, run.written...)
	run.manifest.Finished = run.p.now().UTC()
	run.manifest.ExitCode = int(code)
	return run.manifest.write(run.record)
}

// complainOfSealed says of which devices nothing is known because their mail
// cannot be opened, and reports whether there are any.
func (run *caseRun) complainOfSealed(hs *history.Histories) bool {
	run.meter.stop()
	sealed := hs.Undecrypted()
	for _, d := range sealed {
		export := fmt.Sprintf("export it into %s/keys/, or give it with --key %s=FILE", d.Name, d.Name)
		switch d.Lack {
		case history.KeyLocked:
			run.p.complain(withHint("give the passphrase with --passphrase-file FILE",
				"%s: the mail is sealed and the secret key is locked; what this device shows is not known", d.Name))
		case history.OtherKeys:
			run.p.complain(withHint("they are another account's, or newer than the mail; "+export,
				"%s: the mail is sealed and none of the secret keys opens any of it; what this device shows is not known", d.Name))
		default:
			run.p.complain(withHint(export,
				"%s: the mail is sealed and there is no secret key for it; what this device shows is not known", d.Name))
		}
	}
	return len(sealed) > 0
}
