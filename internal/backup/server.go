package backup

import (
	"hash/maphash"
	"math"
)

// An Unfetched is a message that the client saw on its server and did not take: too
// large, refused by what its headers say, or not yet. The client knows it by its
// Message-ID alone.
type Unfetched struct {
	Row    int64  `json:"row"` // of the table imap
	ID     string `json:"id"`
	Folder string `json:"folder,omitempty"`
}

// A Mailbox is how far the client has gone through one folder of its server: it has
// looked at all mail with a UID below UIDNext.
type Mailbox struct {
	Folder      string `json:"folder"`
	UIDValidity uint32 `json:"uid_validity"`
	UIDNext     uint32 `json:"uid_next"`
}

func (r *reader) readMailboxes() {
	r.scan("imap_sync", []string{"folder", "uidvalidity", "uid_next"}, func(row row) {
		if next := row.number(2); next > 0 && next <= math.MaxUint32 {
			r.d.Mailboxes = append(r.d.Mailboxes, Mailbox{Folder: row.text(0), UIDValidity: uint32(row.number(1)), UIDNext: uint32(next)})
		}
	})
}

// onServer are the messages of the table imap, by the hash of their Message-ID,
// until a row of msgs shows that the client has them. A message that is to be
// deleted (target is empty) the client has had.
type onServer struct {
	seed maphash.Seed
	rows map[uint64]int64
}

func (r *reader) readServer() {
	r.server = onServer{seed: maphash.MakeSeed(), rows: map[uint64]int64{}}
	if !r.has("imap", "target") {
		return
	}
	r.scan("imap", []string{"rfc724_mid", "target"}, func(row row) {
		if id := row.raw(0); len(id) > 0 && len(row.raw(1)) > 0 {
			r.server.rows[maphash.Bytes(r.server.seed, id)] = row.id
		}
	})
}

// has notes that the client has a message.
func (s *onServer) has(id string) {
	if len(s.rows) > 0 {
		delete(s.rows, maphash.String(s.seed, id))
	}
}

// readUnfetched lists what no row of msgs has shown.
func (r *reader) readUnfetched() {
	if len(r.server.rows) == 0 || len(r.damage) > 0 { // a lost row of msgs looks the same
		return
	}
	left := make(map[int64]bool, len(r.server.rows))
	for _, row := range r.server.rows {
		left[row] = true
	}
	r.scan("imap", []string{"rfc724_mid", "folder"}, func(row row) {
		if left[row.id] {
			r.d.Unfetched = append(r.d.Unfetched, Unfetched{Row: row.id, ID: row.text(0), Folder: row.text(1)})
		}
	})
}
