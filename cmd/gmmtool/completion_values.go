package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/delivery"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/simulate"
)

// A completedCommand is what a shell has to know of a command.
type completedCommand struct {
	Name, Usage string
	Flags       []completedFlag
	First       []string       // words that only the first argument may be
	Arguments   completedValue // what may stand without a flag
}

// A completedFlag is a flag with its spellings, dashes included.
type completedFlag struct {
	Names   []string
	Usage   string
	Repeats bool
	Takes   bool // a value
	// Placeholder stands for the value in Usage.
	Placeholder string
	Value       completedValue
}

// A completedValue is what may be typed in one place: one of Words, the path of a
// file or folder, or anything, for which a shell has no proposal. Before the path
// may stand "NAME=".
type completedValue struct {
	Words          []string
	Files, Folders bool
	IsAssigned     bool
}

func completedCommands(app *cli.App) []completedCommand {
	var commands []completedCommand
	for _, c := range app.VisibleCommands() {
		command := completedCommand{Name: c.Name, Usage: c.Usage, Arguments: argumentsOf(app, c)}
		for _, sub := range c.Subcommands {
			command.First = append(command.First, sub.Aliases...)
		}
		command.Flags = completedFlags(c)
		commands = append(commands, command)
	}
	return commands
}

// completedFlags leaves out --help, which urfave/cli adds to the command that runs.
func completedFlags(c *cli.Command) []completedFlag {
	var flags []completedFlag
	for _, f := range c.Flags {
		if f != cli.HelpFlag {
			flags = append(flags, completedFlagOf(f))
		}
	}
	return flags
}

func completedFlagOf(f cli.Flag) completedFlag {
	described := f.(cli.DocGenerationFlag)
	_, repeats := f.(cli.DocGenerationSliceFlag)
	flag := completedFlag{
		Usage:   strings.ReplaceAll(described.GetUsage(), "`", ""),
		Repeats: repeats && f.(cli.DocGenerationSliceFlag).IsSliceFlag(),
		Takes:   described.TakesValue(),
	}
	for _, name := range f.Names() {
		flag.Names = append(flag.Names, dashes(name)+name)
	}
	if flag.Takes {
		_, rest, _ := strings.Cut(described.GetUsage(), "`")
		flag.Placeholder, _, _ = strings.Cut(rest, "`")
		flag.Value = completedValue{
			Words:      wordsFor(f.Names()[0], described.GetUsage()),
			Files:      strings.HasSuffix(flag.Placeholder, "FILE") || strings.HasSuffix(flag.Placeholder, "PATH"),
			Folders:    strings.HasSuffix(flag.Placeholder, "DIR"),
			IsAssigned: strings.Contains(flag.Placeholder, "="),
		}
	}
	return flag
}

// argumentsOf is what a command takes without a flag.
func argumentsOf(app *cli.App, c *cli.Command) completedValue {
	switch c.Name {
	case "schema":
		return completedValue{Words: resultNames()}
	case "completion":
		return completedValue{Words: shells()}
	case "help":
		var names []string
		for _, command := range app.VisibleCommands() {
			names = append(names, command.Name)
		}
		return completedValue{Words: names}
	}
	isSource := strings.Contains(c.ArgsUsage, "SOURCE")
	return completedValue{Files: c.ArgsUsage != "", IsAssigned: isSource}
}

// wordsFor are the values a flag can have, none if it takes any. Those of --format
// are the command's own, which its usage lists.
func wordsFor(name, usage string) []string {
	switch name {
	case "format":
		_, list, _ := strings.Cut(usage, ": ")
		return strings.Split(list, ", ")
	case "color":
		return colorChoices()
	case "fail-on", "min-severity":
		return severityNames()
	case "smtp-tls":
		return []string{string(delivery.TLS), string(delivery.StartTLS), string(delivery.NoTLS)}
	case "candidates":
		return []string{claimedAddress}
	case "variant":
		return strings.Split(variantNames(), ", ")
	case "attack":
		return []string{"none", string(simulate.Insider), string(simulate.Forger)}
	case "measure":
		return report.SimulationMeasures()
	}
	return nil
}
