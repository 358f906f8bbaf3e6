package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// WriteStory tells a group's history: as JSON, or a paragraph for each message with
// a line for each device.
func WriteStory(w io.Writer, story *analyze.Story, format Format, style Style) error {
	if format == JSON {
		return WriteJSON(w, story)
	}
	width := max(cmp.Or(style.Width, defaultWidth), minWidth)
	p := &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse)}
	p.line(p.bold("History of “"+label(story.Name)+"”") + "  " + p.dim(Safe(story.Group)))
	if len(story.Chapters) == 0 {
		p.gap()
		p.line("Nothing happened, as far as the mail asked for tells.")
	}
	for _, c := range story.Chapters {
		p.gap()
		p.line(p.bold(c.Time.UTC().Format(time.DateTime)+"  "+deed(c)) + p.dim("  <"+Safe(c.MessageID)+">"))
		for _, m := range c.Met {
			p.item("  "+label(m.Device)+": ", Safe(reaction(m)), p.bold)
		}
		for _, m := range c.Unmet {
			p.item("  "+label(m.Device)+": ", unmetWords(m.Reason), p.red)
		}
	}
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// deed says who did what.
func deed(c analyze.Chapter) string {
	actor, subject := label(c.Actor), label(c.Subject)
	switch c.Kind {
	case "create":
		return actor + " makes the group"
	case "add":
		return actor + " adds " + subject
	case "remove":
		return actor + " removes " + subject
	case "leave":
		return actor + " leaves"
	case "correction":
		return actor + " sends a correction"
	}
	return actor + " writes"
}

// reaction says what a message did to one device's view. It is not safe yet.
func reaction(m analyze.Met) string {
	how := "not followed"
	if m.Applied {
		how = "followed"
	}
	if strings.HasPrefix(m.Basis, "sent") {
		how = "wrote it"
	}
	sentence := fmt.Sprintf("%s at %s, shows %s", how, m.Time.UTC().Format(time.DateTime), count(m.Members, "member", "members"))
	if strings.HasSuffix(m.Basis, "(inferred)") {
		sentence += " (inferred, not read in its own mail)"
	}
	if m.Why != "" {
		sentence += ": " + m.Why
	}
	return sentence
}

// unmetWords says why a message did not reach a device.
func unmetWords(reason finding.Reason) string {
	switch reason {
	case finding.FiledAsSpam:
		return "did not show it: filed as spam"
	case finding.NoKey:
		return "could not read it: no key there opens it"
	case finding.HidesForWhom:
		return "could not read it: its release opens no mail that hides for whom it is"
	case finding.NotSentHere:
		return "did not get it: it was not sent there"
	}
	return "did not get it: no copy lies in its archive"
}
