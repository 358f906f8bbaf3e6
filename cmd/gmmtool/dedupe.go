package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/gather"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/report"
)

// claimedAddress is the one kind of candidates there is.
const claimedAddress = "claimed-address"

// memoryLimit is where collecting garbage becomes more urgent than speed, in
// bytes: a million contacts need less. It is no bound on what is read.
const memoryLimit = 1700 << 20

// dedupeFormats are those of the summary; the plan itself is always JSON.
func dedupeFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

func (p *process) dedupeCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "write plan.json into the new folder `DIR`"},
		&cli.StringSliceFlag{Name: "book", Usage: "take the contacts of the address book `FILE`: vCards, a CSV of Google or Outlook, a folder, zip or tar of them, or - for standard input"},
		&cli.StringFlag{Name: "decisions", DefaultText: "decisions.json in the case folder", Usage: "keep to what was decided before, as `FILE` remembers it"},
		&cli.StringSliceFlag{Name: "authserv-id", Usage: "trust the Authentication-Results fields of `ID`, your own mail server"},
		&cli.StringFlag{Name: "state", Usage: "accept answers to the questions that gmmtool probe noted in `FILE`"},
		&cli.BoolFlag{Name: "include-weak", DisableDefaultText: true, Usage: "also list pairs that only a weak hint ties"},
		&cli.StringFlag{Name: "candidates", Usage: "also list pairs to ask about: `KIND` is " + claimedAddress + ", one names the other's address in passing"},
		&cli.BoolFlag{Name: "no-merge", DisableDefaultText: true, Usage: "accept no answers to probes, as merge: off in case.yaml does"},
	}
	return &cli.Command{
		Name:      "dedupe",
		Usage:     "find records that are the same person, and plan how to merge them",
		ArgsUsage: "[SOURCE...]",
		Description: `Compares the contacts of address books, the members of groups, everybody who wrote or
was written to, and the owners of keys. Records that proof ties are one person; for
what hints tie, a person has to decide. plan.json holds both, to be read and edited;
gmmtool apply carries it out on copies. Nothing is changed here.

   gmmtool dedupe case/ --book contacts.vcf --out plan/`,
		Flags: append(caseFlags(dedupeFormats()), own...),
		Action: func(c *cli.Context) error {
			return p.examine(c, dedupeFormats(), (*examination).dedupe)
		},
	}
}

func (e *examination) dedupe() (exitCode, error) {
	if e.p.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	dir := e.flags.String("out")
	if dir == "" {
		return exitError, withHint("name a folder that does not exist yet: --out DIR", "dedupe needs a place for the plan")
	}
	if err := e.refuseBooks(); err != nil {
		return exitError, err
	}
	if kind := e.flags.String("candidates"); kind != "" && kind != claimedAddress {
		return exitError, withHint("write --candidates "+claimedAddress, "--candidates %q is not known", kind)
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return exitError, err
	}
	defer folder.discard()
	books, unread, err := e.readBooks()
	if err != nil {
		return exitError, err
	}
	before, err := e.readDecisions()
	if err != nil {
		return exitError, err
	}
	found, err := gather.Records(e.flags.Context, e.inquired, books, gather.Options{
		Analyze: e.options, AuthservIDs: e.flags.StringSlice("authserv-id"),
	})
	if err != nil {
		return exitError, err
	}
	found.Problems = append(unread, found.Problems...)
	if err := e.hearAnswers(found); err != nil {
		return exitError, err
	}
	plan, err := dedupe.Find(e.flags.Context, found.Records, found.Testimony, dedupe.Options{
		Jobs: e.options.Jobs, IncludeWeak: e.flags.Bool("include-weak"), Remembered: before,
		CandidatesClaimed: e.flags.String("candidates") == claimedAddress,
	})
	if err != nil {
		return exitError, err
	}
	plan.Inputs = found.Inputs
	if err := folder.addJSON(planName, plan); err != nil {
		return exitError, err
	}
	code, err := e.reportDuplicates(plan, found)
	if err != nil {
		return exitError, err
	}
	return code, e.deliver(folder)
}

