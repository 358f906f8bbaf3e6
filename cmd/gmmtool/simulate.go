package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/simulate"
)

func (p *process) simulateCommand() *cli.Command {
	d := simulate.Defaults()
	return &cli.Command{
		Name:  "simulate",
		Usage: "play the correction protocol in made-up groups of any size",
		Description: `Every device of a made-up group has a view of its own, by the rules of its release, and
a network that loses, delays and misfiles mail lies between them. What becomes of their
member lists under each variant of the correction protocol is measured. The same seed
gives the same result.

With --life the journal of a life that real clients led is played instead, and what
comes out is set beside what they showed:

   gmmtool simulate --life life/                with scenario.json, and DEVICE/truth.json of each client`,
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "variant", Usage: "play `VARIANT`: " + variantNames() + "; all of them if not given"},
			&cli.IntFlag{Name: "groups", Value: d.Groups, Usage: "play `N` groups"},
			&cli.IntFlag{Name: "members", Value: d.Members, Usage: "make each group of `N` members"},
			&cli.StringFlag{Name: "releases", Value: d.Releases[0].String(), Usage: "deal out the client releases `VERSION,...` to the devices in turn"},
			&cli.Float64Flag{Name: "days", Value: d.For.Hours() / 24, Usage: "play `N` days"},
			&cli.Float64Flag{Name: "messages", Value: d.Messages, Usage: "have `N` ordinary messages written in each group a day"},
			&cli.Float64Flag{Name: "changes", Value: d.Changes, Usage: "have `N` members added, removed or leaving in each group a day"},
			&cli.Float64Flag{Name: "loss", Value: d.Network.Loss, Usage: "lose `SHARE` of the deliveries, from 0 to 1"},
			&cli.Float64Flag{Name: "spam", Value: d.Network.Spam, Usage: "file `SHARE` of the deliveries as spam, where they are found days later"},
			&cli.DurationFlag{Name: "delay", Value: d.Network.Delay, Usage: "deliver after `TIME` on the average, for example 5s"},
			&cli.Float64Flag{Name: "offline", Value: d.Network.Offline, Usage: "keep each device offline for `SHARE` of the time"},
			&cli.DurationFlag{Name: "spell", Value: d.Network.Spell, Usage: "let an offline spell take `TIME` on the average"},
			&cli.DurationFlag{Name: "wait", Value: d.Wait, Usage: "let a device wait up to `TIME`, at random, before it corrects"},
			&cli.BoolFlag{Name: "suppress", DisableDefaultText: true, Usage: "let a waiting device not correct what another has corrected meanwhile"},
			&cli.DurationFlag{Name: "pause", Value: d.Pause, Usage: "let a device correct the same addressee again only after `TIME`"},
			&cli.StringFlag{Name: "attack", Value: "none", Usage: "once, in the middle, let an `ATTACKER` tell all that a member is out: none, insider, forger"},
			&cli.StringFlag{Name: "over", Usage: "play all for each value of one of the flags above: `FLAG=N,N,...`"},
			&cli.StringFlag{Name: "measure", Value: "wrong_share", Usage: "plot `FIELD` of the JSON form, for example time_to_agree.p95"},
			&cli.Uint64Flag{Name: "seed", Value: d.Seed, Usage: "draw everything from seed `N`"},
			&cli.StringFlag{Name: "life", Usage: "play the life in `FOLDER`; of the other flags only those of the output go with it"},
			&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the result as `FORMAT`: " + formatNames(report.SimulationFormats())},
			csvMarkFlag(),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the result to `FILE`, which must not exist, instead of standard output"},
			replaceFlag(),
			&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Value: runtime.GOMAXPROCS(0), DefaultText: "number of cores", Usage: "use `N` threads; the result is the same for any number"},
		},
		Action: p.simulate,
	}
}

// simulationGarbage is how much garbage may pile up, in percent of what is held: a
// simulation holds a few megabytes for each thread and throws much away.
const simulationGarbage = 800

func variantNames() string {
	var names []string
	for _, v := range simulate.Variants() {
		names = append(names, string(v))
	}
	return strings.Join(names, ", ")
}

func (p *process) simulate(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	if c.IsSet("life") {
		return p.replayLife(c)
	}
	over, plans, err := simulationPlans(c)
	if err != nil {
		return hinted{err, "see gmmtool help simulate"}
	}
	out, format, err := p.simulationOutput(c, report.SimulationFormats())
	if err != nil {
		return err
	}
	defer out.discard()
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(simulationGarbage)
	}
	result := report.Simulation{Over: over}
	for _, plan := range plans {
		run, err := simulate.Run(c.Context, plan)
		if err != nil {
			return hinted{err, "see gmmtool help simulate"}
		}
		result.Runs = append(result.Runs, run)
	}
	if err := report.WriteSimulation(out, result, format, c.String("measure"), report.Making{CommandLine: p.commandLine(func(arg string) string { return arg })}); err != nil {
		return hinted{err, "see gmmtool help simulate"}
	}
	return out.commit()
}

