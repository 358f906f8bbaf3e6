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
	p := &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse), names: newNames()}
	p.names.addMembers(story.People)
	p.storyTitle(story)
	if len(story.Chapters) == 0 {
		p.gap()
		p.line(nothing(story))
	}
	for _, c := range story.Chapters {
		p.gap()
		p.deed(c)
		for _, m := range c.Met {
			p.item("  "+label(m.Device)+": ", Safe(reaction(m)), p.bold)
		}
		for _, m := range c.Unmet {
			p.item("  "+label(m.Device)+": ", unmetWords(m.Reason, story.At != nil), p.red)
		}
	}
	p.membersThen(story)
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

func (p *page) storyTitle(story *analyze.Story) {
	title, id := "History of “"+wholeLabel(story.Name)+"”", label(story.Group)
	if columns(title)+len(indent)+columns(id) <= p.width {
		p.line(p.bold(title) + indent + p.dim(id))
		return
	}
	for _, line := range wrap(title, "", indent, p.width) {
		p.line(p.bold(line))
	}
	p.line(p.dim(indent + id))
}

func nothing(story *analyze.Story) string {
	if story.At != nil {
		return "Nothing had happened by " + onClock(*story.At) + ", as far as the mail asked for tells."
	}
	return "Nothing happened, as far as the mail asked for tells."
}

// membersThen shows whom each device showed at the moment asked for; devices that
// show the same share a line.
func (p *page) membersThen(story *analyze.Story) {
	if story.At == nil {
		return
	}
	p.gap()
	if len(story.Views) == 0 {
		p.line(p.bold("At " + onClock(*story.At) + " no device had the group yet."))
		return
	}
	p.line(p.bold("Members at " + onClock(*story.At)))
	var order []string
	devices := map[string][]string{}
	for _, v := range story.Views {
		shown := p.membersOf(v)
		if devices[shown] == nil {
			order = append(order, shown)
		}
		devices[shown] = append(devices[shown], label(v.Device))
	}
	for _, shown := range order {
		p.item("  "+enumerate(devices[shown], len(devices[shown]))+": ", shown, p.bold)
	}
}

// membersOf is one view in a line, safe to show.
func (p *page) membersOf(v analyze.StoryView) string {
	if v.Basis == "unknown" {
		return "not known, because its mail cannot be opened"
	}
	var members, past []string
	for _, m := range v.Members {
		members = append(members, p.names.person(m.Address, m.Fingerprint))
	}
	for _, m := range v.PastMembers {
		past = append(past, p.names.person(m.Address, m.Fingerprint))
	}
	line := "nobody"
	if len(members) > 0 {
		line = strings.Join(members, ", ")
	}
	if len(past) > 0 {
		line += "; left: " + strings.Join(past, ", ")
	}
	return line
}

// deed begins a chapter: when, who did what, and by which message.
func (p *page) deed(c analyze.Chapter) {
	subject := ""
	if c.Subject != "" {
		subject = p.names.person(c.Subject, "")
	}
	at, id := c.Time.UTC().Format(time.DateTime)+"  ", "<"+Safe(c.MessageID)+">"
	lines := wrap(deedWords(c.Kind, p.names.person(c.Actor, ""), subject), at, indent, p.prose)
	for i := range lines {
		lines[i] = p.bold(lines[i])
	}
	if last := len(lines) - 1; columns(lines[last])+len(indent)+columns(id) <= p.width {
		lines[last] += p.dim(indent + id)
	} else {
		lines = append(lines, p.dim(indent+id))
	}
	p.lines = append(p.lines, lines...)
}

// deedWords says who did what.
func deedWords(kind, actor, subject string) string {
	switch kind {
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

// unmetWords says why a message did not reach a device, or had not by the moment
// asked for.
func unmetWords(reason finding.Reason, atMoment bool) string {
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
	if atMoment {
		return "had not got it by then"
	}
	return "did not get it: no copy lies in its archive"
}
