package history

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// keyContacts is the first release whose groups are of keys and only take
// encrypted mail.
var keyContacts = release.Of(2, 0, 0)

// groupOf follows the clients' assignment (decide_chat_assignment and its
// predecessors, src/receive_imf.rs): the group id where it counts, else the
// group of the message being answered.
func (t *timeline) groupOf(reading *gmm.Reading) string {
	if reading.Trash != "" || reading.MailingList {
		return ""
	}
	if t.device.Release >= keyContacts && !reading.Encrypted {
		return "" // plain mail with a group id is not mail of that group
	}
	if reading.GroupID != "" {
		return reading.GroupID
	}
	return t.groupByReply(reading)
}

// groupByReply looks the answered messages up, from the last to the first. A
// message to nobody but the device is a private answer.
func (t *timeline) groupByReply(reading *gmm.Reading) string {
	for i := len(reading.References) - 1; i >= 0; i-- {
		group, known := t.groups[reading.References[i]]
		if !known || t.sealed[reading.References[i]] { // mail that could not be opened is not a parent
			continue
		}
		private := len(reading.To) == 1 && (t.device.Owns(reading.To[0].Address) || t.device.Owns(reading.From.Address))
		if private {
			return ""
		}
		return group
	}
	return ""
}

// replyOf tells what the device knows of the message that In-Reply-To names.
func (t *timeline) replyOf(reading *gmm.Reading) membership.ReplyTo {
	if reading.InReplyTo == "" {
		return membership.ReplyNone
	}
	_, known := t.groups[reading.InReplyTo]
	switch {
	case !known:
		return membership.ReplyUnknown
	case t.sealed[reading.InReplyTo]: // not downloaded, in the client's words (1.139.3 receive_imf.rs:2027, 1.151.3 :1627)
		return membership.ReplyPartial
	}
	return membership.ReplyKnown
}
