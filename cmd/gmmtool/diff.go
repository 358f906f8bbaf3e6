package main

import (
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/report"
)

func diffFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

func (p *process) diffCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the result as `FORMAT`: " + formatNames(diffFormats())},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the result to `FILE`, which must not exist, instead of standard output"},
		replaceFlag(),
		failOnFlag(),
	}
	return &cli.Command{
		Name:      "diff",
		Usage:     "say what is new, gone and still there between two results of analyze",
		ArgsUsage: "OLD.json NEW.json",
		Description: `Compares two results of gmmtool analyze --format json by the ids of their findings,
which name the same fact in every run. Exits with 1 if something is new.

   gmmtool analyze case/ --format json -o today.json
   gmmtool diff yesterday.json today.json --fail-on warning`,
		Flags:  append(own, styleFlags()...),
		Action: p.diff,
	}
}

func (p *process) diff(c *cli.Context) error {
	format, err := report.ParseFormat(c.String("format"), diffFormats())
	if err != nil {
		return hinted{err, "see gmmtool help diff"}
	}
	failOn, err := parseFailOn(c.String("fail-on"))
	if err != nil {
		return err
	}
	if err := checkStyle(c); err != nil {
		return err
	}
	if c.Args().Len() != 2 {
		return withHint("write gmmtool diff OLD.json NEW.json", "diff compares two results of gmmtool analyze --format json")
	}
	older, err := readReport(c.Args().Get(0))
	if err != nil {
		return err
	}
	newer, err := readReport(c.Args().Get(1))
	if err != nil {
		return err
	}
	for i, r := range []*analyze.Report{older, newer} {
		if r.Share != nil {
			return withHint("join the shares with gmmtool merge-results", "%s is a share of a result", c.Args().Get(i))
		}
	}
	if !older.Filter.Same(newer.Filter) {
		return withHint("filter both results by the same --group, --device and --min-severity",
			"%s and %s show different parts of their cases: what differs would seem new or gone", c.Args().Get(0), c.Args().Get(1))
	}
	out, err := p.openOutput(c.String("output"), replaceableBy(c, c.Args().Slice()))
	if err != nil {
		return err
	}
	defer out.discard()
	comparison := analyze.Compare(older, newer)
	if err := report.WriteComparison(out, comparison, format, p.style(out, c)); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if slices.ContainsFunc(comparison.New, func(f finding.Finding) bool { return f.Severity.Weight() <= failOn.Weight() }) {
		return exitFindings
	}
	return nil
}

// readReport reads a result of analyze. A pipe is read, too.
func readReport(path string) (*analyze.Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, withHint("check the name, and that you may read it", "%s: %w", path, cause(err))
	}
	defer file.Close()
	result, err := analyze.ReadReport(file)
	if err != nil {
		return nil, withHint("give a file that gmmtool analyze --format json wrote", "%s: %w", path, cause(err))
	}
	return result, nil
}
