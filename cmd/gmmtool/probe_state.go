package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/report"
)

// probes are the state of a user's probes in its file, and the folder for new
// messages.
type probes struct {
	path   string
	before []byte // as read; nil if there was no file
	state  probe.State
	folder *folder
}

// openProbes checks whether probes are wanted at all, reads --state and starts
// --out.
func (run *caseRun) openProbes() (*probes, error) {
	path, dir := run.flags.String("state"), run.flags.String("out")
	switch {
	case run.probeOptions().Off:
		return nil, explain(probe.ErrSwitchedOff)
	case path == "" || path == standardInput:
		return nil, withHint("name a file, which need not exist yet: --state FILE", "probe needs a place to note what was asked")
	case dir == "":
		return nil, withHint("name a folder that does not exist yet: --out DIR", "probe needs a place for the messages")
	}
	p := &probes{path: path}
	if err := p.read(); err != nil {
		return nil, err
	}
	folder, err := newFolder(filepath.Clean(dir))
	p.folder = folder
	return p, err
}

func (p *probes) read() (err error) {
	p.before, err = readRegular(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.state = probe.NewState()
		return nil
	case err != nil:
		return withHint("check that you may read it", "%s: cannot be read: %w", p.path, cause(err))
	}
	if p.state, err = probe.ParseState(p.before); err != nil {
		return withHint("name the file that gmmtool probe wrote, or a new one", "%s: %w", p.path, err)
	}
	return nil
}

// keep makes the messages appear, then the state that knows of them. The state
// replaces the one read; if another run has changed that meanwhile, nothing is
// written.
func (p *probes) keep(state probe.State, files []probe.File) error {
	for _, file := range files {
		if err := p.folder.add(file.Name, file.Data); err != nil {
			return err
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(p.path), ".gmmtool-*") // mode 0600
	if err != nil {
		return withHint("check that the folder exists and that you may write there", "%s: cannot be written: %w", p.path, cause(err))
	}
	defer os.Remove(temp.Name())
	if err := errors.Join(report.WriteJSON(temp, state), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	now, err := os.ReadFile(p.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(now, p.before) {
		return refusal{withHint("run again", "%s: was changed by another run", p.path)}
	}
	if err := p.folder.commit(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), p.path)
}

func (p *probes) discard() { p.folder.discard() }

// A refusal is an error that ends with the exit code for what is unsafe.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// Is makes a refusal what the exit code is looked up by.
func (r refusal) Is(target error) bool { return target == errRefused }

// explain adds what to do to an error about asking or answering.
func explain(err error) error {
	for _, e := range []struct {
		kind   error
		hint   string
		unsafe bool
	}{
		{probe.ErrSwitchedOff, "--no-merge or merge: off in case.yaml says so; leave it out to ask and answer", true},
		{probe.ErrSelf, "ask about records of other people", true},
		{probe.ErrSameKey, "mail signed with that key tells whether they are one person: see gmmtool dedupe", true},
		{probe.ErrSameRecord, "name two records", false},
		{probe.ErrOpen, "wait for the answer, or until the question has ended", true},
		{probe.ErrAnswered, "nothing is left to ask: see gmmtool dedupe", true},
		{probe.ErrNoKey, "give a public key with --key FILE; or --allow-clear, if everybody on the way may read it and one of the records has a key", true},
		{probe.ErrNoSigner, "give your secret key: --key FILE", false},
		{probe.ErrAmbiguous, "say which: --from ADDRESS", false},
	} {
		if errors.Is(err, e.kind) {
			err = hinted{err, e.hint}
			if e.unsafe {
				err = refusal{err}
			}
			return err
		}
	}
	return err
}
