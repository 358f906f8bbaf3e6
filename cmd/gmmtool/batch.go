package main

import (
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/report"
)

func batchFormats() []report.Format { return []report.Format{report.Table, report.JSON, report.CSV} }

func (p *process) batchCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "keep the results in the folder `DIR`, which is made if it does not exist"},
		&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the summary as `FORMAT`: " + formatNames(batchFormats())},
		&cli.BoolFlag{Name: "index", DisableDefaultText: true, Usage: "keep a store of each case in DIR, so that the next run reads only what is new"},
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Value: runtime.GOMAXPROCS(0), DefaultText: "number of cores", Usage: "use `N` threads, for one case or for several at once"},
		&cli.IntFlag{Name: "memory", Value: 2000, Usage: "let all cases that are worked on together take about `MEGABYTES` of memory"},
		&cli.StringSliceFlag{Name: "passphrase-file", Usage: "read the passphrase of keys and backups from the first line of `[DEVICE=]FILE`"},
		&cli.StringSliceFlag{Name: "rules", Usage: "apply the membership rules of client release `[DEVICE=]VERSION`, for example 1.139"},
		&cli.StringFlag{Name: "at", DefaultText: "of the newest message", Usage: "show what clients show at `TIME`, which decides how long past members are remembered"},
		&cli.BoolFlag{Name: "quiet", DisableDefaultText: true, Aliases: []string{"q"}, Usage: "do not say which case is done"},
		failOnFlag(),
	}
	return &cli.Command{
		Name:      "batch",
		Usage:     "analyze many cases, and say what has changed since the last time",
		ArgsUsage: "CASES --out DIR",
		Description: `CASES is a folder in which each subfolder is a case, or a text file with the path of a
case on each line. DIR gets a folder with the results of each case, and a summary of all:
summary.json, summary.csv and index.html. Run again with the same DIR, it says of each
case which findings are new, gone and still there. A case that fails does not stop the
others. After an interruption the next run goes on with the cases that were not done.

   gmmtool batch /srv/cases --out /srv/results --index --fail-on warning`,
		Flags:  append(own, styleFlags()...),
		Action: p.batch,
	}
}

func (p *process) batch(c *cli.Context) error {
	run, err := p.prepareBatch(c)
	if err != nil {
		return err
	}
	unlock, err := run.open()
	if err != nil {
		return err
	}
	defer unlock()
	if err := run.work(c.Context); err != nil {
		return err
	}
	summary, err := run.summarise()
	if err != nil {
		return err
	}
	if err := report.WriteBatch(p.stdout, summary, run.format, p.style(&output{path: standardInput, w: p.stdout}, c)); err != nil {
		return err
	}
	if code := batchCode(summary); code != exitClean {
		return code
	}
	return nil
}

// prepareBatch checks the flags and finds the cases.
func (p *process) prepareBatch(c *cli.Context) (*batchRun, error) {
	format, err := report.ParseFormat(c.String("format"), batchFormats())
	if err != nil {
		return nil, hinted{err, "see gmmtool help batch"}
	}
	if err := checkStyle(c); err != nil {
		return nil, err
	}
	if _, err := parseFailOn(c.String("fail-on")); err != nil {
		return nil, err
	}
	if _, err := parseMoment(c.String("at")); err != nil {
		return nil, err
	}
	switch {
	case c.Args().Len() != 1:
		return nil, withHint("write gmmtool batch CASES --out DIR", "batch takes one folder of cases, or a file that lists them")
	case c.String("out") == "":
		return nil, withHint("name it with --out DIR", "batch needs a folder for its results")
	case c.Int("jobs") < 1:
		return nil, withHint("give 1 or more, or leave it out", "--jobs %d is not a number of threads", c.Int("jobs"))
	case c.Int("memory") < 1:
		return nil, withHint("give the megabytes that there are", "--memory %d is not a size", c.Int("memory"))
	}
	cases, err := findCases(c.Args().First(), c.String("out"))
	if err != nil {
		return nil, err
	}
	run := &batchRun{p: p, dir: filepath.Clean(c.String("out")), cases: cases, format: format, index: c.Bool("index"), quiet: c.Bool("quiet"),
		jobs: c.Int("jobs"), memory: int64(c.Int("memory")) << 20}
	for _, name := range [...]string{"passphrase-file", "rules"} {
		for _, value := range c.StringSlice(name) {
			run.flags = append(run.flags, fmt.Sprintf("--%s=%s", name, value))
		}
	}
	if at := c.String("at"); at != "" {
		run.flags = append(run.flags, "--at="+at)
	}
	run.failOn = "--fail-on=" + c.String("fail-on")
	return run, nil
}

// batchCode is the exit code of all cases together: an incomplete answer counts for
// more than what it answers.
func batchCode(b *report.Batch) exitCode {
	code := exitClean
	for _, c := range b.Cases {
		switch c.Status {
		case report.BatchFailed, report.BatchUnreadable:
			return exitUnreadable
		case report.BatchFindings:
			code = exitFindings
		}
	}
	return code
}
