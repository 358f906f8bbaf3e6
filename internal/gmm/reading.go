package gmm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// Reading is what a message tells a client of one release: its sections merged as
// that release merged them. Lists are in the order of the mail.
type Reading struct {
	MessageID string // without angle brackets
	GroupID   string // "" if the message names no group, or not validly for this release
	GroupName string
	HasName   bool

	From         address.Mailbox
	To           []address.Mailbox // To, then Cc; invalid entries included
	Past         []address.Mailbox // Chat-Group-Past-Members
	Times        []int64           // Chat-Group-Member-Timestamps, unix seconds; nil when the header is absent
	Fingerprints []string          // Chat-Group-Member-Fpr, upper-case hex; nil when absent
	Added        string            // normalised address; "" when absent
	AddedFpr     string
	Removed      string
	RemovedFpr   string

	InReplyTo  string   // as one value, without angle brackets
	References []string // In-Reply-To, then References
	Date       int64    // unix seconds, 0 if missing or unreadable
	Chat       bool     // Chat-Version present
	Encrypted  bool     // opened and validly signed
	Signer     pgp.Fingerprint

	NameChanged   bool
	NameTimestamp int64
	Correction    bool   // Chat-Group-Member-Correction
	SecureJoin    string // the step, as sent
	MailingList   bool
	IsPost        bool   // the second half of a split message (2.38)
	PostMessageID string // of the second half, said by the first
	Trash         Trash  // why the message is no chat message at all, or ""
	Rejected      string // why this release refused to parse it, or ""

	gossip map[string]pgp.Fingerprint
}

// Reading merges the sections of m as release r did (src/mimeparser.rs).
func (m *Message) Reading(r release.Release) *Reading {
	merged := m.merge(r)
	fields := merged.fields
	s := &Reading{
		MessageID:    m.messageID(r, fields),
		GroupID:      groupID(r, fields),
		GroupName:    strings.TrimSpace(fields["chat-group-name"]),
		HasName:      has(fields, "chat-group-name"),
		To:           merged.to,
		Past:         merged.past,
		Times:        memberTimes(fields),
		Fingerprints: memberFingerprints(fields),
		Added:        address.Normalize(fields["chat-group-member-added"]),
		AddedFpr:     cleanFingerprint(fields["chat-group-member-added-fpr"]),
		Removed:      address.Normalize(fields["chat-group-member-removed"]),
		RemovedFpr:   cleanFingerprint(fields["chat-group-member-removed-fpr"]),
		InReplyTo:    strings.TrimRight(strings.TrimLeft(fields["in-reply-to"], "<"), ">"),
		References:   append(messageIDs(fields["in-reply-to"]), messageIDs(fields["references"])...),
		Date:         m.date(r, fields),
		Chat:         has(fields, "chat-version"),
		Encrypted:    m.Seal.Authentic(),
		Signer:       m.Seal.Signer,
		NameChanged:  has(fields, "chat-group-name-changed"),
		Correction:   has(fields, "chat-group-member-correction"),
		SecureJoin:   fields["secure-join"],
		MailingList:  isMailingList(r, fields),
		Rejected:     merged.rejected,
		gossip:       m.acceptedGossip(r, merged),
	}
	s.NameTimestamp, _ = strconv.ParseInt(fields["chat-group-name-timestamp"], 10, 64) // 0 means absent to clients too
	if merged.from != nil {
		s.From = *merged.from
	}
	s.IsPost, s.PostMessageID = m.half(r)
	s.Trash = m.trash(r, s, fields)
	return s
}

// ReadingUnwrapped reads an original attached to a correction. It was unwrapped
// for others to check, so its good signature stands for the seal it once had.
func (m *Message) ReadingUnwrapped(r release.Release) *Reading {
	unwrapped := *m
	if m.Seal.Accepted {
		unwrapped.Seal.Opening = Opened
	}
	return unwrapped.Reading(r)
}

// ReadingOutside reads the message as a client does that has no key to open it.
func (m *Message) ReadingOutside(r release.Release) *Reading {
	outside := Message{Outer: m.Outer, Seal: Seal{Opening: NoKey, Signature: pgp.Unsigned}}
	return outside.Reading(r)
}

// Gossip returns the fingerprint this message gossips for an address, or "".
func (s *Reading) Gossip(address string) pgp.Fingerprint { return s.gossip[address] }

// Gossiped returns the addresses the message gossips keys for, sorted.
func (s *Reading) Gossiped() []string {
	var addresses []string
	for address := range s.gossip {
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	return addresses
}

// half tells the two messages apart that large attachments are sent as since
// 2.38: the second is marked outside, the first names the second inside.
func (m *Message) half(r release.Release) (isPost bool, postID string) {
	if r < release.Of(2, 38, 0) {
		return false, ""
	}
	if m.Seal.Opening == Opened && m.Protected.Has("chat-post-message-id") {
		return false, firstID(m.Protected.Get("chat-post-message-id"))
	}
	return m.Outer.Has("chat-is-post-message"), ""
}

// acceptedGossip applies the rules for gossip: only in sealed and signed mail,
// only for recipients, never for the (outer) sender; a later entry wins. Up to
// 1.156 the recipients are those of the outer section.
func (m *Message) acceptedGossip(r release.Release, merged merged) map[string]pgp.Fingerprint {
	if !m.Seal.Authentic() || len(m.Gossip) == 0 {
		return nil
	}
	to := merged.to
	if r < release.Of(1, 157, 0) {
		to = merged.outerTo
	}
	recipients := make(map[string]bool, len(to))
	for _, mailbox := range to {
		recipients[mailbox.Address] = true
	}
	if merged.outerFrom != nil {
		delete(recipients, merged.outerFrom.Address)
	}
	accepted := map[string]pgp.Fingerprint{}
	for _, gossip := range m.Gossip {
		if recipients[gossip.Address] && gossip.Fingerprint != "" {
			accepted[gossip.Address] = gossip.Fingerprint
		}
	}
	return accepted
}

func has(fields map[string]string, name string) bool { _, ok := fields[name]; return ok }

// isMailingList recognises lists and channels, whose mail never touches the
// membership of a group (get_mailinglist_header, src/mimeparser.rs).
func isMailingList(r release.Release, fields map[string]string) bool {
	if has(fields, "list-id") || has(fields, "chat-list-id") && r >= release.Of(2, 24, 0) {
		return true
	}
	precedence := fields["precedence"]
	return has(fields, "sender") && (precedence == "list" || precedence == "bulk")
}
