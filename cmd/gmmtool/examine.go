package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/report"
)

// An examination is one run of a command that reads a case and writes a result.
type examination struct {
	p        *process
	flags    *cli.Context
	format   report.Format
	sources  []analyze.Source
	options  analyze.Options
	inquired *analyze.Case
	out      *output
	meter    *meter
	manifest *manifest      // nil unless asked for
	record   *output        // where the manifest goes
	input    *output        // what came from standard input, counted for the manifest
	bookIn   bool           // an address book did
	written  []manifestFile // files of a folder that appeared beside out
}

// examine does what all commands over a case share: it checks every flag before
// it opens anything, finds the devices, lets work fill the output, and makes
// the output and the manifest appear together at the end. The code that work
// returns becomes the exit code, unless some input could not be read.
func (p *process) examine(c *cli.Context, formats []report.Format, work func(*examination) (exitCode, error)) error {
	e := &examination{p: p, flags: c}
	if err := e.prepare(formats); err != nil {
		return err
	}
	if err := e.openOutputs(); err != nil {
		return err
	}
	defer e.out.discard()
	if e.record != nil {
		defer e.record.discard()
	}
	if err := e.hashInputs(c.Context); err != nil {
		return err
	}
	code, err := e.inquire(work)
	if err != nil {
		return err
	}
	if err := errors.Join(e.out.commit(), e.writeManifest(code)); err != nil {
		return err
	}
	if code == exitClean {
		return nil
	}
	return code
}

func (e *examination) prepare(formats []report.Format) (err error) {
	if e.format, err = report.ParseFormat(e.flags.String("format"), formats); err != nil {
		return hinted{err, "see gmmtool help " + e.flags.Command.Name}
	}
	if e.options, err = e.p.parseOptions(e.flags); err != nil {
		return err
	}
	e.input = &output{path: standardInput, hash: sha256.New(), w: io.Discard}
	e.sources, err = parseSources(e.flags.Args().Slice(), io.TeeReader(e.p.stdin, e.input))
	return err
}

func (e *examination) openOutputs() (err error) {
	path, record := e.flags.String("output"), e.flags.String("manifest")
	switch {
	case record == standardInput:
		return withHint("name a file", "--manifest cannot go to standard output")
	case record != "" && filepath.Clean(record) == filepath.Clean(path):
		return withHint("name two files", "--manifest and --output are the same file %q", record)
	}
	if record != "" {
		if e.record, err = e.p.openOutput(record); err != nil {
			return err
		}
		e.manifest = &manifest{
			Schema:      manifestSchema,
			Tool:        readBuild(),
			CommandLine: append([]string{"gmmtool"}, e.p.args...),
			Started:     e.p.now().UTC(),
			Inputs:      []manifestFile{},
		}
	}
	if e.out, err = e.p.openOutput(path); err != nil && e.record != nil {
		e.record.discard()
	}
	return err
}

// hashInputs fills in the inputs of the manifest, if there is to be one.
func (e *examination) hashInputs(ctx context.Context) error {
	if e.manifest == nil {
		return nil
	}
	for _, s := range e.sources {
		if s.Reader == nil {
			if err := e.manifest.addInput(ctx, s.Path); err != nil {
				return err
			}
		}
	}
	for _, k := range e.options.Keys {
		e.manifest.Inputs = append(e.manifest.Inputs, hashFile(ctx, k.Path))
	}
	return nil
}

// inquire finds the devices and lets work look at them.
func (e *examination) inquire(work func(*examination) (exitCode, error)) (code exitCode, err error) {
	e.meter = e.p.newMeter(!e.flags.Bool("quiet") && !e.flags.Bool("no-progress"))
	if e.meter != nil {
		e.options.Progress = e.meter.update
	}
	defer e.meter.stop()
	if e.onlyBooks() {
		return work(e)
	}
	e.inquired, err = analyze.Discover(e.flags.Context, e.sources, e.options)
	if e.inquired != nil {
		defer func() { err = errors.Join(err, e.inquired.Close()) }()
	}
	if err != nil {
		return exitError, err
	}
	code, err = work(e)
	if err != nil {
		return exitError, err
	}
	return code, nil
}

// finish stops the progress, says what could not be read, and decides the exit
// code: an incomplete answer counts for more than what it answers.
func (e *examination) finish(code exitCode, inputs []analyze.Input, unreadable bool) exitCode {
	e.meter.stop()
	for _, problem := range e.problems() {
		e.p.complain(problem)
		unreadable = true
	}
	for _, input := range inputs {
		for _, problem := range input.Errors {
			e.p.complain(hinted{errors.New(problem), "the rest was analysed; look for a whole copy of this part"})
		}
	}
	if unreadable {
		return exitUnreadable
	}
	return code
}

// problems are what discovery could not read.
func (e *examination) problems() []error {
	if e.inquired == nil {
		return nil
	}
	return e.inquired.Problems()
}

// deliver makes a folder of results appear.
func (e *examination) deliver(f *folder) error {
	if err := f.commit(); err != nil {
		return err
	}
	e.written = append(e.written, f.files...)
	return nil
}

func (e *examination) writeManifest(code exitCode) error {
	if e.manifest == nil {
		return nil
	}
	for _, s := range e.sources {
		if s.Reader != nil {
			e.manifest.Inputs = append(e.manifest.Inputs, asFile(e.input))
		}
	}
	if e.bookIn {
		e.manifest.Inputs = append(e.manifest.Inputs, asFile(e.input))
	}
	e.manifest.Outputs = append([]manifestFile{asFile(e.out)}, e.written...)
	e.manifest.Finished = e.p.now().UTC()
	e.manifest.ExitCode = int(code)
	return e.manifest.write(e.record)
}
