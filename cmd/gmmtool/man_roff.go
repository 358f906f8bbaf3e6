package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

// roff is a page in the man macros, see groff_man(7).
type roff struct{ strings.Builder }

// roffWidth is how long a line of text may be in the source.
const roffWidth = 78

func (m *roff) line(text string) { m.WriteString(text + "\n") }

// macro writes a request with arguments, each quoted.
func (m *roff) macro(name string, arguments ...string) {
	for _, argument := range arguments {
		name += ` "` + escapeRoff(argument) + `"`
	}
	m.line("." + name)
}

// synopsis shows how a command is called: in bold what is typed as it is.
func (m *roff) synopsis(command string, arguments ...string) {
	m.macro("B", command)
	if words := strings.TrimSpace(strings.Join(arguments, " ")); words != "" {
		m.macro("I", words)
	}
}

// command describes a command: how it is called, what it does, its flags.
func (m *roff) command(program string, c *cli.Command) {
	m.macro("SS", program+" "+c.Name)
	flags := describeFlags(c)
	arguments := c.ArgsUsage
	if len(flags) > 0 {
		arguments = "[flags] " + arguments
	}
	m.synopsis(program+" "+c.Name, arguments)
	m.line(".PP")
	m.text(strings.TrimSpace(sentenceOf(c.Usage) + "\n\n" + c.Description))
	for _, flag := range flags {
		m.line(".TP")
		if flag.Takes {
			m.macro("BI", strings.Join(flag.Names, ", ")+" ", flag.Placeholder)
		} else {
			m.macro("B", strings.Join(flag.Names, ", "))
		}
		m.text(sentenceOf(flag.Usage))
	}
}

// sentenceOf begins with a capital letter and ends with a full stop.
func sentenceOf(usage string) string {
	return strings.ToUpper(usage[:1]) + strings.TrimSuffix(usage[1:], ".") + "."
}

// tagged writes a term and what it means.
func (m *roff) tagged(term, meaning string) {
	m.line(".TP")
	m.macro("B", term)
	m.text(meaning)
}

// text writes paragraphs, which blank lines divide. Lines that begin with blanks
// are commands, shown as they are.
func (m *roff) text(text string) {
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			m.line(".PP")
		}
		if !strings.HasPrefix(paragraph, "  ") {
			for _, line := range wrapped(paragraph) {
				m.line(escapeRoff(line))
			}
			continue
		}
		m.line(".RS 4")
		m.line(".nf")
		for line := range strings.Lines(paragraph) {
			m.line(escapeRoff(strings.TrimPrefix(strings.TrimRight(line, "\n"), "   ")))
		}
		m.line(".fi")
		m.line(".RE")
	}
}

// wrapped breaks a text into lines that are short enough before they are escaped.
func wrapped(text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(escapeRoff(line+" "+word)) > roffWidth {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// escapeRoff takes their meaning from the signs of roff. A dash is one that can be
// copied into a shell.
func escapeRoff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`, `"`, `\(dq`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
