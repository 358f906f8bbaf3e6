package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/delivery"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/simulate"
)

// A commandDescription is what shells and the man page have to know of a command.
type commandDescription struct {
	Name, Usage string
	Flags       []flagDescription
	First       []string         // words that only the first argument may be
	Arguments   valueDescription // what may stand without a flag
}

// A flagDescription is a flag with its spellings, dashes included.
type flagDescription struct {
	Names   []string
	Usage   string
	Repeats bool
	Takes   bool // a value
	// Placeholder stands for the value in Usage.
	Placeholder string
	Value       valueDescription
}

// A valueDescription says what may be typed in one place: one of Words, the path of a
// file or folder, or anything, for which a shell has no proposal. Before the path
// may stand "NAME=".
type valueDescription struct {
	Words          []string
	Files, Folders bool
	IsAssigned     bool
}

func describeCommands(app *cli.App) []commandDescription {
	var commands []commandDescription
	for _, c := range app.VisibleCommands() {
		command := commandDescription{Name: c.Name, Usage: c.Usage, Arguments: describeArguments(app, c)}
		for _, sub := range c.Subcommands {
			command.First = append(command.First, sub.Aliases...)
		}
		command.Flags = describeFlags(c)
		commands = append(commands, command)
	}
	return commands
}

// describeFlags leaves out --help, which urfave/cli adds to the command that runs.
func describeFlags(c *cli.Command) []flagDescription {
	var flags []flagDescription
	for _, f := range c.Flags {
		if f != cli.HelpFlag {
			flags = append(flags, describeFlag(f))
		}
	}
	return flags
}

func describeFlag(f cli.Flag) flagDescription {
	described := f.(cli.DocGenerationFlag)
	slice, isSlice := f.(cli.DocGenerationSliceFlag)
	flag := flagDescription{
		Usage:   strings.ReplaceAll(described.GetUsage(), "`", ""),
		Repeats: isSlice && slice.IsSliceFlag(),
		Takes:   described.TakesValue(),
	}
	for _, name := range f.Names() {
		flag.Names = append(flag.Names, dashes(name)+name)
	}
	if flag.Takes {
		_, rest, _ := strings.Cut(described.GetUsage(), "`")
		flag.Placeholder, _, _ = strings.Cut(rest, "`")
		flag.Value = valueDescription{
			Words:      wordsFor(f.Names()[0], described.GetUsage()),
			Files:      strings.HasSuffix(flag.Placeholder, "FILE") || strings.HasSuffix(flag.Placeholder, "PATH"),
			Folders:    strings.HasSuffix(flag.Placeholder, "DIR"),
			IsAssigned: strings.Contains(flag.Placeholder, "="),
		}
	}
	return flag
}

// describeArguments says what a command takes without a flag.
func describeArguments(app *cli.App, c *cli.Command) valueDescription {
	switch c.Name {
	case "schema":
		return valueDescription{Words: resultNames()}
	case "completion":
		return valueDescription{Words: shells()}
	case "help":
		var names []string
		for _, command := range app.VisibleCommands() {
			names = append(names, command.Name)
		}
		return valueDescription{Words: names}
	}
	isSource := strings.Contains(c.ArgsUsage, "SOURCE")
	return valueDescription{Files: c.ArgsUsage != "", IsAssigned: isSource}
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
