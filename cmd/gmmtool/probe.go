package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/merge"
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
			return p.runCase(c, probeFormats(), (*caseRun).ask)
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
				return p.runCase(c, probeFormats(), (*caseRun).answer)
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
func (run *caseRun) ask() (exitCode, error) {
	question, err := run.question()
	if err != nil {
		return exitError, err
	}
	book, err := run.openProbes()
	if err != nil {
		return exitError, err
	}
	defer book.discard()
	bounced := map[string]string{}
	run.options.Letter = func(l evidence.Letter) { noteBounces(bounced, l) }
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	for _, d := range hs.Devices {
		for _, e := range d.Events {
			noteBounces(bounced, e.Letter())
		}
	}
	c := run.probeCase(v, hs)
	answers, refused, err := probe.Read(run.flags.Context, c, book.state)
	if err != nil {
		return exitError, err
	}
	run.complainOf(refused)
	run.warnOfBounces(question, bounced)
	state := book.state.Confirm(answers).Purge(run.p.now())
	state, asked, files, err := probe.New(c, state, question, run.probeOptions())
	if err != nil {
		return exitError, explain(err)
	}
	code := run.finish(exitClean, v.Inputs, evidence.Unreadable(v.Inputs))
	if err := book.keep(state, files); err != nil {
		return exitError, err
	}
	return code, run.writeFiles(probeResult{probeSchema, asked.ID, time.Unix(asked.Expires, 0).UTC(), files},
		fmt.Sprintf("Question %s, until %s", asked.ID, time.Unix(asked.Expires, 0).UTC().Format(time.RFC3339)), files)
}

// noteBounces notes which addresses a delivery report says were not reached, with
// its Message-ID.
func noteBounces(bounced map[string]string, l evidence.Letter) {
	for _, address := range l.Message.Undelivered {
		bounced[address] = strings.Trim(l.Message.Outer.Last("message-id"), "<> ")
	}
}

// warnOfBounces says whom a question will hardly reach: mail there came back.
func (run *caseRun) warnOfBounces(q probe.Question, bounced map[string]string) {
	for _, asked := range append([]probe.Identity{q.New}, q.Candidates...) {
		if id, ok := bounced[asked.Address]; ok {
			run.p.complain(withHint("ask another address of theirs, if one is known", "mail to %q bounced (%q): the question may reach nobody", asked.Address, id))
		}
	}
}

// question makes one of the flags.
func (run *caseRun) question() (probe.Question, error) {
	q := probe.Question{From: strings.ToLower(run.flags.String("from")), AllowClear: run.flags.Bool("allow-clear")}
	life, err := parseLife(run.flags.String("expires"))
	if err != nil {
		return q, err
	}
	q.Expires = run.p.now().Add(life)
	plan, proposal := run.flags.String("plan"), run.flags.String("proposal")
	added, candidates := run.flags.String("new"), run.flags.StringSlice("candidate")
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
	return 0, withHint("write days or hours, such as 14d or 36h, at most 90d", "--expires %q is not a time", text)
}

// readProposal takes the records to ask from a merge plan.
func readProposal(path, id string) (first, second probe.Identity, err error) {
	data, err := readRegular(path)
	if err != nil {
		return first, second, withHint("check the name, and that you may read it", "%s: plan cannot be read: %w", path, cause(err))
	}
	plan, err := merge.ReadPlan(path, data)
	if err != nil {
		return first, second, withHint("name the plan.json that gmmtool dedupe wrote", "%s: no merge plan", path)
	}
	first, second, err = probe.Pair(plan, id)
	if err != nil {
		return first, second, hinted{fmt.Errorf("%s: %w", path, err), "see \"proposals\" in the plan for their ids"}
	}
	return first, second, nil
}

// probeCase is what was read as package probe takes it.
func (run *caseRun) probeCase(v *evidence.Evidence, hs *history.Histories) probe.Case {
	return probe.Case{Evidence: v, Histories: hs, Secrets: run.named.Secrets(), Raw: run.named.Raw}
}

func (run *caseRun) probeOptions() probe.Options {
	return probe.Options{Now: run.p.now(), Random: rand.Reader, Off: run.flags.Bool("no-merge") || run.named.MergeOff()}
}

// complainOf says which messages count for nothing. What was answered before is
// no defect.
func (run *caseRun) complainOf(refused []probe.Refusal) {
	for _, refusal := range refused {
		if !errors.Is(refusal, probe.ErrAnswered) {
			run.p.complain(refusal)
		}
	}
}

// probeSchema is the version of both results below.
const probeSchema = 1

// A probeResult is what was asked, and an answerResult what was answered, as JSON.
type probeResult struct {
	Schema   int          `json:"schema"`
	ID       string       `json:"id"`
	Expires  time.Time    `json:"expires"`
	Messages []probe.File `json:"messages"`
}

type answerResult struct {
	Schema    int             `json:"schema"`
	Questions []probe.Request `json:"questions"`
	Messages  []probe.File    `json:"messages"`
}

// writeFiles says which messages were written, and what to do with them.
func (run *caseRun) writeFiles(result any, title string, files []probe.File) error {
	if run.format == report.JSON {
		return report.WriteJSON(run.out, result)
	}
	var b strings.Builder
	fmt.Fprintln(&b, report.Safe(title))
	for _, file := range files {
		path := filepath.Join(filepath.Clean(run.flags.String("out")), file.Name)
		sealed := "not encrypted"
		if file.Key != "" {
			sealed = "for key " + file.Key
		}
		fmt.Fprintf(&b, "  %s: send as %s to %s (%s)\n", report.Safe(path), report.Safe(file.From), report.Safe(file.To), sealed)
	}
	if len(files) > 0 {
		fmt.Fprintln(&b, "Nothing was sent. Send each file as it is, for example with: sendmail -t < FILE")
	}
	_, err := run.out.Write([]byte(b.String()))
	return err
}
