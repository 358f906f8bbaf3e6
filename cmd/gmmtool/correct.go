package main

import (
	"crypto/rand"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// correctFormats are those of the summary; the plan itself is always JSON.
func correctFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

func (p *process) correctCommand() *cli.Command {
	out := &cli.StringFlag{Name: "out", Usage: "write the corrections and plan.json into the new folder `DIR`"}
	return &cli.Command{
		Name:      "correct",
		Usage:     "write the messages that bring every member's list of a group together",
		ArgsUsage: "SOURCE...",
		Description: `For every group whose views differ, writes a correction: a message with the whole
member list, signed by a member whose secret key is in the case and sealed to all
members. plan.json says who will show what afterwards. Nothing is sent.

   gmmtool correct case/ --out fix/`,
		Flags: append(caseFlags(correctFormats()), out),
		Action: func(c *cli.Context) error {
			return p.examine(c, correctFormats(), (*examination).correct)
		},
	}
}

func (e *examination) correct() (exitCode, error) {
	dir := e.flags.String("out")
	if dir == "" {
		return exitError, withHint("name a folder that does not exist yet: --out DIR", "correct needs a place for the corrections")
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return exitError, err
	}
	defer folder.discard()
	study, err := analyze.NewStudy(e.flags.Context, e.inquired, e.options)
	if err != nil {
		return exitError, err
	}
	result, err := repair.Correct(e.flags.Context, study, repair.Options{Now: e.p.now(), Random: rand.Reader})
	if err != nil {
		return exitError, err
	}
	for _, file := range result.Files {
		if err := folder.add(file.Name, file.Data); err != nil {
			return exitError, err
		}
	}
	if err := folder.addPlan(result.Plan); err != nil {
		return exitError, err
	}
	if err := folder.commit(); err != nil {
		return exitError, err
	}
	code := exitClean
	if !result.Healthy() {
		code = exitFindings
	}
	seen := study.Report()
	code = e.finish(code, seen.Inputs, seen.Unreadable())
	return code, report.WritePlan(e.out, result.Plan, e.format)
}
