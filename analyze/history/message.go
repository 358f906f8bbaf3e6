package analyze

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// shiftedFingerprints are the releases in which an invalid address in To did
// not use up its entry of Chat-Group-Member-Fpr (fixed in 2.40.0).
const shiftedFingerprintsUntil gmm.Release = 2_040_000

// statement turns what a message says into what the membership rules take.
func statement(it *item, d *device, now int64) membership.Received {
	said := it.said
	to, past := memberEntries(said, d.release)
	m := membership.Received{
		From:          membership.Entry{Address: said.From.Address, Valid: said.From.Valid(), Fingerprint: string(said.Signer)},
		Outgoing:      d.owns(said.From.Address),
		To:            to,
		Past:          past,
		Times:         said.Times,
		AddedHeader:   said.Added != "",
		RemovedHeader: said.Removed != "",
		Added:         entryOf(gmm.Mailbox{Address: said.Added}, said.AddedFpr, said),
		Removed:       entryOf(gmm.Mailbox{Address: said.Removed}, said.RemovedFpr, said),
		Chat:          said.Chat,
		HasName:       said.HasName,
		Encrypted:     said.Encrypted,
		MailingList:   said.MailingList,
		Date:          said.Date,
		Now:           now,
	}
	switch it.replyTo {
	case repliesKnown:
		m.ReplyTo = membership.ReplyKnown
	case repliesUnknown:
		m.ReplyTo = membership.ReplyUnknown
	}
	return m
}

// memberEntries pairs To and Past-Members with their fingerprints by position.
// With fewer fingerprints than recipients, clients ignore the header.
func memberEntries(said gmm.Said, r gmm.Release) (to, past []membership.Entry) {
	fingerprints := said.Members
	if len(fingerprints) < len(said.To) {
		fingerprints = nil
	}
	take := func(valid bool) string {
		if len(fingerprints) == 0 || !valid && r < shiftedFingerprintsUntil {
			return ""
		}
		first := fingerprints[0]
		fingerprints = fingerprints[1:]
		return first
	}
	for _, mailbox := range said.To {
		to = append(to, entryOf(mailbox, take(mailbox.Valid()), said))
	}
	for _, mailbox := range said.Past {
		past = append(past, entryOf(mailbox, take(mailbox.Valid()), said))
	}
	return to, past
}

func entryOf(mailbox gmm.Mailbox, fingerprint string, said gmm.Said) membership.Entry {
	return membership.Entry{
		Address:     mailbox.Address,
		Valid:       mailbox.Valid(),
		Fingerprint: fingerprint,
		Gossip:      string(said.Gossip(mailbox.Address)),
	}
}
