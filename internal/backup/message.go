package backup

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// What param S of a message says (SystemMessage, src/mimeparser.rs).
const (
	systemAdded   = 4
	systemRemoved = 5
)

const contactInfo = 2 // speaks for the client itself

// maxText bounds how much of a line of a chat is kept, in bytes.
const maxText = 500

func (r *reader) readMessages() {
	columns := []string{"rfc724_mid", "chat_id", "from_id", "state", "hidden", "param", "error", "timestamp", "timestamp_sent", "pre_rfc724_mid", "txt", "timestamp_rcvd"}
	r.d.Messages = make([]Message, 0, r.expected("msgs"))
	var ids texts
	r.scan("msgs", columns, func(row row) {
		raw := row.raw(0)
		r.lastSeen(row.number(11))
		if row.id <= lastReserved || len(raw) == 0 {
			return
		}
		chat, from, id := row.number(1), row.number(2), ids.keep(raw)
		m := Message{Row: int32(row.id), Chat: int32(chat), State: uint8(row.number(3)), Own: from == Self && row.number(11) == 0, ID: id}
		r.d.Messages = append(r.d.Messages, m)
		r.server.has(id)
		if before := row.raw(9); len(before) > 0 {
			m.ID = ids.keep(before)
			r.server.has(m.ID)
			r.d.Messages = append(r.d.Messages, m)
		}
		if from > lastReserved && len(row.raw(6)) > 0 {
			text := row.text(6)
			r.d.Unopened = append(r.d.Unopened, Failure{Row: row.id, ID: id, Time: cmp.Or(row.number(8), row.number(7)), Error: text[:min(len(text), maxText)]})
		}
		i, isGroup := r.groups[chat]
		if !isGroup || row.number(4) != 0 {
			return
		}
		system := int64(0)
		if bytes.Contains(row.raw(5), []byte("S=")) {
			system = paramNumber(row.text(5), 'S')
		}
		switch {
		case system == systemAdded || system == systemRemoved:
			r.d.Changes = append(r.d.Changes, r.change(row, system == systemAdded))
		case r.d.Groups[i].First == "" && from != contactInfo && m.State != StateDraft:
			r.d.Groups[i].First = id
		}
	})
	byRow := func(a, b Message) int { return cmp.Compare(a.Row, b.Row) }
	if !slices.IsSortedFunc(r.d.Messages, byRow) {
		slices.SortFunc(r.d.Messages, byRow)
	}
	slices.SortFunc(r.d.Changes, func(a, b Change) int { return cmp.Compare(a.Row, b.Row) })
}

// lastSeen takes a message that was received after the last housekeeping as a
// later sign of life. A clock that ran ahead does not count.
func (r *reader) lastSeen(at int64) {
	if r.config["backup_time"] == "" && at > r.d.Made && r.d.Made > 0 && at-r.d.Made < longestQuiet {
		r.d.Made = at
	}
}

// longestQuiet is how long a client goes without housekeeping, and more: it is done
// once a day (src/sql.rs).
const longestQuiet = 30 * 24 * 60 * 60

// change reads a line that says who was added or removed.
func (r *reader) change(row row, added bool) Change {
	c := Change{Row: row.id, ID: row.text(0), Group: row.number(1), Added: added, Actor: row.number(2), State: row.number(3),
		Time: cmp.Or(row.number(8), row.number(7)), Received: row.number(11)}
	if c.Actor == contactInfo {
		c.Actor = 0
	}
	r.nameSubject(&c, row.text(10), row.text(5))
	return c
}

// nameSubject finds out whom a change was about: the contact or the address in its
// parameters, or else the address in its text that is not of who did it. Texts are
// in the language of the client, addresses are not.
func (r *reader) nameSubject(c *Change, text, values string) {
	c.Text = text[:min(len(text), maxText)]
	if row := paramNumber(values, '5'); row > 0 {
		if person, ok := r.d.Person(row); ok {
			c.Subject, c.Key = person.Address, person.Fingerprint
			return
		}
	}
	if named, ok := param(values, 'E'); ok && strings.Contains(named, "@") {
		c.Subject = address.Normalize(named)
	} else {
		c.Subject = r.addressIn(text, c.Actor)
	}
	if key, ok := param(values, 'H'); ok {
		c.Key = strings.ToUpper(key)
	}
}

// addressIn finds the first address in a text that is not the actor's; if all are,
// the actor is who left.
func (r *reader) addressIn(text string, actor int64) string {
	who, _ := r.d.Person(actor)
	only := ""
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t\n()<>,;:\"'“”„«»", c) }) {
		word = strings.TrimRight(word, ".!?")
		if at := strings.IndexByte(word, '@'); at <= 0 || at == len(word)-1 {
			continue
		}
		found := address.Normalize(word)
		if found != who.Address {
			return found
		}
		only = found
	}
	return only
}

// readOutbox reads what waits to be sent. Up to 2.59 it is the finished mail, in
// several rows if there are many recipients; from 2.60 on the inner part, which is
// encrypted when it leaves.
func (r *reader) readOutbox() {
	for _, table := range [...]string{"smtp", "smtp2"} {
		byMessage := map[int64]int{}
		r.scan(table, []string{"rfc724_mid", "msg_id", "recipients", "mime"}, func(row row) {
			to := addresses(strings.Fields(row.text(2)))
			if i, known := byMessage[row.number(1)]; known {
				r.d.Outbox[i].Recipients = append(r.d.Outbox[i].Recipients, to...)
				return
			}
			byMessage[row.number(1)] = len(r.d.Outbox)
			r.d.Outbox = append(r.d.Outbox, Outgoing{Row: row.id, ID: row.text(0), Message: row.number(1), Recipients: to, MIME: row.bytes(3), Sealed: table == "smtp"})
		})
	}
}
