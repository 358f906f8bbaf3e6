package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// told is a message of alice about bob, and the finding about it on carol's device.
func told(code finding.Code, reason finding.Reason, kind string) finding.Finding {
	return finding.Finding{
		Code: code, Reason: reason, Group: "G1", GroupName: "Choir", Device: "carol", Actor: "alice@x", Subject: "bob@x",
		Message: &finding.Message{ID: "1@x", Kind: kind, Time: time.Unix(1795217379, 0)},
	}
}

func TestEveryFindingIsSaidInWords(t *testing.T) {
	const at = "2026-11-20 23:29:39 UTC"
	with := func(f finding.Finding, change func(*finding.Finding)) finding.Finding {
		change(&f)
		return f
	}
	two := func(f *finding.Finding) {
		f.Addresses, f.Keys = []string{"bob@x", "bob@y"}, []string{"AA", "BB"}
	}
	one := func(f *finding.Finding) {
		f.Addresses, f.Keys = []string{"bob@x", "bob@x"}, []string{"AA", "BB"}
	}
	for _, tc := range []struct {
		finding finding.Finding
		want    string
	}{
		{told(finding.NotReached, "", "add"), "alice@x's addition of bob@x of " + at + " never reached carol."},
		{
			with(told(finding.InJunk, "", "leave"), func(f *finding.Finding) { f.Folder = "Junk" }),
			"alice@x's leave message of " + at + " lies in Junk of carol, where the client does not look.",
		},
		{
			with(told(finding.Undecryptable, finding.NoKey, ""), func(f *finding.Finding) { f.Count = 1 }),
			"A message to carol cannot be opened with its keys.",
		},
		{
			with(told(finding.Undecryptable, finding.HidesForWhom, ""), func(f *finding.Finding) { f.Count = 2 }),
			"2 messages to carol cannot be read there, though its key fits: the mail hides for whom it is, as clients from 2.46 on write it, and releases 1.142 to 1.159 refuse that.",
		},
		{
			with(told(finding.Undecryptable, finding.Unsupported, ""), func(f *finding.Finding) { f.Count, f.Why = 2, "too new" }),
			"2 messages to carol cannot be opened: too new.",
		},
		{
			with(told(finding.Undecryptable, finding.Damaged, ""), func(f *finding.Finding) { f.Count, f.Why = 3, "cut" }),
			"3 messages to carol cannot be opened: damaged (cut).",
		},
		{
			with(told(finding.Impersonation, finding.WrittenByAnother, "remove"), func(f *finding.Finding) { f.Followed, f.Refused = []string{"carol", "dave"}, []string{"erin"} }),
			`A removal of bob@x in "Choir" of ` + at + " names alice@x as its sender, but none of their devices sent it. " +
				"The clients on carol and dave followed it; those on erin did not.",
		},
		{
			with(told(finding.Impersonation, finding.NoSuchClient, "message"), func(f *finding.Finding) { f.Refused = []string{"erin"} }),
			`A message in "Choir" of ` + at + " names alice@x as its sender, but none of their devices sent it, and no release of any client writes such mail. " +
				"The clients on erin did not follow it.",
		},
		{
			with(told(finding.Impersonation, finding.WrittenByAnother, "add"), func(f *finding.Finding) { f.Followed = []string{"erin"} }),
			`An addition of bob@x in "Choir" of ` + at + " names alice@x as its sender, but none of their devices sent it. The clients on erin followed it.",
		},
		{
			with(told(finding.Disputed, "", "remove"), func(f *finding.Finding) { f.Device, f.Refused = "alice", []string{"bob", "carol"} }),
			"Disputed: alice@x's removal of bob@x of " + at + " counts on alice alone: bob and carol got it and did not follow it. It is left out of what all the mail adds up to.",
		},
		{
			told(finding.UnknownSender, "", "message"),
			`alice@x wrote to "Choir" at ` + at + ", but was not a member in the view of carol at that moment; its user saw an unknown sender.",
		},
		{
			with(told(finding.NonMemberChange, "", "remove"), func(f *finding.Finding) { f.GroupName = "" }),
			"alice@x tried to change the members of the group G1 at " + at + ", but was not a member in the view of carol; it was not followed.",
		},
		{
			with(told(finding.ListMismatch, "", "remove"), func(f *finding.Finding) { f.Listed, f.Shown = []string{"a", "b", "c"}, []string{"a", "d"} }),
			"alice@x's removal of bob@x reached carol at " + at + " with another member list: the message lists b and c, the device does not; " +
				"the device lists d, the message does not.",
		},
		{
			told(finding.StaleList, finding.ReplacedWhole, "message"),
			`The member list of "Choir" on carol had gone 60 days without mail, so the message of alice@x at ` + at + " replaced it whole.",
		},
		{
			told(finding.StaleList, finding.StaleNow, "message"),
			`The member list of "Choir" on carol has gone 60 days without mail from another member; the next message will replace it whole.`,
		},
		{
			told(finding.Unsigned, finding.SealedOnly, "message"),
			"alice@x's message of " + at + " is encrypted but not signed. Anybody who has the members' keys could have written it; clients from 2.0 on do not follow it.",
		},
		{
			told(finding.Unsigned, finding.Plain, "add"),
			"alice@x's addition of bob@x of " + at + " was sent without encryption or signature. Anybody could have written it, and clients before 2.0 believe it.",
		},
		{
			told(finding.BadSignature, finding.DoesNotFit, "message"),
			"alice@x's message of " + at + " carries a signature that does not fit: the content was altered, or the signature was made for something else.",
		},
		{
			with(told(finding.BadSignature, finding.Unacceptable, "message"), func(f *finding.Finding) { f.Why = "too weak" }),
			"The signature on alice@x's message of " + at + " cannot be accepted: too weak.",
		},
		{
			with(told(finding.BadSignature, finding.OtherKey, "message"), two),
			"alice@x's message of " + at + " is signed by the key AA, which is not the key of alice@x that the case knows. They changed their key, or somebody else wrote it.",
		},
		{
			with(told(finding.Unprotected, "", "add"), func(f *finding.Finding) { f.Fields = []string{"Chat-Group-ID", "Chat-Group-Name"} }),
			"alice@x's addition of bob@x of " + at + " has Chat-Group-ID and Chat-Group-Name outside the encrypted part, where any mail server could have written it. Clients before 1.136 believe it.",
		},
		{
			with(told(finding.ConflictingID, "", "message"), func(f *finding.Finding) { f.Count = 2 }),
			`2 messages with different content share the Message-ID "1@x". A client reads only the one that reaches it first.`,
		},
		{
			with(told(finding.ClockOff, finding.AheadOfDelivery, "message"), func(f *finding.Finding) { f.Seconds = 3725 }),
			"alice@x's message is dated " + at + ", 1h2m5s after it was delivered: the clock of alice@x is off, and with it the order of changes.",
		},
		{
			with(told(finding.ClockOff, finding.BeforeParent, "message"), func(f *finding.Finding) { f.Seconds = 900 }),
			"alice@x's message is dated " + at + ", 15m0s before the message it answers: the clock of alice@x is off, and with it the order of changes.",
		},
		{
			with(told(finding.CorrectionRefused, finding.Unacceptable, "message"), func(f *finding.Finding) { f.Why = "too weak" }),
			`The correction "1@x" by alice@x carries a message of bob@x that changes nothing: its signature cannot be accepted: too weak.`,
		},
		{
			told(finding.CorrectionRefused, finding.OtherGroup, "message"),
			`The correction "1@x" by alice@x carries a message of bob@x that changes nothing: it belongs to another group.`,
		},
		{
			told(finding.UnknownOwner, "", ""),
			"Nothing in the mail of carol says which address is its own, so its views cannot be rebuilt.",
		},
		{
			with(told(finding.OneAccount, "", ""), func(f *finding.Finding) { f.Devices, f.Addresses = []string{"carol", "carol2"}, []string{"carol@x"} }),
			"carol and carol2 are of one account, carol@x. Mail does not tell which device of an account sent it, so each without a backup is taken to have sent all of it.",
		},
		{
			with(told(finding.TwoAddresses, "", ""), two),
			`One person is in "Choir" under two addresses, bob@x and bob@y: the key AA signed mail as both.`,
		},
		{
			with(told(finding.TwoKeys, finding.KeyChanged, ""), two),
			`One person is in "Choir" under two keys, as bob@x and bob@y: their key AA certified the key BB, which takes its place.`,
		},
		{
			with(told(finding.TwoKeys, finding.KeysUnrelated, ""), one),
			`bob@x is in "Choir" twice, under the keys AA and BB, and both signed mail from there. They set up their account anew, or somebody else uses the address.`,
		},
	} {
		t.Run(string(tc.finding.Code)+" "+string(tc.finding.Reason), func(t *testing.T) {
			text, fix := sentence(&tc.finding)
			if diff := cmp.Diff(tc.want, text); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if fix == "" {
				t.Error("no advice")
			}
		})
	}
}

