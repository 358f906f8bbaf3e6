package gmm

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

func TestMessageID(t *testing.T) {
	one, two := "Message-ID: <1@x>", "Message-ID: <2@x>"
	moved := "X-Microsoft-Original-Message-ID: <ms@x>"
	hidden := plain(fields(sender, one))
	hidden.Hidden = fields("Message-ID: <hidden@x>")
	both := plain(fields(sender, one, moved))
	both.Hidden = hidden.Hidden
	checkAll(t, []boundary{
		{name: "is that outside of plain mail", m: plain(fields(sender, one)), of: id, before: "1@x"},
		{name: "is that inside from 1.133 on", m: authentic(fields(sender, one), fields(sender, two)), of: id, before: "1@x", from: release.Of(1, 133, 0), after: "2@x"},
		{name: "is that outside if there is none inside", m: authentic(fields(sender, one), fields(sender)), of: id, before: "1@x"},
		{name: "also with header protection", m: withHP(authentic(fields(sender, one), fields(sender))), of: id, before: "1@x"},
		{name: "is that outside where it could not be opened", m: &Message{Outer: fields(sender, one), Seal: &Seal{Opening: NoKey}}, of: id, before: "1@x"},
		{name: "is the hidden one from 1.157.2 on", m: hidden, of: id, before: "1@x", from: release.Of(1, 157, 2), after: "hidden@x"},
		{name: "is that which Exchange moved", m: plain(fields(sender, one, moved)), of: id, before: "ms@x"},
		{name: "from 1.51 on", m: plain(fields(sender, one, moved)), of: id, before: "1@x", from: release.Of(1, 51, 0), after: "ms@x"},
		{name: "is so in 1.136, which merges it in another way", m: plain(fields(sender, one, moved)), of: id, before: "ms@x", from: release.Of(1, 136, 0), after: "ms@x"},
		{name: "is that which Exchange moved before a hidden one", m: both, of: id, before: "ms@x", from: release.Of(1, 157, 2), after: "ms@x"},
		{name: "up to 1.135 Exchange wins over that inside", m: authentic(fields(sender, one, moved), fields(sender, two)), of: id, before: "ms@x", from: release.Of(1, 136, 0), after: "2@x"},
		{name: "a field inside that looks like Exchange's is none from 1.136 on", m: authentic(fields(sender, one), fields(sender, two, moved)), of: id, before: "ms@x", from: release.Of(1, 136, 0), after: "2@x"},
		{name: "is the first of several words", m: plain(fields(sender, "Message-ID: <1@x> <2@x>")), of: id, before: "1@x"},
		{name: "may miss its brackets", m: plain(fields(sender, "Message-ID: 1@x")), of: id, before: "1@x"},
		{name: "may be missing", m: plain(fields(sender)), of: id, before: ""},
	})
}

func TestDate(t *testing.T) {
	day := func(s *Reading) string {
		if s.Date == 0 {
			return ""
		}
		return SentTime("1 Jan 1970").AddDate(0, 0, int(s.Date/86400)).Format("02")
	}
	one, two := "Date: 1 Nov 2026 12:00:00 +0000", "Date: 2 Nov 2026 12:00:00 +0000"
	both := authentic(fields(sender, one), fields(sender, two))
	clear := signedInTheClear(fields(sender, one), fields(sender, two))
	checkAll(t, []boundary{
		{name: "of plain mail is that outside", m: plain(fields(sender, one)), of: day, before: "01"},
		{name: "inside counts up to 1.134", m: both, of: day, before: "02", from: release.Of(1, 135, 0), after: "01"},
		{name: "and again from 1.141.2 on", m: both, of: day, before: "01", from: release.Of(1, 141, 2), after: "02"},
		{name: "also in unsigned mail", m: unsigned(fields(sender, one), fields(sender, two)), of: day, before: "01", from: release.Of(1, 141, 2), after: "02"},
		{name: "without one inside, that outside counts", m: withHP(authentic(fields(sender, one), fields(sender))), of: day, before: "01"},
		{name: "so it does if that inside cannot be read", m: authentic(fields(sender, one), fields(sender, "Date: soon")), of: day, before: "", from: release.Of(1, 135, 0), after: "01"},
		{name: "of mail signed in the clear is the signed one from 1.157.3 on", m: clear, of: day, before: "01", from: release.Of(1, 157, 3), after: "02"},
		{name: "and no longer from 2.50 on", m: clear, of: day, before: "02", from: release.Of(2, 50, 0), after: "01"},
		{name: "the first of two counts from 1.135 on", m: plain(fields(sender, one, two)), of: day, before: "02", from: release.Of(1, 135, 0), after: "01"},
		{name: "may be missing", m: plain(fields(sender)), of: day, before: ""},
	})
}

