package report

import (
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// fromDatabase words the findings that rest on a client's database.
func fromDatabase(f *finding.Finding) (text, fix string) {
	switch f.Code {
	case finding.ClientDiffers:
		return clientDiffers(f)
	case finding.LocalChange:
		return localChange(f)
	case finding.Unsent:
		return unsent(f)
	case finding.ReceivedNotOpened:
		where := ""
		if f.Group != "" {
			where = " of " + groupOf(f)
		}
		return fmt.Sprintf("%s%s reached %s, and its client could not open %s: %s.", count(f.Count, "message", "messages"), where, f.Device, itOrThem(f.Count), strings.TrimSuffix(f.Why, ".")),
			"Update the client of " + f.Device + ": releases 1.142 to 1.159 cannot open what 2.46 and later send, though their key fits."
	case finding.NotFetched:
		what := "that no mail of the case tells a group of"
		if f.Group != "" {
			what = "of " + groupOf(f)
		}
		return fmt.Sprintf("%s %s lay in %s of %s, and its client had not fetched %s when its database was copied.", count(f.Count, "message", "messages"), what, f.Folder, f.Device, itOrThem(f.Count)),
			"Let " + f.Device + " go online. If it stays so, the client refuses the mail: it is too large, or plain where it takes only encrypted mail."
	case finding.DraftGroup:
		return fmt.Sprintf("%s is a draft on %s: nothing was sent to it yet, and nobody else knows of it.", groupOf(f), f.Device),
			"Nothing is to do. The first message tells the others of the members there are then."
	case finding.DeletedHere:
		return fmt.Sprintf("%s does not have %s any more: its owner deleted, blocked or declined it.", f.Device, groupOf(f)),
			"If that was not meant, a new message to the group brings it back."
	case finding.BackupOlder:
		return fmt.Sprintf("%s of groups reached %s after its database was copied. They were followed from the list in it, by the rules of its release; what it shows now may be something else.", count(f.Count, "message", "messages"), f.Device),
			"Make a new backup of " + f.Device + "."
	case finding.OneAccount:
		return fmt.Sprintf("%s are of one account, %s. Mail does not tell which device of an account sent it, so each without a backup is taken to have sent all of it.",
				enumerate(f.Devices, len(f.Devices)), enumerate(f.Addresses, len(f.Addresses))),
			"If they are one device, put all of it into one folder; otherwise add a backup of each."
	}
	return string(f.Code), ""
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

func localChange(f *finding.Finding) (text, fix string) {
	if message(f).Kind == "add" {
		return fmt.Sprintf("In the contact request %s, %s added %s at %s. Nobody was told. When it accepts the request and writes, all others will show %s.",
				groupOf(f), f.Device, f.Subject, date(f.Message), f.Subject),
			"Undo it on " + f.Device + " before it writes, or let it accept the request and add them once more."
	}
	return fmt.Sprintf("In the contact request %s, %s removed %s at %s. Nobody was told. When it accepts the request and writes, all others drop %s, who will not be told.",
			groupOf(f), f.Device, f.Subject, date(f.Message), f.Subject),
		"Add " + f.Subject + " again on " + f.Device + " before it writes; or, if the removal is meant, let a member remove them."
}

func unsent(f *finding.Finding) (text, fix string) {
	did := fmt.Sprintf("removed %s from", f.Subject)
	if message(f).Kind == "add" {
		did = fmt.Sprintf("added %s to", f.Subject)
	}
	if f.Reason == finding.GaveUp {
		return fmt.Sprintf("%s %s %s at %s, and its client gave up sending that: nobody else knows.", f.Device, did, groupOf(f), date(f.Message)),
			"Let it repeat the change while it is online."
	}
	return fmt.Sprintf("%s %s %s at %s; when its database was copied the message still waited to be sent.", f.Device, did, groupOf(f), date(f.Message)),
		"Let " + f.Device + " go online."
}

func clientDiffers(f *finding.Finding) (text, fix string) {
	var parts []string
	for _, d := range f.Differences {
		how := "does not show"
		if d.How == finding.Extra {
			how = "shows"
		}
		why, ok := causeInDatabase(d)
		if !ok {
			why = "neither its mail nor its database says why."
		}
		parts = append(parts, fmt.Sprintf("the client %s %s: %s", how, d.Subject, why))
	}
	return fmt.Sprintf("The mail of %s leads to another view of %s than its client has; the client's own is told. %s", f.Device, groupOf(f), "There "+strings.Join(parts, " And ")),
		"Nothing is to do, unless views differ."
}

// causeInDatabase says why a view differs, where a database tells; the second
// result is false if none does.
func causeInDatabase(d finding.Difference) (string, bool) {
	did, at := "removed", ""
	if d.Message != nil {
		at = " at " + date(d.Message)
		if d.Message.Kind == "add" {
			did = "added"
		}
	}
	who := d.Actor
	if who == "" {
		who = "somebody"
	}
	change := fmt.Sprintf("%s %s %s%s", who, did, d.Subject, at)
	switch d.Reason {
	case finding.MadeLocal:
		return fmt.Sprintf("its owner %s them in a contact request, and told nobody.", did), true
	case finding.NotSentYet:
		return change + "; that was not sent yet.", true
	case finding.GaveUp:
		return change + "; the client of its author gave up sending that.", true
	case finding.NotOpened:
		return change + "; that message arrived, and the client could not open it.", true
	case finding.Ignored:
		return change + "; that message was read, and not followed.", true
	case finding.NotInHere:
		return change + "; the client never read that message.", true
	case finding.NotTakenIn:
		return change + "; that message lay on the server, and the client had not fetched it.", true
	case finding.InDatabase:
		return "a line of its chat says that they were " + did + at + ".", true
	case finding.NotKnown:
		return "neither its mail nor its database says why.", true
	}
	return "", false
}
