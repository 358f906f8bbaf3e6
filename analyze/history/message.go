package analyze

import "github.com/gmmtool/gmmtool/internal/membership"

// statement turns what a message says into what the membership rules take.
func statement(it *item, d *device, now int64) membership.Message {
	said := it.said
	m := membership.Message{
		From:          said.From.Address,
		Signer:        string(said.Signer),
		Outgoing:      d.owns(said.From.Address),
		To:            said.To,
		Past:          said.Past,
		Fingerprints:  said.Fingerprints,
		Times:         said.Times,
		Gossip:        func(address string) string { return string(said.Gossip(address)) },
		AddedHeader:   said.Added != "",
		Added:         said.Added,
		RemovedHeader: said.Removed != "",
		Removed:       said.Removed,
		RemovedKey:    said.RemovedFpr,
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
