package backup

import "strings"

// Types of chats that are groups (src/constants.rs); 130 is a verified group of
// old.
const (
	typeGroup       = 120
	typeOldVerified = 130
)

func (r *reader) readGroups() {
	r.groups = map[int64]int{}
	columns := []string{"type", "grpid", "name", "created_timestamp", "param", "blocked", "protected"}
	r.scan("chats", columns, func(row row) {
		if kind := row.number(0); row.id <= lastReserved || kind != typeGroup && kind != typeOldVerified {
			return
		}
		values := row.text(4)
		r.groups[row.id] = len(r.d.Groups)
		r.d.Groups = append(r.d.Groups, Group{
			Row: row.id, ID: strings.TrimSpace(row.text(1)), Name: row.text(2), Created: row.number(3),
			ListTime: paramNumber(values, 'k'), Unpromoted: paramNumber(values, 'U') == 1,
			Request: row.number(5) == 2, Blocked: row.number(5) == 1, Protected: row.number(6) == 1 || row.number(0) == typeOldVerified,
		})
	})
}

// readMembers reads the member lists. Old databases may have a row twice.
func (r *reader) readMembers() {
	r.members = map[int64]bool{}
	type pair struct{ chat, contact int64 }
	known := map[pair]bool{}
	r.scan("chats_contacts", []string{"chat_id", "contact_id", "add_timestamp", "remove_timestamp"}, func(row row) {
		p := pair{row.number(0), row.number(1)}
		i, isGroup := r.groups[p.chat]
		if !isGroup || known[p] || p.contact <= lastReserved && p.contact != Self {
			return
		}
		known[p], r.members[p.contact] = true, true
		r.d.Groups[i].Members = append(r.d.Groups[i].Members, Member{Row: row.id, Contact: p.contact, Added: row.number(2), Removed: row.number(3)})
	})
}
