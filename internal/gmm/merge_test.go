package gmm

import (
	"testing"

	"github.com/gmmtool/gmmtool/internal/release"
)

func TestGroupFieldsOutsideSealedMail(t *testing.T) {
	outside := fields(sender, gA, "Chat-Group-Name: n", "Chat-Group-Member-Added: b@x", "Chat-Group-Member-Removed: c@x")
	inside := fields(sender, "Chat-Version: 1.0")
	hasTimes := yes(func(s *Reading) bool { return s.Times != nil })
	checkAll(t, []boundary{
		{name: "of plain mail count", m: plain(outside), of: group, before: idA},
		{name: "the group id of signed mail counts up to 1.135", m: authentic(outside, inside), of: group, before: idA, from: release.Of(1, 136, 0)},
		{name: "the group name of signed mail counts up to 1.135", m: authentic(outside, inside), of: groupName, before: "n", from: release.Of(1, 136, 0)},
		{name: "an addition of signed mail counts up to 1.135", m: authentic(outside, inside), of: added, before: "b@x", from: release.Of(1, 136, 0)},
		{name: "a removal of signed mail counts up to 1.135", m: authentic(outside, inside), of: removed, before: "c@x", from: release.Of(1, 136, 0)},
		{name: "member times of signed mail count up to 1.153", m: authentic(fields(sender, "Chat-Group-Member-Timestamps: 1"), inside), of: hasTimes, before: "yes", from: release.Of(1, 154, 0), after: "no"},
		{name: "the time of a name of signed mail counts up to 1.156.0", m: authentic(fields(sender, "Chat-Group-Name-Timestamp: 1"), inside),
			of: yes(func(s *Reading) bool { return s.NameTimestamp == 1 }), before: "yes", from: release.Of(1, 156, 1), after: "no"},
		{name: "member fingerprints of signed mail count up to 2.2", m: authentic(fields(sender, "Chat-Group-Member-Fpr: "+string(alice)), inside),
			of: yes(func(s *Reading) bool { return s.Fingerprints != nil }), before: "yes", from: release.Of(2, 3, 0), after: "no"},
		{name: "Chat-Version of signed mail counts up to 2.2", m: authentic(fields(sender, "Chat-Version: 1.0"), fields(sender)),
			of: yes(func(s *Reading) bool { return s.Chat }), before: "yes", from: release.Of(2, 3, 0), after: "no"},
		{name: "the group id of unsigned mail counts up to 2.2", m: unsigned(outside, inside), of: group, before: idA, from: release.Of(2, 3, 0)},
		{name: "the group id inside counts more", m: authentic(outside, fields(sender, gB)), of: group, before: idB},
		{name: "the group id inside unsigned mail counts more", m: unsigned(outside, fields(sender, gB)), of: group, before: idB},
	})
}

func TestWhichOfTwoFieldsCounts(t *testing.T) {
	inReplyTo := func(s *Reading) string { return s.InReplyTo }
	checkAll(t, []boundary{
		{name: "the last of a chat field", m: plain(fields(sender, gA, gB)), of: group, before: idB},
		{name: "the last of a reply field", m: plain(fields(sender, "In-Reply-To: <1>", "In-Reply-To: <2>")), of: inReplyTo, before: "2"},
		{name: "the first of another field up to 2.1", m: plain(fields(sender, "Sender: s@x", "Precedence: list", "Precedence: junk")),
			of: yes(func(s *Reading) bool { return s.MailingList }), before: "yes", from: release.Of(2, 2, 0), after: "no"},
		{name: "a reply field inside before that outside", m: authentic(fields(sender, "In-Reply-To: <1>"), fields(sender, "In-Reply-To: <2>")), of: inReplyTo, before: "2"},
		{name: "a reply field outside up to 2.2, if there is none inside", m: authentic(fields(sender, "In-Reply-To: <1>"), fields(sender)),
			of: inReplyTo, before: "1", from: release.Of(2, 3, 0)},
		{name: "encoded words count as what they say", m: plain(fields(sender, "Chat-Group-Name: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=")), of: groupName, before: "Grüße"},
	})
}

func TestRecipients(t *testing.T) {
	outside := fields(sender, "To: b@x", "Cc: c@x")
	checkAll(t, []boundary{
		{name: "To comes before Cc", m: plain(fields(sender, "Cc: c@x", "To: b@x")), of: to, before: "b@x c@x "},
		{name: "up to 1.139.2 every To counts", m: plain(fields(sender, "To: b@x", "To: c@x")), of: to, before: "b@x c@x ", from: release.Of(1, 139, 3), after: "c@x "},
		{name: "those inside replace both lists", m: authentic(outside, fields(sender, "To: d@x")), of: to, before: "d@x "},
		{name: "also in unsigned mail", m: unsigned(outside, fields(sender, "To: d@x")), of: to, before: "d@x "},
		{name: "without any inside, those outside stay", m: authentic(outside, fields(sender)), of: to, before: "b@x c@x "},
		{name: "hidden recipients inside are none", m: authentic(outside, fields(sender, `To: "hidden-recipients": ;`)), of: to, before: "b@x c@x "},
		{name: "with header protection they go in 2.57", m: withHP(authentic(outside, fields(sender))), of: to, before: "b@x c@x ", from: release.Of(2, 57, 0)},
		{name: "a broken list is none", m: plain(fields(sender, "To: b@x, nobody")), of: to, before: ""},
	})
}

