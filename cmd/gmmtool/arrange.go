package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange puts the arguments of a command line into the order urfave/cli can
// parse: program, command, flags, "--", sources. It parses up to the first
// source only and would silently drop the flags after it. Names that do not
// exist are errors here, with the nearest one that does.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, withHint("see gmmtool help", "no command given")
	}
	switch args[0] {
	case "-h", "--help":
		return []string{app.Name, "help"}, nil
	case "--version":
		return []string{app.Name, "version"}, nil
	}
	if strings.HasPrefix(args[0], "-") {
		return nil, withHint("the command comes first: gmmtool COMMAND [flags] SOURCE...", "flag %s before the command", args[0])
	}
	command := app.Command(args[0])
	if command == nil {
		return nil, unknownCommand(app, args[0])
	}
	flags, sources, err := separate(command, args[1:])
	if err != nil {
		return nil, err
	}
	if flags == nil {
		return []string{app.Name, "help", command.Name}, nil
	}
	arranged := append([]string{app.Name, command.Name}, flags...)
	return append(append(arranged, "--"), sources...), nil
}

// separate tells flags, each with its value as one word, from sources. Flags
// are nil if help was asked for.
func separate(command *cli.Command, args []string) (flags, sources []string, err error) {
	flags = []string{}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			return flags, append(sources, args[i+1:]...), nil
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			sources = append(sources, arg)
			continue
		}
		if arg == "-h" || arg == "--help" {
			return nil, nil, nil
		}
		name, _, hasValue := strings.Cut(arg, "=")
		flag := findFlag(command, name)
		switch {
		case flag == nil:
			return nil, nil, unknownFlag(command, name)
		case flag.TakesValue() && !hasValue:
			i++
			if i == len(args) {
				return nil, nil, withHint("see gmmtool help "+command.Name, "flag %s needs a value", name)
			}
			arg += "=" + args[i]
		}
		flags = append(flags, arg)
	}
	return flags, sources, nil
}

// findFlag finds a flag by its name with dashes: two before a word, one before
// a letter.
func findFlag(command *cli.Command, dashed string) cli.DocGenerationFlag {
	for _, flag := range command.Flags {
		for _, name := range flag.Names() {
			if dashed == dashes(name)+name {
				return flag.(cli.DocGenerationFlag)
			}
		}
	}
	return nil
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-"
	}
	return "--"
}

func unknownFlag(command *cli.Command, name string) error {
	hint := "see gmmtool help " + command.Name
	if nearest := cli.SuggestFlag(command.Flags, strings.TrimLeft(name, "-"), true); nearest != "" {
		hint = "did you mean " + nearest + "? " + hint
	}
	return withHint(hint, "unknown flag %q", name)
}

func unknownCommand(app *cli.App, name string) error {
	var names []string
	nearest, best := "", 3 // edits; more is no likeness
	for _, command := range app.Commands {
		names = append(names, command.Name)
		if d := edits(command.Name, name); d < best {
			nearest, best = command.Name, d
		}
	}
	hint := "the commands are " + strings.Join(names, ", ")
	if nearest != "" {
		hint = "did you mean " + nearest + "?"
	}
	return withHint(hint, "unknown command %q", name)
}

// edits is the Levenshtein distance of two short names, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if a[i] != b[j] {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
