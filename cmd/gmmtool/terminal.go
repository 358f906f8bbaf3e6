package main

import (
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/gmmtool/gmmtool/internal/report"
)

// When to use colours, as a user types it.
const (
	colorAuto   = "auto" // on a terminal, unless NO_COLOR is set or TERM is dumb
	colorAlways = "always"
	colorNever  = "never"
)

func colorChoices() []string { return []string{colorAuto, colorAlways, colorNever} }

// checkStyle refuses values of --color and --width that mean nothing.
func checkStyle(c *cli.Context) error {
	if !slices.Contains(colorChoices(), c.String("color")) {
		return withHint("use "+strings.Join(colorChoices(), ", "), "--color %q is not known", c.String("color"))
	}
	if c.IsSet("width") && c.Int("width") < 1 {
		return withHint("give a number of columns, for example --width 120", "--width %d is not a width", c.Int("width"))
	}
	return nil
}

// style is what the reader of out can see. The width is that of --width, else of
// COLUMNS or the terminal; a file or a pipe has none.
func (p *process) style(out *output, c *cli.Context) report.Style {
	width, isTerminal := p.widthOf(out.w)
	style := report.Style{Width: width}
	if c.IsSet("width") {
		style.Width = c.Int("width")
	}
	switch when := c.String("color"); {
	case when == colorNever || c.Bool("no-color"):
	case when == colorAlways:
		style.Color = true
	default:
		style.Color = isTerminal && p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"
	}
	return style
}

// widthOf is the number of columns that COLUMNS says, else those of w if it is a
// terminal, else 0; and whether it is.
func (p *process) widthOf(w io.Writer) (width int, isTerminal bool) {
	width, isTerminal = terminalWidth(w)
	if columns, err := strconv.Atoi(p.getenv("COLUMNS")); err == nil && columns > 0 {
		width = columns
	}
	return width, isTerminal
}

// terminalWidth is the number of columns of w, or 0, and whether w is a
// terminal at all.
func terminalWidth(w io.Writer) (width int, isTerminal bool) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}