func TestPastMembers(t *testing.T) {
	outside := fields(sender, "Chat-Group-Past-Members: b@x, C <c@x>")
	checkAll(t, []boundary{
		{name: "of plain mail count", m: plain(outside), of: past, before: "b@x c@x "},
		{name: "those inside replace those outside", m: authentic(outside, fields(sender, "Chat-Group-Past-Members: d@x")), of: past, before: "d@x "},
		{name: "without any inside, those outside stay even of signed mail", m: authentic(outside, fields(sender)), of: past, before: "b@x c@x "},
		{name: "with header protection they go in 2.57", m: withHP(authentic(outside, fields(sender))), of: past, before: "b@x c@x ", from: release.Of(2, 57, 0)},
	})
}

func TestHeaderProtectionDropsWhatStandsOutside(t *testing.T) {
	outside := fields(sender, gA, "Sender: s@x", "Precedence: list", "X-Mozilla-Draft-Info: 1")
	list := yes(func(s *Reading) bool { return s.MailingList })
	drafted := withHP(authentic(outside, fields(sender)))
	checkAll(t, []boundary{
		{name: "a draft mark", m: drafted, of: trash, before: "draft", from: release.Of(2, 27, 0)},
		{name: "Precedence, with Sender inside", m: withHP(authentic(outside, fields(sender, "Sender: s@x"))), of: list, before: "yes", from: release.Of(2, 27, 0), after: "no"},
		{name: "but not without it", m: authentic(outside, fields(sender, "Sender: s@x")), of: list, before: "yes"},
		{name: "also if the parameter is empty", m: func() *Message { m := authentic(outside, fields(sender)); m.HP = "?"; return m }(), of: trash, before: "draft", from: release.Of(2, 27, 0)},
	})
}

func TestMailSignedInTheClear(t *testing.T) {
	outside, inside := fields(sender, gA, "To: b@x", "Message-ID: <1>"), fields("From: z@x", gB, "To: c@x", "Message-ID: <2>")
	m := signedInTheClear(outside, inside)
	checkAll(t, []boundary{
		{name: "the group id of the signed part counts from 1.111 on", m: m, of: group, before: idA, from: release.Of(1, 111, 0), after: idB},
		{name: "and no longer from 2.50 on", m: m, of: group, before: idB, from: release.Of(2, 50, 0), after: idA},
		{name: "so do its recipients", m: m, of: to, before: "c@x ", from: release.Of(2, 50, 0), after: "b@x "},
		{name: "its From replaces that outside without a word", m: m, of: from, before: "<z@x>", from: release.Of(2, 50, 0), after: "<a@x>"},
		{name: "and never makes it refused", m: m, of: refused, before: ""},
		{name: "it is never called encrypted", m: m, of: yes(func(s *Reading) bool { return s.Encrypted }), before: "no"},
		{name: "a bad signature does not matter", m: func() *Message { m := signedInTheClear(outside, inside); m.Seal.Accepted = false; return m }(),
			of: group, before: idB, from: release.Of(2, 50, 0), after: idA},
		{name: "with hp, outer fields go in 2.27", m: withHP(signedInTheClear(fields(sender, "X-Mozilla-Draft-Info: 1"), fields(sender))), of: trash, before: "draft", from: release.Of(2, 27, 0)},
	})
}

func TestFrom(t *testing.T) {
	outer, named := fields(sender), fields("From: Alice <a@x>")
	other := fields("From: Z <z@x>")
	const none = "From is not exactly one address"
	checkAll(t, []boundary{
		{name: "the name inside signed mail is shown from 1.141 on", m: authentic(outer, named), of: from, before: "<a@x>", from: release.Of(1, 141, 0), after: "Alice<a@x>"},
		{name: "the name inside unsigned mail from 1.142 on", m: unsigned(outer, named), of: from, before: "<a@x>", from: release.Of(1, 142, 0), after: "Alice<a@x>"},
		{name: "without one inside, that outside counts", m: withHP(authentic(outer, fields("To: b@x"))), of: from, before: "<a@x>"},
		{name: "up to 1.135 that outside counts even if they differ", m: authentic(outer, other), of: from, before: "<a@x>", from: release.Of(1, 136, 0), after: "Z<z@x>"},
		{name: "signed mail where they differ is refused from 1.136 on", m: authentic(outer, other), of: refused, before: "", from: release.Of(1, 136, 0), after: differs},
		{name: "and believed from 2.57 on", m: authentic(outer, other), of: refused, before: differs, from: release.Of(2, 57, 0)},
		{name: "from 2.57 on that inside counts", m: authentic(outer, other), of: from, before: "Z<z@x>", from: release.Of(2, 57, 0), after: "Z<z@x>"},
		{name: "unsigned mail where they differ is refused from 1.142 on", m: unsigned(outer, other), of: refused, before: "", from: release.Of(1, 142, 0), after: differs},
		{name: "and still is in 2.57", m: unsigned(outer, other), of: refused, before: differs, from: release.Of(2, 57, 0), after: differs},
		{name: "up to 1.141 unsigned mail is of the sender outside", m: unsigned(outer, other), of: from, before: "<a@x>", from: release.Of(1, 142, 0), after: "Z<z@x>"},
		{name: "two addresses make it refused", m: plain(fields("From: a@x, b@x")), of: refused, before: none},
		{name: "so does none", m: plain(fields("To: b@x")), of: refused, before: none},
		{name: "so does a broken list", m: plain(fields("From: nobody")), of: refused, before: none},
		{name: "before 1.102 the first of two counts", m: plain(fields("From: a@x, b@x")), of: refused, before: "", from: release.Of(1, 102, 0), after: none},
		{name: "two fields are two addresses up to 1.139.2", m: plain(fields("From: b@x", sender)), of: refused, before: none, from: release.Of(1, 139, 3)},
		{name: "then the last counts", m: plain(fields("From: b@x", sender)), of: from, before: "<>", from: release.Of(1, 139, 3), after: "<a@x>"},
		{name: "a broken one outside makes even signed mail refused", m: authentic(fields("From: nobody"), named), of: refused, before: none},
	})
}
