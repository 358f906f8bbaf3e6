package report

import (
	"bytes"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// gridGap is the space between two columns.
const gridGap = "  "

// rule is what the line under the header is drawn with.
const rule = "─"

// drawGrid lays rows out in columns under a ruled header and returns the
// lines. Cells must be one line of safe text; they may carry colours.
func drawGrid(header []string, rows [][]string) ([]string, error) {
	// The library swallows write errors, hence the buffer; it would also
	// rewrite headers ("Message-ID" to "MESSAGE - ID"), trim and wrap cells,
	// and measure text by the locale: all switched off.
	var buf bytes.Buffer
	table := tablewriter.NewTable(&buf,
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithPadding(tw.Padding{Right: gridGap, Overwrite: true}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbolCustom("rule").WithRow(rule).WithCenter(rule).WithColumn(""),
			Settings: tw.Settings{
				Separators: tw.SeparatorsNone,
				Lines:      tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.On, ShowFooterLine: tw.Off},
			},
		})),
	)
	table.Header(header)
	for _, row := range rows {
		if err := table.Append(row); err != nil {
			return nil, err
		}
	}
	if err := table.Render(); err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(buf.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	if len(lines) > 1 { // the library rules the last gap, too
		lines[1] = strings.TrimSuffix(lines[1], strings.Repeat(rule, len(gridGap)))
	}
	return lines, nil
}

// columns is the number of terminal columns s takes, colours not counted.
// Characters of ambiguous width count one, whatever the locale says.
func columns(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// gridWidth is the number of columns [drawGrid] needs.
func gridWidth(header []string, rows [][]string) int {
	total := 0
	for i, h := range header {
		widest := columns(h)
		for _, row := range rows {
			widest = max(widest, columns(row[i]))
		}
		total += widest + len(gridGap)
	}
	return total - len(gridGap)
}
