package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// correctFormats are those of the summary; the plan itself is always JSON.
func correctFormats() []report.Format { return []report.Format{report.Table, report.JSON, report.HTML} }

func (p *process) correctCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "write the corrections and plan.json into the new folder `DIR`"},
		&cli.StringFlag{Name: "as", Usage: "write what `DEVICE` alone would tell the others, from its own view"},
		&cli.StringFlag{Name: "to", Value: toAll, Usage: "with --as, tell `WHOM`: all, or each sender whose list is not that of DEVICE"},
		&cli.StringFlag{Name: "on", Value: onGMM, Usage: "with --as, compare the lists of `WHAT`: gmm (messages that add or remove somebody), or any message"},
		&cli.StringSliceFlag{Name: "group", Usage: "correct only the group with this `ID` or name, even if all views seem right"},
		&cli.StringSliceFlag{Name: "keep", Usage: "decide that `ADDRESS` is a member of the group, whatever the mail adds up to"},
		&cli.StringSliceFlag{Name: "drop", Usage: "decide that `ADDRESS` is not a member of the group, whatever the mail adds up to"},
		groupShardFlag(),
	}
	return &cli.Command{
		Name:      "correct",
		Usage:     "write the messages that bring every member's list of a group together",
		ArgsUsage: "SOURCE...",
		Description: `For every group whose views differ, writes a correction: a message with the whole
member list, signed by a member whose secret key is in the case and sealed to all
members. plan.json says who will show what afterwards. Nothing is sent. Where one
device's word stands against that of others, --keep and --drop let a person decide.

   gmmtool correct case/ --out fix/
   gmmtool correct case/ --out fix/ --group "Book club" --keep bob@example.org`,
		Flags: append(append(caseFlags(correctFormats()), redactFlags()...), own...),
		Action: func(c *cli.Context) error {
			return p.runCase(c, correctFormats(), (*caseRun).correct)
		},
	}
}

func (run *caseRun) correct() (exitCode, error) {
	dir := run.flags.String("out")
	if dir == "" {
		return exitError, withHint("name a folder that does not exist yet: --out DIR", "correct needs a place for the corrections")
	}
	options, err := run.correctOptions()
	if err != nil {
		return exitError, err
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return exitError, err
	}
	defer folder.discard()
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	result, err := repair.Correct(run.flags.Context, run.named, hs, options)
	if err != nil {
		return exitError, hinted{err, correctHint(err)}
	}
	for _, file := range result.Files {
		if err := folder.add(file.Name, file.Data); err != nil {
			return exitError, err
		}
	}
	if err := folder.addJSON(planName, result.Plan); err != nil {
		return exitError, err
	}
	code := exitClean
	if !result.Healthy() {
		code = exitFindings
	}
	code = run.finish(code, v.Inputs, run.complainOfSealed(hs) || evidence.Unreadable(v.Inputs))
	if result.Unsignable() {
		run.p.complain(withHint("give the secret key of a member with --key DEVICE=FILE; plan.json says what else would help",
			"no correction can be signed: the case holds no usable secret key of any member"))
	}
	plan := redacted(run, result.Plan)
	making := report.Making{}
	if run.format == report.HTML {
		if making, err = run.making(v.Inputs); err != nil {
			return exitError, err
		}
	}
	if err := report.WritePlan(run.out, plan, run.redactedText(dir), run.format, making); err != nil {
		return exitError, err
	}
	return code, run.deliver(folder)
}

// correctOptions reads what the user settled.
func (run *caseRun) correctOptions() (o repair.Options, err error) {
	o = repair.Options{
		Now:    run.p.now(),
		Random: rand.Reader,
		Jobs:   run.flags.Int("jobs"),
		As:     run.flags.String("as"),
		Groups: run.flags.StringSlice("group"),
		Keep:   run.flags.StringSlice("keep"),
		Drop:   run.flags.StringSlice("drop"),
	}
	if o.As != "" && len(o.Keep)+len(o.Drop) > 0 {
		return o, withHint("leave out one of them: what one device would tell is not for others to decide", "--as and --keep or --drop exclude each other")
	}
	if o.ToSender, o.OnAny, err = chosenVariant(run.flags); err != nil {
		return o, err
	}
	o.Share, err = parseShare(run.flags, "group-shard")
	return o, err
}

// What --to and --on take, the variants of the correction protocol.
const (
	toAll, toTheSender = "all", "sender"
	onGMM, onAnyMail   = "gmm", "any"
)

// chosenVariant reads --to and --on, which say how the one device of --as speaks.
func chosenVariant(c *cli.Context) (toSender, onAny bool, err error) {
	to, on := c.String("to"), c.String("on")
	switch {
	case to != toAll && to != toTheSender:
		return false, false, fmt.Errorf("--to %q is neither %s nor %s", to, toAll, toTheSender)
	case on != onGMM && on != onAnyMail:
		return false, false, fmt.Errorf("--on %q is neither %s nor %s", on, onGMM, onAnyMail)
	case c.String("as") == "" && (c.IsSet("to") || c.IsSet("on")):
		return false, false, withHint("name the device that speaks: --as DEVICE", "--to and --on are for one device alone")
	}
	return to == toTheSender, on == onAnyMail, nil
}

// correctHint says what to do about an error of [repair.Correct].
func correctHint(err error) string {
	switch {
	case errors.Is(err, repair.ErrNoDevice):
		return "devices are named by the sources: gmmtool analyze shows their names"
	case errors.Is(err, repair.ErrNoGroup):
		return "give the name or id of a group as gmmtool analyze shows it"
	case errors.Is(err, repair.ErrBoth):
		return "leave out one of them"
	case errors.Is(err, repair.ErrStranger):
		return "check the address; a correction brings nobody in whom no list of the group has, which a member does in their client"
	case errors.Is(err, repair.ErrManyGroups):
		return "say of which: --group ID, as gmmtool analyze shows it"
	case errors.Is(err, repair.ErrNobody):
		return "keep somebody"
	case errors.Is(err, repair.ErrNoSecret):
		return "give it with --key DEVICE=FILE, and its passphrase with --passphrase-file FILE if it is locked"
	}
	return ""
}
