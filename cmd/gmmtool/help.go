package main

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	helpWidth    = 100 // where nothing says how wide the reader's window is
	minHelpWidth = 40
	maxHelpProse = 100 // longer lines are hard to read
	maxNameWidth = 34  // of names beside what they mean; longer ones get a line of their own
)

// showHelp writes the help that urfave/cli made, if it made any, wrapped to the width
// of the terminal.
func (p *process) showHelp(help string) error {
	if help == "" {
		return nil
	}
	width, _ := p.widthOf(p.stdout)
	if width == 0 {
		width = helpWidth
	}
	_, err := io.WriteString(p.stdout, wrapHelp(help, max(width, minHelpWidth)))
	return err
}

// again is a flag named once more because it may be repeated: its usage says so.
var again = regexp.MustCompile(` \[ --.* \]`)

// entry is a name and what it means, with a gap between.
var entry = regexp.MustCompile(`^( +)(\S.*?) {2,}(\S.*)$`)

// wrapHelp lays help out in so many columns: names beside what they mean, or above
// it where that leaves too little room, and paragraphs.
func wrapHelp(help string, width int) string {
	var out []string
	lines := strings.Split(strings.TrimRight(help, "\n"), "\n")
	for i := 0; i < len(lines); {
		n := 1
		switch {
		case entry.MatchString(lines[i]):
			for i+n < len(lines) && entry.MatchString(lines[i+n]) && margin(lines[i+n]) == margin(lines[i]) {
				n++
			}
			out = append(out, wrapEntries(lines[i:i+n], width)...)
		case isParagraph(lines[i]):
			for i+n < len(lines) && isParagraph(lines[i+n]) && !entry.MatchString(lines[i+n]) && margin(lines[i+n]) == margin(lines[i]) {
				n++
			}
			out = append(out, wrapParagraph(lines[i:i+n], min(width, maxHelpProse))...)
		default:
			out = append(out, lines[i])
		}
		i += n
	}
	return strings.Join(out, "\n") + "\n"
}

// isParagraph reports whether a line is prose: what is indented further is a command
// to type, what is not indented a heading.
func isParagraph(line string) bool { return len(margin(line)) == 3 && strings.TrimSpace(line) != "" }

func margin(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " "))] }

// wrapEntries lays out names and their meanings, one under the other, unless all fit
// as they are.
func wrapEntries(lines []string, width int) []string {
	fits := func(line string) bool { return utf8.RuneCountInString(line) <= width && !again.MatchString(line) }
	if !slices.ContainsFunc(lines, func(line string) bool { return !fits(line) }) {
		return lines
	}
	column := 0 // where meanings begin
	entries := make([][]string, len(lines))
	for i, line := range lines {
		entries[i] = entry.FindStringSubmatch(again.ReplaceAllString(line, ""))
		indent, name := len(entries[i][1]), utf8.RuneCountInString(entries[i][2])
		if name <= maxNameWidth {
			column = max(column, indent+name+2)
		}
	}
	if column == 0 || column > width/2 {
		column = len(entries[0][1]) + 4
	}
	var out []string
	for _, e := range entries {
		name := e[1] + e[2]
		room := column - utf8.RuneCountInString(name)
		if room < 2 {
			out = append(out, name)
			out = append(out, wrapWords(e[3], strings.Repeat(" ", column), width)...)
			continue
		}
		meaning := wrapWords(e[3], strings.Repeat(" ", column), width)
		meaning[0] = name + strings.Repeat(" ", room) + strings.TrimLeft(meaning[0], " ")
		out = append(out, meaning...)
	}
	return out
}

// wrapParagraph breaks lines anew if one is too long.
func wrapParagraph(lines []string, width int) []string {
	for _, line := range lines {
		if utf8.RuneCountInString(line) > width {
			return wrapWords(strings.Join(lines, " "), margin(lines[0]), width)
		}
	}
	return lines
}

// wrapWords breaks a text at spaces, each line behind the margin.
func wrapWords(text, margin string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = margin + word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, line)
			line = margin + word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
