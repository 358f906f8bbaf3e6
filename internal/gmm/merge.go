package gmm

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/release"
)

// merged is what a client makes of all sections: the field map, and the lists it
// keeps beside it.
type merged struct {
	fieldMap
	pool     *Pool
	from     *address.Mailbox // nil if there is not exactly one
	to, past *mailboxList

	outerFrom *address.Mailbox // before the encrypted section was merged
	outerTo   *mailboxList     // the same
	rejected  string           // why the release refused the message, or ""
}

// merge builds the field map of release r. The order of the steps is the
// clients' (from_bytes, src/mimeparser.rs): outer fields, those of the signed
// part and hidden ones of mail in the clear, then those removed because an
// encrypted section exists, then the encrypted ones.
func (m *Message) merge(out *merged, r release.Release) {
	out.add(m.Outer, false, r)
	out.drop(bits(fChatEdit, fChatDelete)) // in the clear only hidden ones count (1.157.0)
	if m.mergesSigned(r) {
		out.add(m.Protected, m.HP != "", r)
	}
	out.addHidden(m.Hidden, r)
	out.moveMicrosoftID(r)
	out.removeUnsecured(r, false)
	out.outerFrom, out.outerTo = out.from, out.to
	if out.from == nil && r >= release.Of(1, 102, 0) {
		out.rejected = "From is not exactly one address"
	}
	if m.Seal.Opening == Opened {
		out.addEncrypted(m, r)
	}
	if !m.Seal.Authentic() {
		out.removeUnsecured(r, m.Seal.Opening == Opened)
	}
}

// mergesSigned reports whether the release merges the signed part of mail in
// the clear, whatever the signature is worth (1.111 to 2.49).
func (m *Message) mergesSigned(r release.Release) bool {
	return m.Seal.Opening == Plain && m.Protected != nil && r >= release.Of(1, 111, 0) && r < release.Of(2, 50, 0)
}

// add merges one section over what there is. hp says that its Content-Type has
// the hp parameter (RFC 9788).
func (out *merged) add(section Fields, hp bool, r release.Release) {
	switch {
	case hp && r >= release.Of(2, 27, 0):
		out.has = 0
	case r >= release.Of(2, 3, 0):
		out.drop(chatFields | replacedWhole)
	}
	out.addFields(section, r)
	replaceAll := hp && r >= release.Of(2, 57, 0)
	if to := out.recipientsOf(section, r); to != nil || replaceAll {
		out.to = to
	}
	if past := out.pool.mailboxesOf(section.Last("chat-group-past-members")); past != nil || replaceAll {
		out.past = past
	}
	from := out.addressesOf(section, "from", r)
	if from != nil && (len(from.mailboxes) == 1 || r < release.Of(1, 102, 0)) {
		out.from = &from.mailboxes[0]
	} else if replaceAll {
		out.from = nil
	}
}

// addFields adds a section to the field map. Up to 2.1 the first value of a
// name stays unless the name is one of those a later field may replace.
func (out *merged) addFields(section Fields, r release.Release) {
	replaced := chatFields | replaceable
	if r >= release.Of(1, 136, 0) {
		replaced |= bits(fSecureJoin)
	}
	if r >= release.Of(2, 2, 0) {
		replaced = bits(fieldCount) - 1
	}
	for i := range section {
		if field, ok := mergedIndex[section[i].Name]; ok && (!out.present(field) || replaced&bits(field) != 0) {
			out.set(field, section[i].Value)
		}
	}
}

// addHidden adds the hidden fields of mail in the clear.
func (out *merged) addHidden(hidden Fields, r release.Release) {
	for i := range hidden {
		switch hidden[i].Name {
		case "message-id":
			if r >= release.Of(1, 157, 2) {
				out.set(fMessageID, hidden[i].Value)
			}
		case "chat-edit":
			out.set(fChatEdit, hidden[i].Value)
		case "chat-delete":
			out.set(fChatDelete, hidden[i].Value)
		}
	}
}

