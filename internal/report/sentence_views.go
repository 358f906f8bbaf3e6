package report

import (
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/repair"
)

func viewsDiffer(f *finding.Finding) (text, fix string) {
	fix = "Have a member whose list is right write to the group, or let gmmtool write the correction: gmmtool correct."
	if f.Advice != nil {
		fix = f.Advice.Text()
		if f.Advice.Kind == repair.JoinAgain {
			fix = fmt.Sprintf("The user of %s has to join again, by an invitation of a member.", f.Device)
		}
	}
	var parts []string
	for _, d := range f.Differences {
		switch d.How {
		case finding.Absent:
			return fmt.Sprintf("%s is a member of %s, but does not have the group: %s", f.Device, groupOf(f), cause(d)), fix
		case finding.Missing:
			parts = append(parts, fmt.Sprintf("%s does not see %s%s: %s", f.Device, d.Subject, basisOf(d), cause(d)))
		case finding.Extra:
			parts = append(parts, fmt.Sprintf("%s still shows %s%s: %s", f.Device, d.Subject, basisOf(d), cause(d)))
		}
	}
	return fmt.Sprintf("In %s, %s", groupOf(f), strings.Join(parts, " ")), fix
}

// basisOf marks what was not read in the device's own mail.
func basisOf(d finding.Difference) string {
	if d.Inferred {
		return " (inferred, not read in its own mail)"
	}
	return ""
}

// cause says why a view differs about one person: which message would have told
// the device, and what became of that message there.
func cause(d finding.Difference) string {
	if told, ok := causeInDatabase(d); ok {
		return told
	}
	if d.Message == nil {
		return "no message of the case says how that came about."
	}
	if d.Reason == finding.ForgedHere {
		return forgedChange(d)
	}
	fate := ""
	switch d.Reason {
	case finding.NeverArrived:
		fate = "that message never arrived"
	case finding.FiledAsSpam:
		fate = "that message was filed as spam"
	case finding.NoKey:
		fate = "that message arrived, but the device has no key that opens it"
	case finding.HidesForWhom:
		fate = "that message arrived and a key of the device fits, but its release opens no mail that hides for whom it is"
	case finding.NotSentHere:
		fate = "the sender did not send that message here, because their own list lacked this device"
	case finding.UndoneHere:
		fate = "a later message undid it here"
	case finding.NotTaken:
		fate = "that message arrived, but the client did not take it as mail of the group"
	case finding.NotFollowed:
		fate = "that message arrived, but was not followed: " + d.Rule
	default:
		fate = fmt.Sprintf("that message was read (%s), but another one outweighed it", d.Rule)
	}
	return change(d) + "; " + fate + "."
}

// forgedChange says what the device followed though its author did not write it.
func forgedChange(d finding.Difference) string {
	did := "a removal"
	if d.How == finding.Extra {
		did = "an addition"
	}
	return fmt.Sprintf("it followed %s of %s that names %s as its sender, but is not theirs.", did, date(d.Message), d.Actor)
}

// change says what the message did that would have told the device.
func change(d finding.Difference) string {
	who := d.Subject
	if d.How == finding.Absent {
		who = "it"
	}
	switch d.Message.Kind {
	case "add":
		return fmt.Sprintf("%s added %s at %s", d.Actor, who, date(d.Message))
	case "remove":
		return fmt.Sprintf("%s removed %s at %s", d.Actor, who, date(d.Message))
	case "leave":
		return fmt.Sprintf("%s left at %s", d.Actor, date(d.Message))
	}
	if d.How == finding.Absent {
		return "the group was made with it"
	}
	return "the group was made with them"
}

func listMismatch(f *finding.Finding) (text, fix string) {
	var parts []string
	if more := minus(f.Listed, f.Shown); len(more) > 0 {
		parts = append(parts, fmt.Sprintf("the message lists %s, the device does not", enumerate(more, maxNamed)))
	}
	if more := minus(f.Shown, f.Listed); len(more) > 0 {
		parts = append(parts, fmt.Sprintf("the device lists %s, the message does not", enumerate(more, maxNamed)))
	}
	return fmt.Sprintf("%s reached %s at %s with another member list: %s.", describe(f), f.Device, date(f.Message), strings.Join(parts, "; ")),
		mismatchAdvice(f)
}

func mismatchAdvice(f *finding.Finding) string {
	if f.Advice != nil && f.Advice.Kind == repair.NothingToDo {
		return f.Advice.Text()
	}
	return "The views had parted before this message. See the differences reported for the group."
}

func staleList(f *finding.Finding) (text, fix string) {
	if f.Reason == finding.StaleNow {
		fix = "Let a member whose list is complete write to the group first."
		if f.Advice != nil {
			fix = f.Advice.Text()
		}
		return fmt.Sprintf("The member list of %s on %s has gone 60 days without mail from another member; the next message will replace it whole.",
			groupOf(f), f.Device), fix
	}
	return fmt.Sprintf("The member list of %s on %s had gone 60 days without mail, so the message of %s at %s replaced it whole.",
			groupOf(f), f.Device, f.Actor, date(f.Message)),
		"Check the members with everybody: additions and removals before that day are forgotten."
}
