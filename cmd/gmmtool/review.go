package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/report"
)

func (p *process) reviewCommand() *cli.Command {
	return &cli.Command{
		Name:      "review",
		Usage:     "decide who is one person, for a plan of gmmtool dedupe",
		ArgsUsage: "PLAN",
		Description: `PLAN is the folder written by gmmtool dedupe, or the plan.json in it. Shows each likely
person that is not decided, with the cards side by side, and asks; ? explains the answers.
What was decided is written into the plan, which stays a file that can be edited.
With --csv all that is open is written as a table instead, to be filled in and read back
with --decide.

   gmmtool review plan/
   gmmtool review plan/ --csv open.csv
   gmmtool review plan/ --decide open.csv`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "patterns", DisableDefaultText: true, Usage: "only list the patterns of evidence, how many entries each has, and examples"},
			&cli.StringFlag{Name: "csv", Usage: "write what is open as a table to `FILE`, which must not exist"},
			&cli.StringFlag{Name: "decide", Usage: "take the decisions that the table in `FILE` gives, - for standard input"},
			&cli.StringFlag{Name: "color", Value: colorAuto, Usage: "use colours `WHEN`: " + strings.Join(colorChoices(), ", ")},
			&cli.IntFlag{Name: "width", DefaultText: "that of the terminal", Usage: "use lines of `COLUMNS`"},
		},
		Action: p.review,
	}
}

func (p *process) review(c *cli.Context) error {
	if c.Args().Len() != 1 {
		return withHint("name the folder that gmmtool dedupe wrote", "review needs one PLAN")
	}
	if err := checkStyle(c); err != nil {
		return err
	}
	stored, err := openPlan(c.Args().First())
	if err != nil {
		return err
	}
	defer stored.folder.Close()
	if stored.kind != dedupe.Kind {
		return withHint("name the plan that gmmtool dedupe wrote", "%s: a plan of kind %q is not reviewed", stored.path, stored.kind)
	}
	plan, err := merge.ReadPlan(stored.path, stored.data)
	if err == nil {
		err = merge.Check(stored.path, plan)
	}
	if err != nil {
		return explainMerge(err)
	}
	screen := &output{w: p.stdout}
	shown := report.NewReviewer(plan, p.style(screen, c))
	switch {
	case c.String("csv") != "":
		return p.writeReviewTable(c.String("csv"), plan, shown)
	case c.String("decide") != "":
		return p.decideByTable(c.String("decide"), stored, plan)
	case c.Bool("patterns"):
		return writePatterns(p.stdout, review.New(plan), shown)
	}
	check := func() error { return merge.Check(stored.path, plan) }
	r := &reviewing{session: review.New(plan), shown: shown, check: check, answers: bufio.NewScanner(p.stdin), out: p.stdout}
	if err := r.ask(c); err != nil {
		return err
	}
	return p.keepReview(stored, plan, r.session)
}

// keepReview writes what was decided into the plan, and says what is left.
func (p *process) keepReview(stored *storedPlan, plan *dedupe.Plan, s *review.Session) error {
	if s.IsChanged() {
		if err := stored.replace(plan); err != nil {
			return err
		}
	}
	return p.tellLeft(stored, s)
}

func (p *process) tellLeft(stored *storedPlan, s *review.Session) error {
	if left := s.Left(); left > 0 {
		fmt.Fprintf(p.stdout, "%d left to decide in %s; gmmtool review goes on there.\n", left, report.Safe(stored.path))
		return exitFindings
	}
	fmt.Fprintf(p.stdout, "All is decided. Next: gmmtool apply %s --out DIR\n", report.Safe(stored.path))
	return nil
}

// replace writes the plan in the place of the old one, whole or not at all.
func (s *storedPlan) replace(plan *dedupe.Plan) error {
	if err := merge.Check(s.path, plan); err != nil {
		return explainMerge(err)
	}
	info, err := s.folder.Stat(filepath.Base(s.path))
	if err != nil {
		return unreadablePlan(s.path, err)
	}
	temp, err := os.CreateTemp(filepath.Dir(s.path), ".gmmtool-*")
	if err != nil {
		return withHint("check that you may write into the folder of the plan", "%s: cannot be written: %w", s.path, cause(err))
	}
	defer os.Remove(temp.Name()) // after the rename it is not there
	err = errors.Join(report.WriteMergePlan(temp, plan), temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), s.path)
	}
	if err != nil {
		return withHint("the plan is as it was", "%s: cannot be written: %w", s.path, cause(err))
	}
	return nil
}

// writeReviewTable writes all that is open as CSV.
func (p *process) writeReviewTable(path string, plan *dedupe.Plan, shown *report.Reviewer) error {
	out, err := p.openOutput(path, func(path string, _ fs.FileInfo) error { return refuse(path) })
	if err != nil {
		return err
	}
	defer out.discard()
	if err := shown.WriteTable(out, review.New(plan)); err != nil {
		return err
	}
	return out.commit()
}

// decideByTable takes decisions from a table.
func (p *process) decideByTable(path string, stored *storedPlan, plan *dedupe.Plan) error {
	var table io.Reader = p.stdin
	if path != standardInput {
		file, err := os.Open(path)
		if err != nil {
			return withHint("check the name, and that you may read it", "%s: decisions cannot be read: %w", path, cause(err))
		}
		defer file.Close()
		table = file
	}
	changed, err := review.ReadTable(plan, table)
	if err != nil {
		return withHint("nothing was changed; correct the table there", "%s: %w", path, err)
	}
	if changed > 0 {
		if err := stored.replace(plan); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.stdout, "%d decisions changed.\n", changed)
	return p.tellLeft(stored, review.New(plan))
}

// maxExamples is how many entries of a pattern are named.
const maxExamples = 3

func writePatterns(w io.Writer, s *review.Session, shown *report.Reviewer) error {
	for _, pattern := range s.Patterns() {
		if _, err := fmt.Fprintf(w, "%6d  %s\n", len(pattern.Entries), report.Safe(pattern.Rules)); err != nil {
			return err
		}
		for _, e := range pattern.Entries[:min(len(pattern.Entries), maxExamples)] {
			if _, err := fmt.Fprintf(w, "        %s\n", shown.Title(e)); err != nil {
				return err
			}
		}
	}
	return nil
}