func (e *examination) reportDuplicates(plan *dedupe.Plan, found *gather.Found) (exitCode, error) {
	code := exitClean
	if plan.Counts.Duplicates+plan.Counts.Proposals+plan.Counts.Conflicts+len(plan.Alarms) > 0 {
		code = exitFindings
	}
	var inputs []analyze.Input
	if found.Study != nil {
		inputs = found.Study.Report().Inputs
	}
	code = e.finish(code, inputs, len(found.Problems) > 0)
	for _, problem := range found.Problems {
		if !e.saidAlready(problem, inputs) {
			e.p.complain(hinted{problem, "the rest was compared"})
		}
	}
	return code, report.WriteDuplicates(e.out, plan, e.format, e.p.style(e.out, e.flags.Bool("no-color")))
}

// saidAlready reports a problem of the case that finish has told.
func (e *examination) saidAlready(problem error, inputs []analyze.Input) bool {
	same := func(known error) bool { return known.Error() == problem.Error() }
	return slices.ContainsFunc(e.problems(), same) || slices.ContainsFunc(inputs, func(in analyze.Input) bool {
		return slices.Contains(in.Errors, problem.Error())
	})
}

// refuseBooks refuses an address book that stands where an archive should.
func (e *examination) refuseBooks() error {
	for _, s := range e.sources {
		if s.Reader != nil {
			continue
		}
		if info, err := fs.Stat(s.FS, s.Name); err != nil || !info.Mode().IsRegular() {
			continue
		}
		file, err := s.FS.Open(s.Name)
		if err != nil {
			continue // discovery says so
		}
		start := make([]byte, 256)
		n, _ := io.ReadFull(file, start) // a shorter file may be a book, too
		file.Close()
		if book.BeginsWithCard(start[:n]) {
			return withHint("give it with --book "+s.Path, "%s: is an address book, not an archive", s.Path)
		}
	}
	return nil
}

// hearAnswers takes the answers to probes found in the mail as testimony.
func (e *examination) hearAnswers(found *gather.Found) error {
	path := e.flags.String("state")
	if path == "" || found.Study == nil || e.flags.Bool("no-merge") || e.inquired.MergeOff() {
		return nil
	}
	noted := &probes{path: path}
	if err := noted.read(); err != nil {
		return err
	}
	if noted.before == nil {
		return withHint("name the file that gmmtool probe wrote", "%s: %w", path, fs.ErrNotExist)
	}
	answers, refused, err := probe.Read(e.flags.Context, found.Study, noted.state)
	if err != nil {
		return err
	}
	e.complainOf(refused)
	found.Testimony.Probes = answers
	return nil
}

// readDecisions reads what was decided before: the file named, or the one that
// lies in the case folder.
func (e *examination) readDecisions() (dedupe.Decisions, error) {
	path := e.flags.String("decisions")
	if path == "" && len(e.sources) == 1 && e.sources[0].Device == "" {
		path = filepath.Join(e.sources[0].Path, merge.DecisionsName)
		if _, err := os.Stat(path); err != nil {
			return dedupe.Decisions{}, nil
		}
	}
	if path == "" {
		return dedupe.Decisions{}, nil
	}
	data, err := readRegular(path)
	if err != nil {
		return dedupe.Decisions{}, withHint("gmmtool apply writes this file", "%s: %w", path, cause(err))
	}
	decisions, err := dedupe.ReadDecisions(bytes.NewReader(data))
	if err != nil {
		return dedupe.Decisions{}, withHint("gmmtool apply writes this file; give the one it wrote", "%s: %w", path, err)
	}
	return decisions, nil
}

// onlyBooks reports whether a run has address books and no mail to look at.
func (e *examination) onlyBooks() bool {
	return len(e.sources) == 0 && e.flags.Command.Name == "dedupe" && len(e.flags.StringSlice("book")) > 0
}
