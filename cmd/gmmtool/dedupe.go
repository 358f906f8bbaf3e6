package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/urfave/cli/v2"
)

// claimedAddress is the one kind of candidates there is.
const claimedAddress = "claimed-address"

// dedupeFormats are those of the summary; the plan itself is always JSON.
func dedupeFormats() []report.Format { return []report.Format{report.Table, report.JSON, report.HTML} }

func (p *process) dedupeCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "write plan.json into the new folder `DIR`"},
		&cli.StringSliceFlag{Name: "book", Usage: "take the contacts of the address book `FILE`: vCards, a CSV of Google, Outlook or Thunderbird, a folder, zip or tar of them, or - for standard input"},
		&cli.StringFlag{Name: "region", DefaultText: "what the card's and the book's other numbers say", Usage: "take telephone numbers without a country to be of `REGION`, in two letters: DE, US"},
		&cli.StringFlag{Name: "decisions", DefaultText: "decisions.json in the case folder", Usage: "keep to what was decided before, as `FILE` remembers it"},
		&cli.StringSliceFlag{Name: "authserv-id", Usage: "trust the Authentication-Results fields of `ID`, your own mail server"},
		&cli.StringFlag{Name: "state", Usage: "accept answers to the questions that gmmtool probe noted in `FILE`"},
		&cli.BoolFlag{Name: "include-weak", DisableDefaultText: true, Usage: "also list pairs that only a weak hint ties"},
		&cli.StringFlag{Name: "candidates", Usage: "also list pairs to ask about: `KIND` is " + claimedAddress + ", one names the other's address in passing"},
		groupShardFlag(),
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
		Flags: append(append(caseFlags(dedupeFormats()), redactFlags()...), own...),
		Action: func(c *cli.Context) error {
			return p.runCase(c, dedupeFormats(), (*caseRun).dedupe)
		},
	}
}

func (run *caseRun) dedupe() (exitCode, error) {
	if run.onlyBooks() {
		run.p.spendMemory(memoryToCompare)
	}
	dir := run.flags.String("out")
	if dir == "" {
		return exitError, withHint("name a folder that does not exist yet: --out DIR", "dedupe needs a place for the plan")
	}
	if err := run.refuseBooks(); err != nil {
		return exitError, err
	}
	part, err := parseShare(run.flags, "group-shard")
	if err != nil {
		return exitError, err
	}
	if kind := run.flags.String("candidates"); kind != "" && kind != claimedAddress {
		return exitError, withHint("write --candidates "+claimedAddress, "--candidates %q is not known", kind)
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return exitError, err
	}
	defer folder.discard()
	books, unread, err := run.readBooks()
	if err != nil {
		return exitError, err
	}
	before, err := run.readDecisions()
	if err != nil {
		return exitError, err
	}
	read, err := run.readCorrespondence()
	if err != nil {
		return exitError, err
	}
	found, err := collect.Records(run.flags.Context, books, read, run.options.Jobs)
	if err != nil {
		return exitError, err
	}
	found.Problems = append(unread, found.Problems...)
	if err := run.readAnswers(read, found.Testimony); err != nil {
		return exitError, err
	}
	plan, err := dedupe.Find(run.flags.Context, found.Records, found.Testimony, dedupe.Options{
		Inputs: found.Inputs, Jobs: run.options.Jobs, IncludeWeak: run.flags.Bool("include-weak"), Decisions: before,
		CandidatesClaimed: run.flags.String("candidates") == claimedAddress,
	})
	if err != nil {
		return exitError, err
	}
	found.Records = nil // all else needs their memory
	if part.Of > 0 {
		plan = plan.Divided(part)
	}
	if err := folder.create(planName, func(w io.Writer) error { return report.WriteMergePlan(w, plan) }); err != nil {
		return exitError, err
	}
	code, err := run.reportDuplicates(plan, read, found.Problems)
	if err != nil {
		return exitError, err
	}
	return code, run.deliver(folder)
}

// readCorrespondence reads the case with its ordinary mail, nil if there are only
// books.
func (run *caseRun) readCorrespondence() (*collect.Case, error) {
	if run.onlyBooks() {
		return nil, nil
	}
	mail := collect.NewMail(run.flags.StringSlice("authserv-id"))
	run.options.Letter = mail.Add
	v, hs, err := run.rebuild()
	return &collect.Case{Evidence: v, Histories: hs, Mail: mail}, err
}

// duplicatesVerdict is whether there is anything to review or to merge.
func duplicatesVerdict(plan *dedupe.Plan) exitCode {
	if plan.Counts.Duplicates+plan.Counts.Proposals+plan.Counts.Conflicts+len(plan.Alarms) > 0 {
		return exitFindings
	}
	return exitClean
}

func (run *caseRun) reportDuplicates(plan *dedupe.Plan, read *collect.Case, problems []error) (exitCode, error) {
	code := duplicatesVerdict(plan)
	var inputs []evidence.Input
	sealed := false
	if read != nil {
		inputs, sealed = read.Evidence.Inputs, run.complainOfSealed(read.Histories)
	}
	code = run.finish(code, inputs, sealed || len(problems) > 0)
	for _, problem := range problems {
		if !run.saidAlready(problem, inputs) {
			run.p.complain(hinted{problem, "the rest was compared"})
		}
	}
	style := run.p.style(run.out, run.flags)
	plan = redacted(run, plan)
	if run.format == report.HTML {
		var err error
		if style.Making, err = run.making(inputs); err != nil {
			return exitError, err
		}
	}
	return code, report.WriteDuplicates(run.out, plan, run.format, style)
}

// saidAlready reports a problem of the case that finish has told.
func (run *caseRun) saidAlready(problem error, inputs []evidence.Input) bool {
	same := func(known error) bool { return known.Error() == problem.Error() }
	return slices.ContainsFunc(run.problems(), same) || slices.ContainsFunc(inputs, func(in evidence.Input) bool {
		return slices.Contains(in.Errors, problem.Error())
	})
}

// refuseBooks refuses an address book that stands where an archive should.
func (run *caseRun) refuseBooks() error {
	for _, s := range run.sources {
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

// readAnswers takes the answers to probes found in the mail as testimony.
func (run *caseRun) readAnswers(read *collect.Case, testimony *record.Testimony) error {
	path := run.flags.String("state")
	if path == "" || read == nil || run.flags.Bool("no-merge") || run.named.MergeOff() {
		return nil
	}
	noted := &probes{path: path}
	if err := noted.read(); err != nil {
		return err
	}
	if noted.before == nil {
		return withHint("name the file that gmmtool probe wrote", "%s: %w", path, fs.ErrNotExist)
	}
	answers, refused, err := probe.Read(run.flags.Context, run.probeCase(read.Evidence, read.Histories), noted.state)
	if err != nil {
		return err
	}
	run.complainOf(refused)
	testimony.Probes = answers
	return nil
}

// readDecisions reads what was decided before: the file named, or the one that
// lies in the case folder.
func (run *caseRun) readDecisions() (dedupe.Decisions, error) {
	path := run.flags.String("decisions")
	if path == "" && len(run.sources) == 1 && run.sources[0].Device == "" {
		path = filepath.Join(run.sources[0].Path, merge.DecisionsName)
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
func (run *caseRun) onlyBooks() bool {
	return len(run.sources) == 0 && run.flags.Command.Name == "dedupe" && len(run.flags.StringSlice("book")) > 0
}