func TestMailingLists(t *testing.T) {
	list := yes(func(s *Reading) bool { return s.MailingList })
	outside := fields(sender, "List-ID: <l>")
	checkAll(t, []boundary{
		{name: "have a List-ID", m: plain(outside), of: list, before: "yes"},
		{name: "or Sender and Precedence list", m: plain(fields(sender, "Sender: s@x", "Precedence: list")), of: list, before: "yes"},
		{name: "or Sender and Precedence bulk", m: plain(fields(sender, "Sender: s@x", "Precedence: bulk")), of: list, before: "yes"},
		{name: "not Sender alone", m: plain(fields(sender, "Sender: s@x")), of: list, before: "no"},
		{name: "not Precedence alone", m: plain(fields(sender, "Precedence: list")), of: list, before: "no"},
		{name: "not in capitals", m: plain(fields(sender, "Sender: s@x", "Precedence: List")), of: list, before: "no"},
		{name: "or a Chat-List-ID from 2.24 on", m: plain(fields(sender, "Chat-List-ID: <l>")), of: list, before: "no", from: release.Of(2, 24, 0), after: "yes"},
		{name: "a List-ID outside signed mail counts up to 2.2", m: authentic(outside, fields(sender)), of: list, before: "yes", from: release.Of(2, 3, 0), after: "no"},
		{name: "outside unsigned mail for ever", m: unsigned(outside, fields(sender)), of: list, before: "yes"},
		{name: "unless it has header protection", m: withHP(unsigned(outside, fields(sender))), of: list, before: "yes", from: release.Of(2, 27, 0), after: "no"},
		{name: "a List-ID inside always counts", m: withHP(authentic(fields(sender), outside)), of: list, before: "yes"},
	})
}

func TestSecureJoin(t *testing.T) {
	at := func(value string) Fields { return fields(sender, "Secure-Join: "+value) }
	checkAll(t, []boundary{
		{name: "a request counts in plain mail", m: plain(at("vg-request")), of: step, before: "vg-request"},
		{name: "other steps do up to 1.135", m: plain(at("vg-member-added")), of: step, before: "vg-member-added", from: release.Of(1, 136, 0)},
		{name: "a step inside signed mail counts", m: authentic(fields(sender), at("vg-member-added")), of: step, before: "vg-member-added"},
		{name: "a step inside replaces a request outside from 1.136 on", m: authentic(at("vg-request"), at("vg-member-added")), of: step,
			before: "vg-request", from: release.Of(1, 136, 0), after: "vg-member-added"},
		{name: "a step outside signed mail does up to 1.135", m: authentic(at("vg-member-added"), fields(sender)), of: step, before: "vg-member-added", from: release.Of(1, 136, 0)},
		{name: "a request outside signed mail does up to 2.2", m: authentic(at("vg-request"), fields(sender)), of: step, before: "vg-request", from: release.Of(2, 3, 0)},
		{name: "a step inside unsigned mail does up to 1.135", m: unsigned(fields(sender), at("vg-member-added")), of: step, before: "vg-member-added", from: release.Of(1, 136, 0)},
		{name: "a request for a key may be unsigned from 2.45 on", m: unsigned(fields(sender), at("vc-request-pubkey")), of: step, before: "", from: release.Of(2, 45, 0), after: "vc-request-pubkey"},
		{name: "but not plain", m: plain(at("vc-request-pubkey")), of: step, before: "vc-request-pubkey", from: release.Of(1, 136, 0)},
	})
}

func TestGossip(t *testing.T) {
	gossiped := func(s *Reading) string {
		var all string
		for _, address := range s.Gossiped() {
			all += address + "=" + string(s.Gossip(address)) + " "
		}
		return all
	}
	gossip := func(m *Message, pairs ...string) *Message {
		for pair := range slices.Chunk(pairs, 2) {
			m.Gossip = append(m.Gossip, KeyHeader{Address: pair[0], Fingerprint: pgp.Fingerprint(pair[1]), Protected: true})
		}
		return m
	}
	outside, inside := fields(sender, "To: b@x"), fields(sender, "To: b@x, c@x")
	checkAll(t, []boundary{
		{name: "counts for recipients", m: gossip(authentic(outside, inside), "b@x", "B", "d@x", "D"), of: gossiped, before: "b@x=B "},
		{name: "up to 1.156 for those outside only", m: gossip(authentic(outside, inside), "c@x", "C"), of: gossiped, before: "", from: release.Of(1, 157, 0), after: "c@x=C "},
		{name: "the later of two counts", m: gossip(authentic(outside, inside), "b@x", "1", "b@x", "2"), of: gossiped, before: "b@x=2 "},
		{name: "one that cannot be read is none", m: gossip(authentic(outside, inside), "b@x", "1", "b@x", ""), of: gossiped, before: "b@x=1 "},
		{name: "never counts for the sender", m: gossip(authentic(fields(sender, "To: a@x, b@x"), fields(sender)), "a@x", "A"), of: gossiped, before: ""},
		{name: "does not count in unsigned mail", m: gossip(unsigned(outside, inside), "b@x", "B"), of: gossiped, before: ""},
		{name: "does not count in mail signed in the clear", m: gossip(signedInTheClear(outside, inside), "b@x", "B"), of: gossiped, before: ""},
	})
}

