package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/urfave/cli/v2"
)

// A build is what the Go toolchain recorded about this program.
type build struct {
	Name     string `json:"name"`
	Version  string `json:"version"`            // of the module, "(devel)" if not released
	Revision string `json:"revision,omitempty"` // commit
	Modified bool   `json:"modified,omitempty"` // the sources differed from the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`

	committed time.Time // zero if the build does not know
}

func readBuild() build {
	b := build{Name: "gmmtool", Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Revision = setting.Value
		case "vcs.time":
			b.committed, _ = time.Parse(time.RFC3339, setting.Value) // zero if it cannot be read
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

func (p *process) versionCommand() *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "print the version",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			b := readBuild()
			line := "gmmtool " + b.Version
			if b.Revision != "" {
				line += " " + b.Revision
			}
			if b.Modified {
				line += " (modified)"
			}
			_, err := fmt.Fprintf(p.stdout, "%s %s %s\n", line, b.Go, b.Platform)
			return err
		},
	}
}

func noArguments(c *cli.Context) error {
	if c.Args().Len() > 0 {
		return withHint("see gmmtool help "+c.Command.Name, "unexpected argument %q", c.Args().First())
	}
	return nil
}