// simulationOutput starts the output of one of some formats.
func (p *process) simulationOutput(c *cli.Context, formats []report.Format) (*output, report.Format, error) {
	format, err := report.ParseFormat(c.String("format"), formats)
	if err != nil {
		return nil, "", hinted{err, "see gmmtool help simulate"}
	}
	mark, err := csvMark(c, format)
	if err != nil {
		return nil, "", err
	}
	out, err := p.openOutput(c.String("output"), replaceableBy(c, nil))
	if err != nil {
		return nil, "", err
	}
	out.begin = mark
	return out, format, nil
}

// simulationPlans makes the options of each run: every variant for every value of
// --over.
func simulationPlans(c *cli.Context) (over string, plans []simulate.Options, err error) {
	opts, err := simulationOptions(c)
	if err != nil {
		return "", nil, err
	}
	variants := simulate.Variants()
	if names := c.StringSlice("variant"); len(names) > 0 {
		variants = nil
		for _, name := range names {
			v, err := simulate.ParseVariant(name)
			if err != nil {
				return "", nil, err
			}
			variants = append(variants, v)
		}
	}
	over, values := "", []float64{0}
	if c.String("over") != "" {
		if over, values, err = parseOver(c.String("over")); err != nil {
			return "", nil, err
		}
	}
	for _, value := range values {
		plan := opts
		if over != "" && !setSimulation(&plan, over, value) {
			return "", nil, fmt.Errorf("--over %q names no flag that takes a number or a time", over)
		}
		for _, plan.Variant = range variants {
			plans = append(plans, plan)
		}
	}
	return over, plans, nil
}

func simulationOptions(c *cli.Context) (opts simulate.Options, err error) {
	opts = simulate.Options{
		Groups: c.Int("groups"), Members: c.Int("members"), Wait: c.Duration("wait"), Suppress: c.Bool("suppress"), Pause: c.Duration("pause"),
		Network: simulate.Network{
			Loss: c.Float64("loss"), Spam: c.Float64("spam"), Delay: c.Duration("delay"), SpamFor: simulate.Defaults().Network.SpamFor,
			Offline: c.Float64("offline"), Spell: c.Duration("spell"),
		},
		Messages: c.Float64("messages"), Changes: c.Float64("changes"), For: days(c.Float64("days")),
		Seed: c.Uint64("seed"), Jobs: c.Int("jobs"),
	}
	if opts.Jobs < 1 {
		return opts, fmt.Errorf("--jobs %d is not a number of threads", opts.Jobs)
	}
	for _, text := range strings.Split(c.String("releases"), ",") {
		r, err := release.Parse(text)
		if err != nil {
			return opts, err
		}
		opts.Releases = append(opts.Releases, r)
	}
	opts.Attack, err = simulate.ParseAttack(c.String("attack"))
	return opts, err
}

func days(n float64) time.Duration {
	return time.Duration(math.Min(n*24*float64(time.Hour), math.MaxInt64/2))
}

// parseOver reads FLAG=N,N,...
func parseOver(text string) (name string, values []float64, err error) {
	name, list, _ := strings.Cut(text, "=")
	for _, word := range strings.Split(list, ",") {
		value, err := strconv.ParseFloat(word, 64)
		if d, notTime := time.ParseDuration(word); notTime == nil {
			value, err = d.Seconds(), nil
		}
		if err != nil {
			return "", nil, fmt.Errorf("--over %q: %q is not a number or time", text, word)
		}
		values = append(values, value)
	}
	return name, values, nil
}

// setSimulation gives an option of a name a value, times in seconds.
func setSimulation(opts *simulate.Options, name string, value float64) bool {
	seconds := time.Duration(value * float64(time.Second))
	switch name {
	case "members":
		opts.Members = int(value)
	case "groups":
		opts.Groups = int(value)
	case "days":
		opts.For = days(value)
	case "messages":
		opts.Messages = value
	case "changes":
		opts.Changes = value
	case "loss":
		opts.Network.Loss = value
	case "spam":
		opts.Network.Spam = value
	case "delay":
		opts.Network.Delay = seconds
	case "offline":
		opts.Network.Offline = value
	case "spell":
		opts.Network.Spell = seconds
	case "wait":
		opts.Wait = seconds
	case "pause":
		opts.Pause = seconds
	default:
		return false
	}
	return true
}
