package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/report"
)

func (p *process) analyzeCommand() *cli.Command {
	return &cli.Command{
		Name:      "analyze",
		Usage:     "show who is in which group on which device, where devices differ, and why",
		ArgsUsage: "SOURCE...",
		Description: `Rebuilds each device's view of each group from its mail and sets the views beside
what all the mail adds up to.

   gmmtool analyze case/                        a folder with one folder per device
   gmmtool analyze alice.mbox bob=Maildir/      two archives, one of them named
   gmmtool analyze case/ --format json -o case.json
   gmmtool analyze case/ --fail-on error        for scripts: notes and warnings exit 0
   gmmtool analyze case/ --group "Book club" --device phone --min-severity warning`,
		Flags: slices.Concat(caseFlags(report.Formats()), redactFlags(), []cli.Flag{csvMarkFlag(), failOnFlag(), groupShardFlag()}, filterFlags()),
		Action: func(c *cli.Context) error {
			return p.runCase(c, report.Formats(), (*caseRun).analyze)
		},
	}
}

func (run *caseRun) analyze() (exitCode, error) {
	failOn, err := parseFailOn(run.flags.String("fail-on"))
	if err != nil {
		return exitError, err
	}
	filter, err := parseFilter(run.flags)
	if err != nil {
		return exitError, err
	}
	share, err := parseShare(run.flags, "group-shard")
	if err != nil {
		return exitError, err
	}
	if share.Of > 0 && run.format != report.JSON {
		return exitError, withHint("add --format json; gmmtool merge-results writes the other formats", "a share of a result is JSON, not %s", run.format)
	}
	if share.Of > 0 && run.redactor != nil {
		return exitError, withHint("redact the whole", "--group-shard and --redact exclude each other")
	}
	run.asOf = true
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	whole := analyze.NewReport(v, hs)
	whole.Advise(run.named, hs, run.p.now())
	whole.Tool = analyze.Tool{Name: "gmmtool", Version: readBuild().Version}
	if whole.IsBeforeAll() && run.format != report.Table {
		run.tellNotes([]string{report.AsOf(whole)})
	}
	if err := addUp(whole.Messages, whole.Counts); err != nil {
		return exitError, err
	}
	result, err := whole.Filtered(filter)
	if err != nil {
		return exitError, hinted{err, whatThereIs(whole, filter, err)}
	}
	if share.Of > 0 {
		result = result.Divided(share)
	}
	code := run.finish(verdict(result, failOn), result.Inputs, run.complainOfSealed(hs) || result.Unreadable())
	style := run.p.style(run.out, run.flags)
	result = redacted(run, result)
	if run.format == report.HTML {
		if style.Making, err = run.making(v.Inputs); err != nil {
			return exitError, err
		}
	}
	return code, report.Write(run.out, result, run.format, style)
}

// addUp checks that every message was put into exactly one bucket. A report
// that lost count of the evidence must not be trusted.
func addUp(messages int, counts map[evidence.Bucket]int) error {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	if sum != messages {
		return withHint("this is a mistake in gmmtool; please report it", "%d messages were read, but %d counted", messages, sum)
	}
	return nil
}

// verdict is whether there is anything to report that weighs as much as failOn. A
// group whose views differ always does.
func verdict(r *analyze.Report, failOn finding.Severity) exitCode {
	inconsistent := func(g analyze.Group) bool { return !g.Consistent }
	weighs := func(f finding.Finding) bool { return f.Severity.Weight() <= failOn.Weight() }
	if slices.ContainsFunc(r.Findings, weighs) || slices.ContainsFunc(r.Groups, inconsistent) {
		return exitFindings
	}
	return exitClean
}
