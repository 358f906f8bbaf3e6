package gmm

import "github.com/gmmtool/gmmtool/internal/release"

// Trash names a kind of message that never reaches a chat, and so changes no
// member list.
type Trash string

const (
	Receipt      Trash = "receipt"       // MDN
	Bounce       Trash = "bounce"        // DSN
	Edit         Trash = "edit"          // Chat-Edit
	Deletion     Trash = "deletion"      // Chat-Delete
	Sync         Trash = "sync"          // to the owner's own devices
	Realtime     Trash = "realtime"      // Iroh-Node-Addr: a peer of a webxdc app
	Call         Trash = "call"          // a call was answered or ended
	Unpin        Trash = "unpin"         // a message was unpinned
	StatusUpdate Trash = "status update" // of a webxdc app, and nothing else
	Draft        Trash = "draft"         // X-Mozilla-Draft-Info; up to 1.160 only for its own author
)

// trash recognises what never becomes a chat message. From 2.0 on clients
// decide it before they look at the group (decide_chat_assignment,
// src/receive_imf.rs); up to 1.160 most kinds were hidden only after their
// member list had been applied, and so are not trash.
func (m *Message) trash(r release.Release, s *Reading, postID string, fields *fieldMap) Trash {
	switch {
	case m.Report == ReportRead:
		return Receipt
	case m.Report == ReportDelivery:
		return Bounce
	case r < release.Of(2, 0, 0) && m.Report == ReportSync && isToSelf(s):
		return Sync
	case r >= release.Of(2, 0, 0):
		if kind := m.laterTrash(r, fields); kind != "" {
			return kind
		}
	}
	if fields.present(fDraftInfo) {
		return Draft
	}
	if m.Report == ReportStatusUpdate && r >= release.Of(2, 0, 0) && postID == "" {
		return StatusUpdate
	}
	return ""
}

// laterTrash recognises the kinds that are trash from 2.0 on.
func (m *Message) laterTrash(r release.Release, fields *fieldMap) Trash {
	switch content := fields.get(fChatContent); {
	case fields.present(fChatEdit):
		return Edit
	case fields.present(fChatDelete):
		return Deletion
	case fields.present(fIrohNode):
		return Realtime
	case m.Report == ReportSync:
		return Sync
	case (content == "call-accepted" || content == "call-ended") && r >= release.Of(2, 13, 0):
		return Call
	case content == "message-unpinned" && r >= release.Of(2, 58, 0):
		return Unpin
	}
	return ""
}

// isToSelf reports whether the message went to nobody but its sender.
func isToSelf(s *Reading) bool {
	return len(s.To) == 0 || len(s.To) == 1 && s.To[0].Address == s.From.Address
}
