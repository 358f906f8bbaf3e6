package main

import (
	"io"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"
)

func (p *process) completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a completion script for a shell",
		ArgsUsage: "bash|zsh|fish",
		Description: `   source <(gmmtool completion bash)
   gmmtool completion zsh > "${fpath[1]}/_gmmtool"
   gmmtool completion fish > ~/.config/fish/completions/gmmtool.fish`,
		Action: func(c *cli.Context) error {
			script, err := completion(c.App, c.Args().Slice())
			if err != nil {
				return err
			}
			_, err = io.WriteString(p.stdout, script)
			return err
		},
	}
}

// shellScripts are the templates by shell, and how each quotes a text.
func shellScripts() map[string]struct {
	text  string
	quote func(string) string
} {
	return map[string]struct {
		text  string
		quote func(string) string
	}{
		"bash": {bashCompletion, func(s string) string { return s }}, // it shows no texts
		"zsh":  {zshCompletion, strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace},
		"fish": {fishCompletion, strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace},
	}
}

func shells() []string { return []string{"bash", "zsh", "fish"} }

// completion writes a script that knows all commands and flags, so that the
// program is not run while the user types.
func completion(app *cli.App, shells []string) (string, error) {
	const hint = "gmmtool completion bash, zsh or fish"
	if len(shells) != 1 {
		return "", withHint(hint, "name one shell")
	}
	script, known := shellScripts()[shells[0]]
	if !known {
		return "", withHint(hint, "no completion for shell %q", shells[0])
	}
	functions := template.FuncMap{"quote": script.quote, "join": strings.Join}
	parsed, err := template.New(shells[0]).Delims("<%", "%>").Funcs(functions).Parse(script.text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = parsed.Execute(&b, describeCommands(app))
	return b.String(), err
}
