package main

import (
	"errors"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/report"
)

func historyFormats() []report.Format { return []report.Format{report.Table, report.JSON, report.HTML} }

func (p *process) historyCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "group", Usage: "tell of the group with this `ID` or name"},
		&cli.StringFlag{Name: "person", Usage: "tell only what the person of this `ADDRESS` or name did, and what was done to them"},
		&cli.StringFlag{Name: "device", Usage: "tell only what `DEVICE` met, and what it did not"},
	}
	return &cli.Command{
		Name:      "history",
		Usage:     "tell what happened in a group, in order, across the devices",
		ArgsUsage: "SOURCE...",
		Description: `For every message that changed the members of a group on some device, or was meant to:
who did what, which device followed it, which did not, and why.

   gmmtool history case/ --group "Book club"
   gmmtool history case/ --group "Book club" --person bob@example.org --device phone`,
		Flags: append(append(caseFlags(historyFormats()), redactFlags()...), own...),
		Action: func(c *cli.Context) error {
			return p.runCase(c, historyFormats(), (*caseRun).history)
		},
	}
}

func (run *caseRun) history() (exitCode, error) {
	query := analyze.StoryQuery{
		Group: run.flags.String("group"), Person: run.flags.String("person"), Device: run.flags.String("device"),
	}
	if query.Group == "" {
		return exitError, withHint("name it by its id or name: --group ID; gmmtool analyze shows both", "history needs a group")
	}
	run.asOf = true
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	result := analyze.NewReport(v, hs)
	result.Tool = analyze.Tool{Name: "gmmtool", Version: readBuild().Version}
	story, err := analyze.NewStory(result, query)
	if errors.Is(err, analyze.ErrNoGroup) && !run.end.IsZero() {
		story, err = run.storyBefore(query)
	}
	switch {
	case errors.Is(err, analyze.ErrManyGroups):
		return exitError, hinted{err, "give the id, as gmmtool analyze shows it"}
	case errors.Is(err, analyze.ErrNoGroup):
		return exitError, hinted{err, "give the name or id of a group as gmmtool analyze shows it"}
	case err != nil:
		return exitError, hinted{err, "gmmtool analyze shows the devices of each group"}
	}
	code := run.finish(exitClean, v.Inputs, run.complainOfSealed(hs) || evidence.Unreadable(v.Inputs))
	result = redacted(run, result)
	story = redacted(run, story)
	if run.format == report.HTML {
		making, err := run.making(v.Inputs)
		if err != nil {
			return exitError, err
		}
		return code, report.WriteStoryPage(run.out, result, story, making)
	}
	return code, report.WriteStory(run.out, story, run.format, run.p.style(run.out, run.flags))
}

// storyBefore is the story of a group that did not exist yet at the moment asked
// for.
func (run *caseRun) storyBefore(query analyze.StoryQuery) (*analyze.Story, error) {
	run.asOf = false
	v, hs, err := run.rebuild()
	if err != nil {
		return nil, err
	}
	query.Device = "" // it has not met the group yet
	story, err := analyze.NewStory(analyze.NewReport(v, hs), query)
	if err != nil {
		return nil, err
	}
	at := run.end.UTC()
	return &analyze.Story{Schema: story.Schema, Group: story.Group, Name: story.Name, Chapters: []analyze.Chapter{}, At: &at}, nil
}
