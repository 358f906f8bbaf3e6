package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/urfave/cli/v2"
)

// probeFormats are those of the summary.
func probeFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

// askFlags are of asking alone, answerFlags of answering alone.
func askFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "new", Usage: "ask the record `ADDRESS[=FINGERPRINT]`: it gets the probe"},
		&cli.StringSliceFlag{Name: "candidate", Usage: "ask whether it is the same person as `ADDRESS[=FINGERPRINT]`, which gets a check; may be repeated"},
		&cli.StringFlag{Name: "plan", Usage: "take the two records from a proposal of the merge plan `FILE`"},
		&cli.StringFlag{Name: "proposal", Usage: "the `ID` of that proposal"},
		&cli.StringFlag{Name: "from", Usage: "ask as the own `ADDRESS`"},
		&cli.StringFlag{Name: "expires", Value: "14d", Usage: "take answers for `TIME`: days or hours, such as 14d or 36h, at most 90d"},
		&cli.BoolFlag{Name: "allow-clear", DisableDefaultText: true, Usage: "ask records without a known key, too, by mail that is signed but can be read on its way"},
	}
}

func answerFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "yes", DisableDefaultText: true, Usage: "answer the questions named by --probe without asking"},
		&cli.StringSliceFlag{Name: "probe", Usage: "answer only the question `ID`; may be repeated"},
	}
}

func (p *process) probeCommand() *cli.Command {
	flags := append(caseFlags(probeFormats()),
		&cli.StringFlag{Name: "out", Usage: "write the messages into the new folder `DIR`"},
		&cli.StringFlag{Name: "state", Usage: "keep in `FILE` what was asked and answered"},
		&cli.BoolFlag{Name: "no-merge", DisableDefaultText: true, Usage: "neither ask nor answer, as merge: off in case.yaml does"},
	)
	return &cli.Command{
		Name:      "probe",
		Usage:     "ask whether two records are one person, or answer",
		ArgsUsage: "[answer] SOURCE...",
		Description: `Writes a probe to one record and a check to each candidate. Who can answer both is
one person; gmmtool dedupe accepts the answers it finds in the archives. "probe
answer" finds the questions in your own archives and writes the answers, after
asking. Nothing is sent.

   gmmtool probe alice/ --new bob@home.example --candidate bob@work.example --state probes.json --out ask/
   gmmtool probe answer bob/ --state probes.json --out answer/`,
		// That of commands with commands of their own fails before these are set up.
		CustomHelpTemplate: cli.CommandHelpTemplate,
		Flags:              append(append(flags, askFlags()...), answerFlags()...),
		Action: func(c *cli.Context) error {
			if err := refuseFlags(c, answerFlags(), "probe answer"); err != nil {
				return err
			}
			return p.examine(c, probeFormats(), (*examination).ask)
		},
		// The flags of the parent hold for it, too; a command of its own would
		// be found only if it stood before them.
		Subcommands: []*cli.Command{{
			Name:            "probe answer", // for hints: gmmtool help probe answer
			Aliases:         []string{"answer"},
			HideHelpCommand: true,
			OnUsageError:    wrongUsage,
			Usage:           "answer the questions found in your own archives",
			ArgsUsage:       "SOURCE...",
			Action: func(c *cli.Context) error {
				if err := refuseFlags(c, askFlags(), "probe"); err != nil {
					return err
				}
				return p.examine(c, probeFormats(), (*examination).answer)
			},
		}},
	}
}

// refuseFlags refuses flags that would be ignored.
func refuseFlags(c *cli.Context, flags []cli.Flag, command string) error {
	for _, flag := range flags {
		if name := flag.Names()[0]; c.IsSet(name) {
			return withHint("leave it out, or see gmmtool help probe", "--%s is for gmmtool %s", name, command)
		}
	}
	return nil
}

// ask writes a probe and its checks.
func (e *examination) ask() (exitCode, error) {
	question, err := e.question()
	if err != nil {
		return exitError, err
	}
	book, err := e.openProbes()
	if err != nil {
		return exitError, err
	}
	defer book.discard()
	v, hs, err := e.rebuild()
	if err != nil {
		return exitError, err
	}
	c := e.probeCase(v, hs)
	answers, refused, err := probe.Read(e.flags.Context, c, book.state)
	if err != nil {
		return exitError, err
	}
	e.complainOf(refused)
	state := book.state.Confirm(answers).Purge(e.p.now())
	state, asked, files, err := probe.New(c, state, question, e.probeOptions())
	if err != nil {
		return exitError, explain(err)
	}
	code := e.finish(exitClean, v.Inputs, evidence.Unreadable(v.Inputs))
	if err := book.keep(state, files); err != nil {
		return exitError, err
	}
	return code, e.writeFiles(map[string]any{"id": asked.ID, "expires": time.Unix(asked.Expires, 0).UTC(), "messages": files},
		fmt.Sprintf("Question %s, until %s", asked.ID, time.Unix(asked.Expires, 0).UTC().Format(time.RFC3339)), files)
}

