package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/release"
)

// merged is the field map a client makes of all sections, and the lists it
// keeps beside it.
type merged struct {
	fields   map[string]string // encoded words decoded
	from     *address.Mailbox  // nil if there is not exactly one
	to, past []address.Mailbox

	outerFrom *address.Mailbox  // before the encrypted section was merged
	outerTo   []address.Mailbox // the same
	rejected  string            // why the release refused the message, or ""
}

// merge builds the field map of release r. The order of the steps is the
// clients' (from_bytes, src/mimeparser.rs): outer fields, those of the signed
// part and hidden ones of mail in the clear, then those removed because an
// encrypted section exists, then the encrypted ones.
func (m *Message) merge(r release.Release) merged {
	out := merged{fields: map[string]string{}}
	out.add(m.Outer, false, r)
	delete(out.fields, "chat-edit") // in the clear only hidden ones count (1.157.0)
	delete(out.fields, "chat-delete")
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
	return out
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
		clear(out.fields)
	case r >= release.Of(2, 3, 0):
		for name := range out.fields {
			if strings.HasPrefix(name, "chat-") || isReplacedWhole(name) {
				delete(out.fields, name)
			}
		}
	}
	out.addFields(section, r)
	replaceAll := hp && r >= release.Of(2, 57, 0)
	if to := recipientsOf(section, r); len(to) > 0 || replaceAll {
		out.to = to
	}
	if past := address.ParseList(section.Last("chat-group-past-members")); len(past) > 0 || replaceAll {
		out.past = past
	}
	if from := addressesOf(section, "from", r); len(from) == 1 || len(from) > 1 && r < release.Of(1, 102, 0) {
		out.from = &from[0]
	} else if replaceAll {
		out.from = nil
	}
}

// addFields adds a section to the field map. Up to 2.1 the first value of a
// name stays unless the name is one of those a later field may replace.
func (out *merged) addFields(section Fields, r release.Release) {
	for _, field := range section {
		if !has(out.fields, field.Name) || r >= release.Of(2, 2, 0) || strings.HasPrefix(field.Name, "chat-") || isReplaceable(field.Name, r) {
			out.fields[field.Name] = encoded.DecodeWords(field.Value)
		}
	}
}

// addHidden adds the hidden fields of mail in the clear.
func (out *merged) addHidden(hidden Fields, r release.Release) {
	for _, field := range hidden {
		switch field.Name {
		case "message-id":
			if r >= release.Of(1, 157, 2) {
				out.fields[field.Name] = encoded.DecodeWords(field.Value)
			}
		default: // chat-edit and chat-delete
			if !has(out.fields, field.Name) {
				out.fields[field.Name] = encoded.DecodeWords(field.Value)
			}
		}
	}
}

// moveMicrosoftID restores the Message-ID that Exchange moved away. An
// encrypted one, merged later, replaces both.
func (out *merged) moveMicrosoftID(r release.Release) {
	const moved = "x-microsoft-original-message-id"
	if id, ok := out.fields[moved]; ok && r >= release.Of(1, 136, 0) {
		delete(out.fields, moved)
		out.fields["message-id"] = id
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

// isReplaceable names the fields besides chat-* that a later field replaces in
// releases up to 2.1 (is_known, src/mimeparser.rs). List-ID, one of them in 2.0
// and 2.1, is left out: only its presence counts.
func isReplaceable(name string, r release.Release) bool {
	switch name {
	case "return-path", "date", "from", "sender", "reply-to", "to", "cc", "bcc",
		"message-id", "in-reply-to", "references", "subject":
		return true
	case "secure-join":
		return r >= release.Of(1, 136, 0)
	}
	return false
}

// isReplacedWhole names the fields besides chat-* whose outer value counts for
// nothing once there is a protected section (is_protected, 2.3).
func isReplacedWhole(name string) bool {
	switch name {
	case "return-path", "auto-submitted", "autocrypt-setup-message", "date", "from", "sender", "reply-to",
		"to", "cc", "bcc", "message-id", "in-reply-to", "references", "secure-join":
		return true
	}
	return false
}

// removeSpoofable drops the outer fields that no relay may add to a message
// that is encrypted and validly signed, as far as the release knew of them.
func (out *merged) removeSpoofable(r release.Release) {
	drop := func(since release.Release, names ...string) {
		if r >= since {
			for _, name := range names {
				delete(out.fields, name)
			}
		}
	}
	drop(release.Of(1, 136, 0), "chat-group-id", "chat-group-name", "chat-group-name-changed", "chat-group-member-removed", "chat-group-member-added")
	drop(release.Of(1, 154, 0), "chat-group-member-timestamps", "chat-group-past-members")
	drop(release.Of(1, 156, 1), "chat-group-name-timestamp")
	drop(release.Of(2, 3, 0), "list-id") // the others go in add
}

// removeUnsecured drops Secure-Join unless it is a first request: every other
// step counts only in mail that is encrypted and validly signed.
func (out *merged) removeUnsecured(r release.Release, encrypted bool) {
	step := out.fields["secure-join"]
	switch {
	case r < release.Of(1, 136, 0), step == "vc-request", step == "vg-request":
	case step == "vc-request-pubkey" && encrypted && r >= release.Of(2, 45, 0):
	default:
		delete(out.fields, "secure-join")
	}
}

// recipientsOf reads To, then Cc, of one section.
func recipientsOf(section Fields, r release.Release) []address.Mailbox {
	return append(addressesOf(section, "to", r), addressesOf(section, "cc", r)...)
}

// addressesOf reads a list of addresses. From 1.139.3 on the last field of the
// name counts; before, all of them together.
func addressesOf(section Fields, name string, r release.Release) []address.Mailbox {
	if r >= release.Of(1, 139, 3) {
		return address.ParseList(section.Last(name))
	}
	var list []address.Mailbox
	for _, value := range section.All(name) {
		list = append(list, address.ParseList(value)...)
	}
	return list
}