func TestHalvesOfASplitMessage(t *testing.T) {
	post := yes(func(s *Reading) bool { return s.IsPost })
	postID := func(s *Reading) string { return s.PostMessageID }
	mark, names := fields(sender, "Chat-Is-Post-Message: 1"), fields(sender, "Chat-Post-Message-ID: <p@x>")
	checkAll(t, []boundary{
		{name: "the second is marked outside, from 2.38 on", m: authentic(mark, mark), of: post, before: "no", from: release.Of(2, 38, 0), after: "yes"},
		{name: "a mark inside alone is none", m: authentic(fields(sender), mark), of: post, before: "no"},
		{name: "the first names the second inside, from 2.38 on", m: authentic(fields(sender), names), of: postID, before: "", from: release.Of(2, 38, 0), after: "p@x"},
		{name: "also in unsigned mail", m: unsigned(fields(sender), names), of: postID, before: "", from: release.Of(2, 38, 0), after: "p@x"},
		{name: "but not outside", m: authentic(names, fields(sender)), of: postID, before: ""},
		{name: "nor in plain mail", m: plain(names), of: postID, before: ""},
		{name: "what is both is the first", m: authentic(mark, names), of: post, before: "no"},
		{name: "a name that is empty makes it refused", m: authentic(fields(sender), fields(sender, "Chat-Post-Message-ID: <>")), of: refused,
			before: "", from: release.Of(2, 38, 0), after: "Chat-Post-Message-ID is empty"},
	})
}

func TestTrash(t *testing.T) {
	report := func(kind Report, lines ...string) *Message {
		m := plain(fields(append([]string{sender}, lines...)...))
		m.Report = kind
		return m
	}
	edit := "Chat-Edit: <1@x>"
	hidden := plain(fields(sender))
	hidden.Hidden = fields(edit)
	checkAll(t, []boundary{
		{name: "receipts", m: report(ReportRead), of: trash, before: "receipt"},
		{name: "bounces", m: report(ReportDelivery), of: trash, before: "bounce"},
		{name: "sync items to oneself", m: report(ReportSync, "To: a@x"), of: trash, before: "sync"},
		{name: "sync items to nobody", m: report(ReportSync), of: trash, before: "sync"},
		{name: "sync items to others from 2.0 on", m: report(ReportSync, "To: b@x"), of: trash, before: "", from: release.Of(2, 0, 0), after: "sync"},
		{name: "status updates from 2.0 on", m: report(ReportStatusUpdate), of: trash, before: "", from: release.Of(2, 0, 0), after: "status update"},
		{name: "drafts", m: plain(fields(sender, "X-Mozilla-Draft-Info: x")), of: trash, before: "draft"},
		{name: "edits from 2.0 on: before, their member list counts", m: authentic(fields(sender), fields(sender, edit)), of: trash, before: "", from: release.Of(2, 0, 0), after: "edit"},
		{name: "deletions from 2.0 on", m: authentic(fields(sender), fields(sender, "Chat-Delete: <1@x>")), of: trash, before: "", from: release.Of(2, 0, 0), after: "deletion"},
		{name: "hidden edits of plain mail from 2.0 on", m: hidden, of: trash, before: "", from: release.Of(2, 0, 0), after: "edit"},
		{name: "not edits in the outer section, which must be hidden there", m: plain(fields(sender, edit)), of: trash, before: ""},
		{name: "peers of an app from 2.0 on", m: plain(fields(sender, "Iroh-Node-Addr: x")), of: trash, before: "", from: release.Of(2, 0, 0), after: "realtime"},
		{name: "answered calls from 2.13 on", m: plain(fields(sender, "Chat-Content: call-accepted")), of: trash, before: "", from: release.Of(2, 13, 0), after: "call"},
		{name: "ended calls from 2.13 on", m: plain(fields(sender, "Chat-Content: call-ended")), of: trash, before: "", from: release.Of(2, 13, 0), after: "call"},
		{name: "not calls themselves", m: plain(fields(sender, "Chat-Content: call")), of: trash, before: ""},
		{name: "unpinned messages from 2.58 on", m: plain(fields(sender, "Chat-Content: message-unpinned")), of: trash, before: "", from: release.Of(2, 58, 0), after: "unpin"},
		{name: "not pinned ones", m: plain(fields(sender, "Chat-Content: message-pinned")), of: trash, before: ""},
		{name: "not ordinary messages", m: plain(fields(sender, gA)), of: trash, before: ""},
	})
}
