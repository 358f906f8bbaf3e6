package main

import (
	"io"

	"github.com/urfave/cli/v2"
)

func (p *process) manCommand() *cli.Command {
	return &cli.Command{
		Name:        "man",
		Usage:       "print the man page",
		Description: "gmmtool man > gmmtool.1",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			page, err := c.App.ToManWithSection(1)
			if err != nil {
				return err
			}
			_, err = io.WriteString(p.stdout, page)
			return err
		},
	}
}