// question makes one of the flags.
func (e *examination) question() (probe.Question, error) {
	q := probe.Question{From: strings.ToLower(e.flags.String("from")), AllowClear: e.flags.Bool("allow-clear")}
	life, err := parseLife(e.flags.String("expires"))
	if err != nil {
		return q, err
	}
	q.Expires = e.p.now().Add(life)
	plan, proposal := e.flags.String("plan"), e.flags.String("proposal")
	added, candidates := e.flags.String("new"), e.flags.StringSlice("candidate")
	switch {
	case (plan == "") != (proposal == ""):
		return q, withHint("give both", "--plan and --proposal belong together")
	case plan != "" && (added != "" || len(candidates) > 0):
		return q, withHint("keep one of them", "--plan excludes --new and --candidate")
	case plan != "":
		var second probe.Identity
		q.New, second, err = readProposal(plan, proposal)
		q.Candidates = []probe.Identity{second}
		return q, err
	case added == "" || len(candidates) == 0:
		return q, withHint("name them: --new ADDRESS --candidate ADDRESS, or --plan FILE --proposal ID", "probe needs two records to ask")
	}
	for i, text := range append([]string{added}, candidates...) {
		record, err := probe.ParseIdentity(text)
		if err != nil {
			return q, hinted{err, "write ADDRESS, or ADDRESS=FINGERPRINT with the whole fingerprint"}
		}
		if i == 0 {
			q.New = record
		} else {
			q.Candidates = append(q.Candidates, record)
		}
	}
	return q, nil
}

// parseLife reads days or hours.
func parseLife(text string) (time.Duration, error) {
	if text != "" {
		n, err := strconv.Atoi(text[:len(text)-1])
		unit := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour}[text[len(text)-1]]
		if life := time.Duration(n) * unit; err == nil && n < 10000 && life > 0 && life <= probe.MaxLife {
			return life, nil
		}
	}
	return 0, withHint("write days or hours, such as 14d or 36h, at most 90d", "--expires %q is no time", text)
}

// readProposal takes the records to ask from a merge plan.
func readProposal(path, id string) (first, second probe.Identity, err error) {
	data, err := readRegular(path)
	if err != nil {
		return first, second, withHint("check the name, and that you may read it", "%s: plan cannot be read: %w", path, cause(err))
	}
	var plan dedupe.Plan
	if err := json.Unmarshal(data, &plan); err != nil || plan.Kind != dedupe.Kind || plan.Schema != dedupe.Schema {
		return first, second, withHint("name the plan.json that gmmtool dedupe wrote", "%s: no merge plan", path)
	}
	first, second, err = probe.Pair(&plan, id)
	if err != nil {
		return first, second, hinted{fmt.Errorf("%s: %w", path, err), "see \"proposals\" in the plan for their ids"}
	}
	return first, second, nil
}

// probeCase is what was read as package probe takes it.
func (e *examination) probeCase(v *evidence.Evidence, hs *history.Histories) probe.Case {
	return probe.Case{Evidence: v, Histories: hs, Secrets: e.inquired.Secrets(), Raw: e.inquired.Raw}
}

func (e *examination) probeOptions() probe.Options {
	return probe.Options{Now: e.p.now(), Random: rand.Reader, Off: e.flags.Bool("no-merge") || e.inquired.MergeOff()}
}

// complainOf says which messages count for nothing. What was answered before is
// no defect.
func (e *examination) complainOf(refused []probe.Refusal) {
	for _, refusal := range refused {
		if !errors.Is(refusal, probe.ErrAnswered) {
			e.p.complain(refusal)
		}
	}
}

// writeFiles says which messages were written, and what to do with them.
func (e *examination) writeFiles(result any, title string, files []probe.File) error {
	if e.format == report.JSON {
		return report.WriteJSON(e.out, result)
	}
	var b strings.Builder
	fmt.Fprintln(&b, report.Safe(title))
	for _, file := range files {
		path := filepath.Join(filepath.Clean(e.flags.String("out")), file.Name)
		sealed := "not encrypted"
		if file.Key != "" {
			sealed = "for key " + file.Key
		}
		fmt.Fprintf(&b, "  %s: send as %s to %s (%s)\n", report.Safe(path), report.Safe(file.From), report.Safe(file.To), sealed)
	}
	if len(files) > 0 {
		fmt.Fprintln(&b, "Nothing was sent. Send each file as it is, for example with: sendmail -t < FILE")
	}
	_, err := e.out.Write([]byte(b.String()))
	return err
}