func TestADifferenceSaysWhatBecameOfTheMessage(t *testing.T) {
	at := time.Unix(1795217379, 0)
	message := func(kind string) *finding.Message { return &finding.Message{ID: "1@x", Kind: kind, Time: at} }
	for _, tc := range []struct {
		difference finding.Difference
		want       string
	}{
		{
			finding.Difference{Subject: "bob@x", How: finding.Missing, Reason: finding.NeverArrived, Actor: "alice@x", Message: message("add")},
			`In "Choir", carol does not see bob@x: alice@x added bob@x at 2026-11-20 23:29:39 UTC; that message never arrived.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Missing, Reason: finding.FiledAsSpam, Actor: "alice@x", Message: message("create")},
			`In "Choir", carol does not see bob@x: the group was made with them; that message was filed as spam.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Extra, Reason: finding.NotFollowed, Rule: "too old", Actor: "alice@x", Message: message("remove")},
			`In "Choir", carol still shows bob@x: alice@x removed bob@x at 2026-11-20 23:29:39 UTC; that message arrived, but was not followed: too old.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Extra, Reason: finding.Outweighed, Rule: "taken", Actor: "bob@x", Message: message("leave")},
			`In "Choir", carol still shows bob@x: bob@x left at 2026-11-20 23:29:39 UTC; that message was read (taken), but another one outweighed it.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Extra, Reason: finding.NoMessage},
			`In "Choir", carol still shows bob@x: no message of the case says how that came about.`,
		},
		{
			finding.Difference{How: finding.Absent, Reason: finding.NoKey, Actor: "alice@x", Message: message("add")},
			`carol is a member of "Choir", but does not have the group: alice@x added it at 2026-11-20 23:29:39 UTC; that message arrived, but the device has no key that opens it.`,
		},
		{
			finding.Difference{How: finding.Absent, Reason: finding.HidesForWhom, Actor: "alice@x", Message: message("add")},
			`carol is a member of "Choir", but does not have the group: alice@x added it at 2026-11-20 23:29:39 UTC; that message arrived and a key of the device fits, but its release opens no mail that hides for whom it is.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Missing, Reason: finding.ForgedHere, Actor: "alice@x", Message: message("remove"), Inferred: true},
			`In "Choir", carol does not see bob@x (inferred, not read in its own mail): it followed a removal of 2026-11-20 23:29:39 UTC that names alice@x as its sender, but is not theirs.`,
		},
		{
			finding.Difference{Subject: "bob@x", How: finding.Extra, Reason: finding.ForgedHere, Actor: "alice@x", Message: message("add")},
			`In "Choir", carol still shows bob@x: it followed an addition of 2026-11-20 23:29:39 UTC that names alice@x as its sender, but is not theirs.`,
		},
		{
			finding.Difference{How: finding.Absent, Reason: finding.NotSentHere, Actor: "alice@x", Message: message("create")},
			`carol is a member of "Choir", but does not have the group: the group was made with it; the sender did not send that message here, because their own list lacked this device.`,
		},
	} {
		f := told(finding.ViewsDiffer, finding.OtherMembers, "")
		f.Differences = []finding.Difference{tc.difference}
		text, _ := sentence(&f)
		if diff := cmp.Diff(tc.want, text); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}
