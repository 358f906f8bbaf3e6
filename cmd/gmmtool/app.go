package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

const description = `Delta Chat and the other chatmail clients keep no group on a server: every device
rebuilds the member list from the messages that reached it. gmmtool reads exported
mailboxes, rebuilds what each device believed and when, and says where and why the
devices differ. Archives are never changed.

A SOURCE is an archive (mbox, Maildir, a folder of .eml files, compressed or packed),
DEVICE=ARCHIVE to say whose it is, a case folder with one folder per device, a
case.yaml, or "-" for standard input. Flags may stand before or after sources.`

// newApp describes the program. urfave/cli parses flags and prints help; the
// order of arguments, unknown names and errors are ours (see [arrange]),
// because it drops late flags and prints usage errors to standard output.
func (p *process) newApp() *cli.App {
	app := &cli.App{
		Name:                      "gmmtool",
		Usage:                     "find out why members of an e-mail group chat see different groups",
		UsageText:                 "gmmtool COMMAND [flags] SOURCE...",
		Description:               description + "\n\n" + exitSummary(),
		HideVersion:               true,
		HideHelpCommand:           true, // ours answers unknown topics with our exit code
		DisableSliceFlagSeparator: true,
		Reader:                    p.stdin,
		Writer:                    p.stdout,
		ErrWriter:                 p.stderr,
		OnUsageError:              wrongUsage,
		ExitErrHandler:            func(*cli.Context, error) {},
		Commands: []*cli.Command{
			p.analyzeCommand(),
			p.indexCommand(),
			p.batchCommand(),
			p.historyCommand(),
			p.diffCommand(),
			p.mergeResultsCommand(),
			p.listCommand(),
			p.exportCommand(),
			p.correctCommand(),
			p.dedupeCommand(),
			p.reviewCommand(),
			p.probeCommand(),
			p.applyCommand(),
			p.undoCommand(),
			p.schemaCommand(),
			p.simulateCommand(),
			p.completionCommand(),
			p.manCommand(),
			p.versionCommand(),
			p.helpCommand(),
		},
	}
	for _, command := range app.Commands {
		command.OnUsageError = wrongUsage
		command.HideHelpCommand = true // a source may be named "help"
	}
	return app
}

// exitSummary is the end of the help.
func exitSummary() string {
	var parts []string
	for _, m := range exitMeanings() {
		parts = append(parts, fmt.Sprintf("%d %s", m.code, m.text))
	}
	return strings.Join(wrapped("Exit codes: "+strings.Join(parts, ", ")+"."), "\n")
}

// wrongUsage keeps urfave/cli from printing a flag's error itself.
func wrongUsage(c *cli.Context, err error, _ bool) error {
	return hinted{err, "see gmmtool help " + c.Command.Name}
}

func (p *process) helpCommand() *cli.Command {
	return &cli.Command{
		Name:      "help",
		Usage:     "explain gmmtool or one of its commands",
		ArgsUsage: "[COMMAND]",
		Action: func(c *cli.Context) error {
			if c.Args().Len() == 0 {
				return cli.ShowAppHelp(c)
			}
			if c.App.Command(c.Args().First()) == nil {
				return unknownCommand(c.App, c.Args().First())
			}
			return cli.ShowCommandHelp(c, c.Args().First())
		},
	}
}
