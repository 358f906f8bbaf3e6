package gmm

import (
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A Reading is what a message tells a client of one release: its sections merged
// as that release merged them. Lists are in the order of the mail. Readings share
// their lists and must not be changed.
type Reading struct {
	MessageID string // without angle brackets
	GroupID   string // "" if the message names no group, or not validly for this release
	From      address.Mailbox
	To        []address.Mailbox // To, then Cc; invalid entries included
	InReplyTo string            // as one value, without angle brackets
	Signer    pgp.Fingerprint
	Date      int64 // unix seconds, 0 if missing or unreadable

	Chat        bool // Chat-Version present
	Encrypted   bool // opened and validly signed
	MailingList bool

	References []string // In-Reply-To, then References
	*Rare
}

// Rare is the part of a [Reading] most mail does not have; all such readings share
// an empty one.
type Rare struct {
	GroupName     string
	HasName       bool
	NameChanged   bool
	NameTimestamp int64

	Past         []address.Mailbox // Chat-Group-Past-Members
	Times        []int64           // Chat-Group-Member-Timestamps, unix seconds; nil when the header is absent
	Fingerprints []string          // Chat-Group-Member-Fpr, upper-case hex; nil when absent
	Added        string            // normalised address; "" when absent
	AddedFpr     string
	Removed      string
	RemovedFpr   string

	Correction    bool   // Chat-Group-Member-Correction
	IsPost        bool   // the second half of a split message (2.38)
	PostMessageID string // of the second half, said by the first
	SecureJoin    string // the step, as sent
	Trash         Trash  // why the message is not a chat message at all, or ""
	Rejected      string // why this release refused to parse it, or ""

	gossip acceptedGossip
}

var nothingRare Rare

// read merges the sections of m into s as release r did (src/mimeparser.rs).
func (m *Message) read(s *Reading, r release.Release) {
	fields := merged{pool: m.pool}
	m.merge(&fields, r)
	*s = Reading{
		MessageID:   m.messageID(r, &fields.fieldMap),
		GroupID:     m.pool.share(groupID(r, &fields.fieldMap)),
		InReplyTo:   strings.TrimRight(strings.TrimLeft(fields.get(fInReplyTo), "<"), ">"),
		Signer:      m.Seal.Signer,
		Date:        m.date(r, &fields.fieldMap),
		Chat:        fields.present(fChatVersion),
		Encrypted:   m.Seal.Authentic(),
		MailingList: isMailingList(r, &fields.fieldMap),
		References:  messageIDs(fields.get(fInReplyTo), fields.get(fReferences)),
		Rare:        &nothingRare,
	}
	if fields.to != nil {
		s.To = fields.to.mailboxes
	}
	if fields.from != nil {
		s.From = *fields.from
	}
	if rare := m.readRare(r, s, &fields); !rare.isEmpty() {
		s.Rare = rare
	}
}

func (m *Message) readRare(r release.Release, s *Reading, fields *merged) *Rare {
	pool := m.pool
	rare := &Rare{
		GroupName:   pool.share(strings.TrimSpace(fields.get(fGroupName))),
		HasName:     fields.present(fGroupName),
		NameChanged: fields.present(fGroupNameChanged),
		Added:       pool.share(address.Normalize(fields.get(fMemberAdded))),
		AddedFpr:    pool.share(cleanFingerprint(fields.get(fMemberAddedFpr))),
		Removed:     pool.share(address.Normalize(fields.get(fMemberRemoved))),
		RemovedFpr:  pool.share(cleanFingerprint(fields.get(fMemberRemovedFpr))),
		Correction:  fields.present(fCorrection),
		SecureJoin:  fields.get(fSecureJoin),
		Rejected:    fields.rejected,
		gossip:      m.acceptedGossip(r, fields),
	}
	if fields.past != nil {
		rare.Past = fields.past.mailboxes
	}
	if fields.present(fMemberTimestamps) {
		rare.Times = parsed(pool, asTimes, fields.get(fMemberTimestamps), parseTimes)
	}
	if value := fields.get(fMemberFpr); value != "" {
		rare.Fingerprints = parsed(pool, asFingerprints, value, pool.parseFingerprints)
	}
	rare.NameTimestamp, _ = strconv.ParseInt(fields.get(fGroupNameTimestamp), 10, 64) // 0 means absent to clients too
	rare.IsPost, rare.PostMessageID = m.half(r)
	rare.Trash = m.trash(r, s, rare.PostMessageID, &fields.fieldMap)
	return pool.shareRare(rare)
}

func (r *Rare) isEmpty() bool {
	return r.equal(&nothingRare)
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

// isMailingList recognises lists and channels, whose mail never touches the
// membership of a group (get_mailinglist_header, src/mimeparser.rs).
func isMailingList(r release.Release, fields *fieldMap) bool {
	if fields.present(fListID) || fields.present(fChatListID) && r >= release.Of(2, 24, 0) {
		return true
	}
	precedence := fields.get(fPrecedence)
	return fields.present(fSender) && (precedence == "list" || precedence == "bulk")
}
