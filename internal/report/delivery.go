package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/delivery"
)

// WriteDelivery says which mail went to whom, or would go: as JSON the result
// itself, else in sentences for a member of the group.
func WriteDelivery(w io.Writer, result *delivery.Result, f Format) error {
	if f == JSON {
		return WriteJSON(w, result)
	}
	var b bytes.Buffer
	group := ""
	for i, mail := range result.Mails {
		if i == 0 || mail.Group != group {
			fmt.Fprintf(&b, "Group “%s”  %s\n", Safe(mail.GroupName), Safe(mail.Group))
			group = mail.Group
		}
		fmt.Fprintf(&b, "  %s, as %s\n", Safe(mail.File), Safe(mail.From))
		for _, status := range mail.Recipients {
			fmt.Fprintf(&b, "    %s: %s\n", Safe(status.Address), Safe(deliverySentence(status, mail, result.DryRun)))
		}
	}
	writeDeliverySummary(&b, result)
	_, err := w.Write(b.Bytes())
	return err
}

// deliverySentence says how far a mail is with one recipient. It is not safe yet.
func deliverySentence(status delivery.RecipientStatus, mail delivery.MailStatus, dryRun bool) string {
	switch status.State {
	case delivery.Delivered:
		return "delivered" + onTime(status) + through(status)
	case delivery.Ready:
		sentence := "not sent, because the run ended before"
		if dryRun {
			sentence = wouldBe(status)
		}
		if status.Answer != "" {
			sentence += "; refused" + onTime(status) + ": " + oneLine(status.Answer)
		}
		return sentence
	case delivery.Waiting:
		return "waits for " + status.After + ", which has to be delivered first"
	case delivery.Early:
		return "must not be delivered before " + status.NotBefore.UTC().Format("2006-01-02 15:04:05 UTC")
	case delivery.Uncertain:
		return "may have been delivered" + onTime(status) + through(status) + because(status)
	case delivery.Refused:
		if dryRun && status.Time == nil {
			return "would be refused" + through(status) + because(status)
		}
		return "refused" + because(status)
	case delivery.Unreached:
		return "not sent" + because(status)
	case delivery.NoWay:
		return "no way is known"
	case delivery.OtherSender:
		return "not sent, because the login is not that of " + mail.From
	}
	return string(status.State)
}

// wouldBe says what a rehearsal knows: a Maildir was looked at, a server was not
// asked.
func wouldBe(status delivery.RecipientStatus) string {
	if strings.HasPrefix(status.Way, "maildir ") {
		return "would be delivered" + through(status)
	}
	return "would be offered" + strings.Replace(through(status), " through ", " to ", 1)
}

func onTime(status delivery.RecipientStatus) string {
	if status.Time == nil {
		return ""
	}
	return " on " + status.Time.UTC().Format("2006-01-02 15:04:05 UTC")
}

func through(status delivery.RecipientStatus) string {
	kind, place, _ := strings.Cut(status.Way, " ")
	if kind == "maildir" {
		return " into the Maildir " + place
	}
	return " through " + place
}

func because(status delivery.RecipientStatus) string {
	if status.Answer == "" {
		return ""
	}
	return ": " + oneLine(status.Answer)
}

// oneLine joins the lines of an answer.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// writeDeliverySummary counts, and says what to do about what is left.
func writeDeliverySummary(b *bytes.Buffer, result *delivery.Result) {
	total := 0
	for _, mail := range result.Mails {
		total += len(mail.Recipients)
	}
	if total > 0 {
		fmt.Fprintf(b, "\n%d of %s made", result.Count(delivery.Delivered), count(total, "delivery", "deliveries"))
		if ready := result.Count(delivery.Ready); result.DryRun && ready > 0 {
			fmt.Fprintf(b, ", %d would be tried now", ready)
		}
		b.WriteString(".\n")
	}
	if result.Complete {
		b.WriteString("Nothing is left to do.\n")
		return
	}
	for _, advice := range []struct {
		state delivery.State
		text  string
	}{
		{delivery.NoWay, "Where no way is known, name a Maildir with --maildir ADDRESS=DIR or a server with --smtp HOST:PORT."},
		{delivery.OtherSender, "A server takes mail from its signer only: run this once more for each signer, with the signer's --smtp-user (or --smtp-from, if login and address differ)."},
		{delivery.Early, "Some device would not follow the correction yet: run this again when its time has come."},
		{delivery.Uncertain, "What may have been delivered is sent again with --resend-uncertain; chat programs drop a second copy by its Message-ID."},
		{delivery.Refused, "What was refused is tried again when the command is run again."},
		{delivery.Unreached, "What was not sent is tried again when the command is run again."},
	} {
		if result.Count(advice.state) > 0 {
			b.WriteString(advice.text + "\n")
		}
	}
	if result.DryRun {
		b.WriteString(rehearsed(result))
	}
}

// rehearsed says what the same command with --yes would do.
func rehearsed(result *delivery.Result) string {
	const rehearsal = "This was a rehearsal: nothing was sent. "
	isReady := func(way string) bool {
		return slices.ContainsFunc(result.Mails, func(mail delivery.MailStatus) bool {
			return slices.ContainsFunc(mail.Recipients, func(status delivery.RecipientStatus) bool {
				return status.State == delivery.Ready && strings.HasPrefix(status.Way, way)
			})
		})
	}
	switch {
	case isReady("smtp "):
		return rehearsal + "The server was not asked whether it takes the mail. The same command with --yes offers it.\n"
	case isReady("maildir "):
		return rehearsal + "The same command with --yes delivers.\n"
	}
	return rehearsal + "The same command with --yes would send nothing either.\n"
}
