package report

import (
	"fmt"

	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/repair"
)

func impersonation(f *finding.Finding) (text, fix string) {
	why := "none of their devices sent it"
	if f.Reason == finding.NoSuchClient {
		why = "none of their devices sent it, and no release of any client writes such mail"
	}
	text = fmt.Sprintf("%s in %s of %s names %s as its sender, but %s.", unnamed(f), groupOf(f), date(f.Message), f.Actor, why)
	switch {
	case len(f.Followed) > 0 && len(f.Refused) > 0:
		text += fmt.Sprintf(" The clients on %s followed it; those on %s did not.", devices(f.Followed), devices(f.Refused))
	case len(f.Followed) > 0:
		text += fmt.Sprintf(" The clients on %s followed it.", devices(f.Followed))
	case len(f.Refused) > 0:
		text += fmt.Sprintf(" The clients on %s did not follow it.", devices(f.Refused))
	}
	switch kind := message(f).Kind; {
	case len(f.Followed) == 0:
		return text, "Nothing has to be done: this is how clients defend themselves."
	case kind == "add" || kind == "remove" || kind == "leave":
		undo := "gmmtool correct undoes it"
		switch {
		case f.Advice == nil || f.Advice.Kind == repair.SendCorrection:
		case f.Advice.Kind == repair.NothingToDo:
			undo = "nothing is left to do: the views agree"
		default:
			undo = "let " + f.Advice.By + " undo it in their client"
		}
		return text, "Ask " + f.Actor + " by another way. If they did not write it, " + undo + ". Clients from 2.0 on follow only mail that a member's key signed."
	}
	return text, "Ask " + f.Actor + " by another way whether they wrote it."
}

func disputed(f *finding.Finding) (text, fix string) {
	text = fmt.Sprintf("Disputed: %s of %s counts on %s alone: %s got it and did not follow it.", describe(f), date(f.Message), f.Device, devices(f.Refused))
	decide := fmt.Sprintf("Ask the members what holds, and say it: gmmtool correct --group %s --keep %s, or --drop %s.", ShellWord(f.Group), ShellWord(f.Subject), ShellWord(f.Subject))
	if f.Advice == nil || f.Advice.Kind != repair.Decide {
		decide = "Ask the members whether it was meant. If it was, let somebody whom the others show as a member repeat it."
	}
	if f.Advice != nil && f.Advice.Kind == repair.RepeatChange {
		decide = f.Advice.Text()
	}
	switch f.Reason {
	case finding.Counts:
		return text + " What all the mail adds up to follows it.", decide
	case finding.RemovedFirst:
		return text + fmt.Sprintf(" %s was a member when writing, and was removed before it arrived. It is left out of what all the mail adds up to.", f.Actor), decide
	}
	return text + " It is left out of what all the mail adds up to.", decide
}

// unnamed is a message at the start of a sentence, without its sender.
func unnamed(f *finding.Finding) string {
	switch message(f).Kind {
	case "leave":
		return "A leave message"
	case "remove":
		return "A removal of " + f.Subject
	case "add":
		return "An addition of " + f.Subject
	}
	return "A message"
}

// devices enumerates devices in a sentence.
func devices(names []string) string { return enumerate(names, maxDevicesNamed) }