// moveMicrosoftID restores the Message-ID that Exchange moved away. An
// encrypted one, merged later, replaces both.
func (out *merged) moveMicrosoftID(r release.Release) {
	if out.present(fMicrosoftID) && r >= release.Of(1, 136, 0) {
		out.values[fMessageID] = out.values[fMicrosoftID]
		out.has |= bits(fMessageID)
		out.drop(bits(fMicrosoftID))
	}
}

// addEncrypted merges the section of an encrypted message.
func (out *merged) addEncrypted(m *Message, r release.Release) {
	if m.Seal.Accepted {
		out.removeSpoofable(r)
	}
	out.from = nil
	out.add(m.Protected, m.HP != "", r)
	out.chooseFrom(m.Seal.Accepted, r)
	if r >= release.Of(2, 38, 0) && m.Protected.Has("chat-post-message-id") && firstID(m.Protected.Get("chat-post-message-id")) == "" {
		out.rejected = "Chat-Post-Message-ID is empty"
	}
}

// chooseFrom settles which From counts when the encrypted section has one. Of a
// message that is refused because the two differ, the encrypted one is shown.
func (out *merged) chooseFrom(accepted bool, r release.Release) {
	outer, inner := out.outerFrom, out.from
	switch {
	case outer == nil: // refused already
	case inner == nil:
		out.from = outer
	case inner.Address == outer.Address:
		if r < release.Of(1, 141, 0) || r < release.Of(1, 142, 0) && !accepted {
			out.from = outer // without the encrypted name
		}
	case r < release.Of(1, 136, 0), r < release.Of(1, 142, 0) && !accepted:
		out.from = outer
	case r < release.Of(2, 57, 0), !accepted:
		out.rejected = "the protected From is not the outer From"
	}
}

// removeSpoofable drops the outer fields that no relay may add to a message
// that is encrypted and validly signed, as far as the release knew of them.
func (out *merged) removeSpoofable(r release.Release) {
	for _, since := range [...]struct {
		release release.Release
		fields  uint64
	}{
		{release.Of(1, 136, 0), bits(fGroupID, fGroupName, fGroupNameChanged, fMemberRemoved, fMemberAdded)},
		{release.Of(1, 154, 0), bits(fMemberTimestamps)},
		{release.Of(1, 156, 1), bits(fGroupNameTimestamp)},
		{release.Of(2, 3, 0), bits(fListID)}, // the others go in add
	} {
		if r >= since.release {
			out.drop(since.fields)
		}
	}
}

// removeUnsecured drops Secure-Join unless it is a first request: every other
// step counts only in mail that is encrypted and validly signed.
func (out *merged) removeUnsecured(r release.Release, encrypted bool) {
	switch step := out.get(fSecureJoin); {
	case r < release.Of(1, 136, 0), step == "vc-request", step == "vg-request":
	case step == "vc-request-pubkey" && encrypted && r >= release.Of(2, 45, 0):
	default:
		out.drop(bits(fSecureJoin))
	}
}

// recipientsOf reads To, then Cc, of one section; nil if there are none.
func (out *merged) recipientsOf(section Fields, r release.Release) *mailboxList {
	return joined(out.addressesOf(section, "to", r), out.addressesOf(section, "cc", r))
}

// addressesOf reads a list of addresses, nil if there are none. From 1.139.3 on
// the last field of the name counts; before, all of them together.
func (out *merged) addressesOf(section Fields, name string, r release.Release) *mailboxList {
	if r >= release.Of(1, 139, 3) {
		return out.pool.mailboxesOf(section.Last(name))
	}
	var all []address.Mailbox
	var only *mailboxList
	for i := range section {
		if section[i].Name != name {
			continue
		}
		if list := out.pool.mailboxesOf(section[i].Value); list != nil {
			all, only = append(all, list.mailboxes...), list
		}
	}
	if only == nil || len(all) == len(only.mailboxes) {
		return only
	}
	return newMailboxList(all)
}

// joined is one list behind the other.
func joined(a, b *mailboxList) *mailboxList {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return newMailboxList(slices.Concat(a.mailboxes, b.mailboxes))
}
