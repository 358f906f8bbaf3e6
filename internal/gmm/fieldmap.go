package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/encoded"
)

// A fieldMap is what a client makes of all sections: one value a name, of those
// names the rules look up. It is small and flat, because one is filled for every
// reading of every message.
type fieldMap struct {
	values [fieldCount]string
	has    uint64 // bit by index: the field is there, empty or not
}

// The fields the rules look up in the merged header, in the order of mergedNames.
const (
	fMessageID = iota
	fMicrosoftID
	fDate
	fInReplyTo
	fReferences
	fSender
	fSecureJoin
	fPrecedence
	fListID
	fDraftInfo
	fIrohNode
	fChatVersion // the first of chat-*
	fChatContent
	fChatEdit
	fChatDelete
	fChatListID
	fGroupID
	fGroupName
	fGroupNameChanged
	fGroupNameTimestamp
	fMemberAdded
	fMemberAddedFpr
	fMemberRemoved
	fMemberRemovedFpr
	fMemberTimestamps
	fMemberFpr
	fCorrection
	fieldCount
)

var mergedNames = [fieldCount]string{
	"message-id", "x-microsoft-original-message-id", "date", "in-reply-to", "references", "sender", "secure-join",
	"precedence", "list-id", "x-mozilla-draft-info", "iroh-node-addr",
	"chat-version", "chat-content", "chat-edit", "chat-delete", "chat-list-id", "chat-group-id", "chat-group-name",
	"chat-group-name-changed", "chat-group-name-timestamp", "chat-group-member-added", "chat-group-member-added-fpr",
	"chat-group-member-removed", "chat-group-member-removed-fpr", "chat-group-member-timestamps", "chat-group-member-fpr",
	"chat-group-member-correction",
}

// mergedIndex finds a name in mergedNames.
var mergedIndex = func() map[string]int {
	index := make(map[string]int, fieldCount)
	for i, name := range mergedNames {
		index[name] = i
	}
	return index
}()

func bits(fields ...int) (set uint64) {
	for _, f := range fields {
		set |= 1 << f
	}
	return set
}

// Sets of fields, as bits.
var (
	// chatFields are those of the chat protocol.
	chatFields = bits(fieldCount) - bits(fChatVersion)
	// replacedWhole are the fields besides chat-* whose outer value counts for
	// nothing once there is a protected section (is_protected, 2.3).
	replacedWhole = bits(fDate, fSender, fMessageID, fInReplyTo, fReferences, fSecureJoin)
	// replaceable are the fields besides chat-* that a later field replaces in
	// releases up to 2.1 (is_known, src/mimeparser.rs). List-ID, one of them in 2.0
	// and 2.1, is left out: only its presence counts.
	replaceable = bits(fDate, fSender, fMessageID, fInReplyTo, fReferences)
)

// get returns the value of a field, "" if it is missing.
func (m *fieldMap) get(field int) string {
	if m.present(field) {
		return m.values[field]
	}
	return ""
}

func (m *fieldMap) present(field int) bool { return m.has&(1<<field) != 0 }

// set stores a value with its encoded words decoded.
func (m *fieldMap) set(field int, value string) {
	m.values[field] = encoded.DecodeWords(value)
	m.has |= 1 << field
}

func (m *fieldMap) drop(set uint64) { m.has &^= set }

// isChatName reports whether a lower-case name is of a chat-* field.
func isChatName(name string) bool { return strings.HasPrefix(name, "chat-") }
