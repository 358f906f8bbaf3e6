package report

import (
	"fmt"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

func undecryptable(f *finding.Finding) (text, fix string) {
	mail := fmt.Sprintf("%d messages", f.Count)
	if f.Count == 1 {
		mail = "A message"
	}
	switch f.Reason {
	case finding.NoKey:
		return fmt.Sprintf("%s to %s cannot be opened with its keys.", mail, f.Device),
			"If the device has more keys, export them and give them with --key. If it was set up anew, its old mail stays closed."
	case finding.HidesForWhom:
		return fmt.Sprintf("%s to %s cannot be read there, though its key fits: the mail hides for whom it is, as clients from 2.46 on write it, and releases 1.142 to 1.159 refuse that.", mail, f.Device),
			"Update the client of " + f.Device + " to 1.160 or later."
	case finding.Unsupported:
		return fmt.Sprintf("%s to %s cannot be opened: %s.", mail, f.Device, f.Why),
			"This format is not read; see the manual for those that are."
	}
	return fmt.Sprintf("%s to %s cannot be opened: damaged (%s).", mail, f.Device, f.Why),
		"Look for another copy of the message: another folder, another device, a backup."
}

// asForged is what to do about mail that its sender may not have written.
const asForged = "Treat it as forged until the sender confirms it by another way."

func unsigned(f *finding.Finding) (text, fix string) {
	mail := fmt.Sprintf("%s of %s", describe(f), date(f.Message))
	if f.Reason == finding.Plain {
		return mail + " was sent without encryption or signature. Anybody could have written it, and clients before 2.0 believe it.",
			"Ask the sender if it matters. Clients from 2.0 on do not follow such mail."
	}
	return mail + " is encrypted but not signed. Anybody who has the members' keys could have written it; clients from 2.0 on do not follow it.",
		asForged
}

func badSignature(f *finding.Finding) (text, fix string) {
	mail := fmt.Sprintf("%s of %s", describe(f), date(f.Message))
	switch f.Reason {
	case finding.Unacceptable:
		return fmt.Sprintf("The signature on %s cannot be accepted: %s.", mail, f.Why), asForged
	case finding.OtherKey:
		return fmt.Sprintf("%s is signed by the key %s, which is not the key of %s that the case knows. They changed their key, or somebody else wrote it.",
				mail, at(f.Keys, 0), f.Actor),
			"Ask the sender whether they set up their account anew."
	}
	return mail + " carries a signature that does not fit: the content was altered, or the signature was made for something else.", asForged
}

func correctionRefused(f *finding.Finding) (text, fix string) {
	why := ""
	switch f.Reason {
	case finding.CorrectionUnsigned:
		why = "the correction itself is not encrypted and signed"
	case finding.Nested:
		why = "it is a correction itself"
	case finding.NotSigned:
		why = "it is not signed"
	case finding.DoesNotFit:
		why = "its signature does not fit its content"
	case finding.Unacceptable:
		why = "its signature cannot be accepted: " + f.Why
	case finding.OtherGroup:
		why = "it belongs to another group"
	}
	return fmt.Sprintf("The correction %q by %s carries a message of %s that changes nothing: %s.", message(f).ID, f.Actor, f.Subject, why),
		"Look at the attached message: its supposed author may never have written it."
}

// at is an element of a list, "" if the list is shorter.
func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
