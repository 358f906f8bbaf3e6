package main

import (
	"io"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/delivery"
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

// completion writes a script that knows all commands and flags, so that the
// program is not run while the user types.
func completion(app *cli.App, shells []string) (string, error) {
	if len(shells) != 1 {
		return "", withHint("gmmtool completion bash, zsh or fish", "name one shell")
	}
	switch shells[0] {
	case "bash":
		return renderCompletion(bashCompletion, app)
	case "zsh":
		return renderCompletion(zshCompletion, app)
	case "fish":
		return app.ToFishCompletion()
	}
	return "", withHint("gmmtool completion bash, zsh or fish", "no completion for shell %q", shells[0])
}

func renderCompletion(text string, app *cli.App) (string, error) {
	functions := template.FuncMap{"flags": completionFlags, "quote": quoteZsh, "results": func() string { return strings.Join(resultNames(), " ") }}
	parsed, err := template.New("completion").Delims("<", ">").Funcs(functions).Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = parsed.Execute(&b, app)
	return b.String(), err
}

// A completionFlag is one spelling of a flag.
type completionFlag struct {
	Dashed, Usage string
	Takes         bool   // a value
	Choices       string // the possible values, separated by spaces; "" means a file
}

func completionFlags(command *cli.Command) []completionFlag {
	var flags []completionFlag
	for _, f := range command.Flags {
		flag := f.(cli.DocGenerationFlag)
		if f == cli.HelpFlag { // urfave/cli adds it to the command that runs
			continue
		}
		for _, name := range f.Names() {
			c := completionFlag{
				Dashed: dashes(name) + name,
				Usage:  strings.ReplaceAll(flag.GetUsage(), "`", ""),
				Takes:  flag.TakesValue(),
			}
			c.Choices = strings.Join(choices(name, flag.GetUsage()), " ")
			flags = append(flags, c)
		}
	}
	return flags
}

// choices are the values a flag can have, none if it takes any. Those of --format
// are the command's own, which its usage lists.
func choices(name, usage string) []string {
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
	}
	return nil
}

// quoteZsh escapes what _arguments gives a meaning in descriptions.
func quoteZsh(s string) string {
	return strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

const bashCompletion = `# bash completion for gmmtool
_gmmtool() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
	COMPREPLY=()
	if [[ $COMP_CWORD -eq 1 ]]; then
		COMPREPLY=($(compgen -W "<range .VisibleCommands><.Name> <end>" -- "$current"))
		return
	fi
	case ${COMP_WORDS[1]}:$previous in
<range $c := .VisibleCommands><range flags $c><if .Choices>	<$c.Name>:<.Dashed>)
		COMPREPLY=($(compgen -W "<.Choices>" -- "$current"))
		return ;;
<end><end><end>	schema:*)
		COMPREPLY=($(compgen -W "<results>" -- "$current"))
		return ;;
	probe:probe)
		COMPREPLY=($(compgen -W "answer" -- "$current") $(compgen -f -- "$current"))
		return ;;
	completion:*)
		COMPREPLY=($(compgen -W "bash zsh fish" -- "$current"))
		return ;;
	help:*)
		COMPREPLY=($(compgen -W "<range .VisibleCommands><.Name> <end>" -- "$current"))
		return ;;
	esac
	if [[ $current == -* ]]; then
		case ${COMP_WORDS[1]} in
<range .VisibleCommands>		<.Name>) COMPREPLY=($(compgen -W "<range flags .><.Dashed> <end>--help" -- "$current")) ;;
<end>		esac
		return
	fi
	compopt -o default
}
complete -F _gmmtool gmmtool
`

const zshCompletion = `#compdef gmmtool
_gmmtool() {
	local -a commands=(
<range .VisibleCommands>		'<.Name>:<quote .Usage>'
<end>	)
	if (( CURRENT == 2 )); then
		_describe 'command' commands
		return
	fi
	case $words[2] in
<range .VisibleCommands>	<.Name>)
		shift words
		(( CURRENT-- ))
		_arguments \
<range flags .>			'*<.Dashed>[<quote .Usage>]<if .Takes>:value:<if .Choices>(<.Choices>)<else>_files<end><end>' \
<end>			'*:source:<if eq .Name "completion">(bash zsh fish)<else if eq .Name "schema">(<results>)<else if eq .Name "help">(<range $.VisibleCommands><.Name> <end>)<else>_files<end>' ;;
<end>	esac
}
_gmmtool "$@"
`
