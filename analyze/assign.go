package analyze

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// keyContacts is the first release whose groups are of keys and only take
// encrypted mail.
var keyContacts = release.Of(2, 0, 0)

// assignGroups decides for every message of the timeline which group the
// client put it into, and whether it knew the message being answered.
func (t *timeline) assignGroups() {
	groups := map[string]string{} // Message-ID the device knows -> its group, or ""
	for _, own := range t.own {
		own.group = t.groupOf(own, groups)
		groups[own.said.MessageID] = own.group
	}
	for _, received := range t.received {
		received.replyTo = replyOf(received.said, groups)
		received.group = t.groupOf(received, groups)
		if id := received.said.MessageID; id != "" {
			groups[id] = received.group
		}
	}
}

func replyOf(said *gmm.Reading, known map[string]string) replyKnowledge {
	if said.InReplyTo == "" {
		return repliesNone
	}
	if _, ok := known[said.InReplyTo]; ok {
		return repliesKnown
	}
	return repliesUnknown
}

// groupOf follows the clients' assignment (decide_chat_assignment and its
// predecessors, src/receive_imf.rs): the group id where it counts, else the
// group of the message being answered.
func (t *timeline) groupOf(it *item, known map[string]string) string {
	said := it.said
	if said.Trash != "" || said.MailingList {
		return ""
	}
	if t.device.release >= keyContacts && !said.Encrypted {
		return "" // plain mail with a group id is no mail of that group
	}
	if said.GroupID != "" {
		return said.GroupID
	}
	return t.groupByReply(said, known)
}

// groupByReply looks the answered messages up, from the last to the first. A
// message to nobody but the device is a private answer.
func (t *timeline) groupByReply(said *gmm.Reading, known map[string]string) string {
	for i := len(said.References) - 1; i >= 0; i-- {
		group, ok := known[said.References[i]]
		if !ok {
			continue
		}
		private := len(said.To) == 1 && (t.device.owns(said.To[0].Address) || t.device.owns(said.From.Address))
		if private {
			return ""
		}
		return group
	}
	return ""
}
