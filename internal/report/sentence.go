package report

import (
	"fmt"
	"time"

	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/repair"
)

// sentence says a finding in words, and what to do about it. Neither is safe to
// show yet, see [Safe].
func sentence(f *finding.Finding) (text, fix string) {
	switch f.Code {
	case finding.ViewsDiffer:
		return viewsDiffer(f)
	case finding.ListMismatch:
		return listMismatch(f)
	case finding.StaleList:
		return staleList(f)
	case finding.NotReached:
		return fmt.Sprintf("%s of %s never reached %s.", describe(f), date(f.Message), f.Device),
			notReachedAdvice(f)
	case finding.InJunk:
		return fmt.Sprintf("%s of %s lies in %s of %s, where the client does not look.", describe(f), date(f.Message), f.Folder, f.Device),
			fmt.Sprintf("Move it to the inbox of %s; the client reads it then. Mark the sender as no spam.", f.Device)
	case finding.Undecryptable:
		return undecryptable(f)
	case finding.UnknownSender:
		return fmt.Sprintf("%s wrote to %s at %s, but was not a member in the view of %s at that moment; its user saw an unknown sender.",
				f.Actor, groupOf(f), date(f.Message), f.Device),
			advised(f, "If they belong to the group, let a member add them again.")
	case finding.NonMemberChange:
		return fmt.Sprintf("%s tried to change the members of %s at %s, but was not a member in the view of %s; it was not followed.",
				f.Actor, groupOf(f), date(f.Message), f.Device),
			advised(f, "If they belong to the group, let a member add them again and repeat the change; otherwise nothing is to do.")
	case finding.Unsigned:
		return unsigned(f)
	case finding.BadSignature:
		return badSignature(f)
	case finding.Unprotected:
		return fmt.Sprintf("%s of %s has %s outside the encrypted part, where any mail server could have written it. Clients before 1.136 believe it.",
				describe(f), date(f.Message), enumerate(f.Fields, len(f.Fields))),
			"Trust only what the encrypted part says; update clients older than 1.136."
	case finding.ConflictingID:
		return fmt.Sprintf("%d messages with different content share the Message-ID %q. A client reads only the one that reaches it first.",
				f.Count, message(f).ID),
			"Compare the copies: a relay or archive changed one, or somebody reused the id to keep the other from being read."
	case finding.ClockOff:
		return clockOff(f)
	case finding.CorrectionRefused:
		return correctionRefused(f)
	case finding.Impersonation:
		return impersonation(f)
	case finding.Disputed:
		return disputed(f)
	case finding.ClientDiffers, finding.LocalChange, finding.Unsent, finding.ReceivedNotOpened, finding.NotFetched, finding.DraftGroup, finding.DeletedHere, finding.BackupOlder, finding.OneAccount:
		return fromDatabase(f)
	case finding.UnknownOwner:
		return fmt.Sprintf("Nothing in the mail of %s says which address is its own, so its views cannot be rebuilt.", f.Device),
			fmt.Sprintf("Give its key or address: --key %s=FILE or --address %s=ADDRESS.", f.Device, f.Device)
	case finding.TwoAddresses:
		return twoAddresses(f)
	case finding.TwoKeys:
		return twoKeys(f)
	}
	return string(f.Code), ""
}

// advised is what the case calls for, or the fallback where nobody asked.
func advised(f *finding.Finding, fallback string) string {
	if f.Advice == nil {
		return fallback
	}
	return f.Advice.Text()
}

func notReachedAdvice(f *finding.Finding) string {
	ask := "this repeats, ask the mail server of " + f.Device + " why."
	switch {
	case f.Advice == nil:
		return "If the views differ, run gmmtool correct; if " + ask
	case f.Advice.Kind == repair.NothingToDo:
		return "If " + ask
	}
	return f.Advice.Text() + " If " + ask
}

// describe names the message of a finding at the start of a sentence.
func describe(f *finding.Finding) string {
	switch message(f).Kind {
	case "leave":
		return f.Actor + "'s leave message"
	case "remove":
		return fmt.Sprintf("%s's removal of %s", f.Actor, f.Subject)
	case "add":
		return fmt.Sprintf("%s's addition of %s", f.Actor, f.Subject)
	}
	return f.Actor + "'s message"
}

// message is the message of a finding, the zero value if it has none.
func message(f *finding.Finding) finding.Message {
	if f.Message == nil {
		return finding.Message{}
	}
	return *f.Message
}

// date says when a message was written.
func date(m *finding.Message) string {
	if m == nil {
		m = &finding.Message{}
	}
	return m.Time.UTC().Format("2006-01-02 15:04:05 UTC")
}

// groupOf names the group of a finding: by its name, or by its id if no message
// gave it one.
func groupOf(f *finding.Finding) string {
	if f.GroupName == "" {
		return "the group " + f.Group
	}
	return `"` + f.GroupName + `"`
}

func clockOff(f *finding.Finding) (text, fix string) {
	off := (time.Duration(f.Seconds) * time.Second).String()
	if f.Reason == finding.BeforeParent {
		off += " before the message it answers"
	} else {
		off += " after it was delivered"
	}
	return fmt.Sprintf("%s is dated %s, %s: the clock of %s is off, and with it the order of changes.", describe(f), date(f.Message), off, f.Actor),
		"Let " + f.Actor + " set the clock of the device by the network."
}
