package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/html"
	"github.com/gmmtool/gmmtool/repair"
)

// WritePlan says who will learn what from whom: as JSON the plan itself, else
// in sentences for a member of the group, and what to do next. Out is the folder
// of the corrections. Groups in which there is nothing to do share a line.
func WritePlan(w io.Writer, plan repair.Plan, out string, f Format, making Making) error {
	switch f {
	case JSON:
		return WriteJSON(w, plan)
	case HTML:
		return html.Write(w, planPage(plan, out, making))
	}
	var b bytes.Buffer
	var settled []repair.Group
	for _, group := range plan.Groups {
		if isSettled(plan, group) {
			settled = append(settled, group)
		} else {
			writePlanGroup(&b, plan, group)
		}
	}
	writeSettled(&b, settled)
	if len(plan.Corrections) == 0 {
		b.WriteString("Nothing is written.\n")
	} else {
		fmt.Fprintf(&b, "Nothing was sent. Next: gmmtool apply %s\n", Safe(ShellWord(out)))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// isSettled reports a group about which there is nothing to do and nothing to say
// but that.
func isSettled(plan repair.Plan, g repair.Group) bool {
	written := slices.ContainsFunc(plan.Corrections, func(c repair.Correction) bool { return c.Group == g.ID })
	return !written && g.Disputed == nil && len(g.Disputes) == 0 && g.Decided == nil && len(g.Unhealed)+len(g.Unreachable)+len(g.Unknown) == 0
}

// writeSettled names the groups that need nothing.
func writeSettled(b *bytes.Buffer, groups []repair.Group) {
	if len(groups) == 0 {
		return
	}
	var names []string
	isUnseen := false
	for _, g := range groups {
		names = append(names, "“"+label(g.Name)+"”")
		isUnseen = isUnseen || len(g.Unseen) > 0
	}
	fmt.Fprintf(b, "%s nothing: %s.", count(len(groups), "group needs", "groups need"), enumerate(names, 5))
	if isUnseen {
		b.WriteString(" If a list differs all the same, because somebody who never wrote changed theirs: --group ID.")
	}
	b.WriteString("\n\n")
}

// ShellWord is an argument as a shell takes it back.
func ShellWord(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+,:@%=", r)
	}
	if path != "" && path[0] != '=' && !strings.ContainsFunc(path, func(r rune) bool { return !plain(r) }) { // zsh takes =name for a program
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func writePlanGroup(b *bytes.Buffer, plan repair.Plan, group repair.Group) {
	fmt.Fprintf(b, "Group “%s”  %s\n  members: %s\n", Safe(group.Name), Safe(group.ID), Safe(strings.Join(group.Target, ", ")))
	if group.Disputed != nil {
		fmt.Fprintf(b, "  ! the whole case adds up to another list, from which this leads away: %s\n", Safe(strings.Join(group.Disputed, ", ")))
	}
	for _, said := range disputesOf(group) {
		fmt.Fprintf(b, "  ! %s\n", strings.ReplaceAll(said, "\n", "\n    "))
	}
	for _, device := range group.Devices {
		if slices.Equal(device.Before, device.After) {
			if device.Uncertain {
				fmt.Fprintf(b, "  ? %s: its mail cannot decide what it shows now, nor then\n", Safe(device.Device))
			}
			continue
		}
		var learnt []string
		if list := minus(device.After, device.Before); len(list) > 0 {
			learnt = append(learnt, "will show "+strings.Join(list, ", "))
		}
		if list := minus(device.Before, device.After); len(list) > 0 {
			learnt = append(learnt, "will no longer show "+strings.Join(list, ", "))
		}
		certainty := ""
		if device.Uncertain {
			certainty = " if it shows what is likelier now, which its mail cannot decide"
		}
		fmt.Fprintf(b, "  %s %s%s\n", Safe(device.Device), Safe(strings.Join(learnt, " and ")), certainty)
	}
	for _, c := range plan.Corrections {
		if c.Group == group.ID {
			fmt.Fprintf(b, "  %s: send as %s to %s\n", c.File, Safe(c.From), Safe(strings.Join(c.Recipients, ", ")))
			if c.NotBefore != nil {
				fmt.Fprintf(b, "    not before %s: until then a release before 1.154 among them follows no list\n", c.NotBefore.Format(time.DateTime+" UTC"))
			}
			writeMissingGMMs(b, c)
		}
	}
	for _, address := range group.Unreachable {
		fmt.Fprintf(b, "  ! %s: no key is known, so nothing can be sealed to them\n", Safe(address))
	}
	if len(group.Unknown) > 0 {
		fmt.Fprintf(b, "  ? %s: the mail is sealed and no key at hand opens it, so nobody knows what is shown there\n", Safe(strings.Join(group.Unknown, ", ")))
	}
	if len(group.Unseen) > 0 {
		fmt.Fprintf(b, "  ? %s never wrote to this group: what was changed there alone, no mail shows. If a list differs all the same: --group %s\n",
			Safe(strings.Join(group.Unseen, ", ")), Safe(group.ID))
	}
	for _, sentence := range group.Unhealed {
		fmt.Fprintf(b, "  ! %s\n", Safe(sentence))
	}
	b.WriteByte('\n')
}

// disputesOf says what rests on one device's word, what a person decided, and how
// that is done.
func disputesOf(group repair.Group) (said []string) {
	decided := group.Decided
	if decided == nil {
		decided = &repair.Decision{}
	}
	if len(decided.Keep) > 0 {
		said = append(said, "decided by you, not by the mail: "+Safe(enumerate(decided.Keep, len(decided.Keep)))+" belongs to the group")
	}
	if len(decided.Drop) > 0 {
		said = append(said, "decided by you, not by the mail: "+Safe(enumerate(decided.Drop, len(decided.Drop)))+" does not belong to the group")
	}
	for _, d := range group.Disputes {
		if slices.Contains(decided.Keep, d.Subject) || slices.Contains(decided.Drop, d.Subject) {
			continue
		}
		did := map[string]string{"add": "added " + d.Subject, "remove": "removed " + d.Subject, "leave": "left"}[d.Kind]
		counts := "The members above follow that one word"
		if !d.Counts {
			counts = "The members above leave that word out"
		}
		sentence := fmt.Sprintf("DISPUTED: %s %s, which %s alone says; %s refused it. %s.",
			Safe(d.Actor), Safe(did), Safe(d.Device), Safe(devices(d.Refused)), counts)
		if !group.Unsignable() {
			who := Safe(ShellWord(d.Subject))
			sentence += fmt.Sprintf("\nTo decide it: --group %s --keep %s, or --drop %s", Safe(ShellWord(group.ID)), who, who)
		}
		said = append(said, sentence)
	}
	return said
}

// writeMissingGMMs says in a line what a correction does not carry, with the first
// reason; the plan has all.
func writeMissingGMMs(b *bytes.Buffer, c repair.Correction) {
	missing := c.MissingGMMs
	if len(missing) == 0 {
		return
	}
	why := missing[0].Why
	if slices.ContainsFunc(missing, func(m repair.MissingGMM) bool { return m.Why != why }) {
		why += "; and other reasons, which the plan has"
	}
	fmt.Fprintf(b, "    ? carries %d of the %d messages somebody missed: %s\n", len(c.GMMs), len(c.GMMs)+len(missing), Safe(why))
}

// minus are the texts of list that other lacks.
func minus(list, other []string) []string {
	known := map[string]bool{}
	for _, s := range other {
		known[s] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return known[s] })
}
