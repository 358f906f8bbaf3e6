package history

import (
	"github.com/gmmtool/gmmtool/internal/membership"
)

// message turns what a step says into what the membership rules take. now is the
// device's clock, in unix seconds.
func (d *Device) message(st *Step, now int64) membership.Message {
	reading := st.Reading
	return membership.Message{
		From:          reading.From.Address,
		Signer:        string(reading.Signer),
		Outgoing:      d.Owns(reading.From.Address),
		To:            reading.To,
		Past:          reading.Past,
		Fingerprints:  reading.Fingerprints,
		Times:         reading.Times,
		Gossip:        func(address string) string { return string(reading.Gossip(address)) },
		AddedHeader:   reading.Added != "",
		Added:         reading.Added,
		RemovedHeader: reading.Removed != "",
		Removed:       reading.Removed,
		RemovedKey:    reading.RemovedFpr,
		Chat:          reading.Chat,
		HasName:       reading.HasName,
		Encrypted:     reading.Encrypted,
		MailingList:   reading.MailingList,
		ReplyTo:       st.replyTo,
		Date:          reading.Date,
		Now:           now,
	}
}
