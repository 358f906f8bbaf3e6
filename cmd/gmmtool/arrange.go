package main

import (
	"os"
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
		if _, err := os.Stat(args[0]); err == nil {
			return nil, withHint("to look at it: gmmtool analyze "+args[0], "%q is not a command, but a file or folder", args[0])
		}
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
		apart := separateJoined(command, arg)
		flags, arg = append(flags, apart[:len(apart)-1]...), apart[len(apart)-1]
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

// separateJoined takes short flags that were typed as one word apart: "-qj4" is
// "-q" and "-j=4". Anything else, such as a long flag with one dash, is left as it
// is.
func separateJoined(command *cli.Command, arg string) []string {
	name, _, _ := strings.Cut(arg, "=")
	if strings.HasPrefix(arg, "--") || len(name) <= 2 || findFlag(command, "-"+name) != nil {
		return []string{arg}
	}
	var apart []string
	for rest := arg[1:]; rest != ""; rest = rest[1:] {
		short := "-" + rest[:1]
		flag := findFlag(command, short)
		switch {
		case flag == nil:
			return []string{arg}
		case !flag.TakesValue():
			apart = append(apart, short)
		case len(rest) == 1:
			return append(apart, short)
		default:
			return append(apart, short+"="+strings.TrimPrefix(rest[1:], "="))
		}
	}
	return apart
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
	var names []string
	for _, flag := range command.Flags {
		for _, name := range flag.Names() {
			if len(name) > 1 {
				names = append(names, name)
			}
		}
	}
	hint := "see gmmtool help " + command.Name
	if similar := nearest(strings.TrimLeft(name, "-"), names); similar != "" {
		hint = "did you mean --" + similar + "? " + hint
	}
	return withHint(hint, "unknown flag %q", name)
}

func unknownCommand(app *cli.App, name string) error {
	var names []string
	for _, command := range app.Commands {
		names = append(names, command.Name)
	}
	hint := "the commands are " + strings.Join(names, ", ")
	if similar := nearest(name, names); similar != "" {
		hint = "did you mean " + similar + "?"
	}
	return withHint(hint, "unknown command %q", name)
}

// nearest is the name that was most likely meant, "" if none is close: it begins
// with what was typed, or is at most two edits and half of its letters away.
func nearest(typed string, names []string) string {
	closest, best := "", min(2, len(typed)/2)+1
	for _, name := range names {
		if len(typed) >= 3 && strings.HasPrefix(name, typed) {
			return name
		}
		if d := edits(name, typed); d < best {
			closest, best = name, d
		}
	}
	return closest
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
