package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/gmmtool/gmmtool/internal/report"
)

// style is what the reader of out can see: for a terminal its width, and
// colours unless NO_COLOR, TERM=dumb or the user says no.
func (p *process) style(out *output, noColor bool) report.Style {
	width, isTerminal := terminalWidth(out.w)
	if !isTerminal {
		return report.Style{}
	}
	color := !noColor && p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"
	return report.Style{Width: width, Color: color}
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
