package backup

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// prefetched is the origin of a contact that stands for a From and nothing else
// (Origin::IncomingUnknownFrom, src/contact.rs).
const prefetched = 0x10

func (r *reader) readContacts() {
	keyOf := r.peerKeys()
	columns := []string{"addr", "fingerprint", "name", "authname", "status", "origin", "last_seen", "blocked", "is_bot"}
	r.scan("contacts", columns, func(row row) {
		if row.id <= lastReserved {
			return
		}
		c := Contact{Row: row.id, Address: address.Normalize(row.text(0)), Fingerprint: strings.ToUpper(row.text(1)), Name: row.text(2),
			OwnName: row.text(3), Status: row.text(4), Origin: row.number(5), LastSeen: row.number(6), Blocked: row.number(7) != 0, Bot: row.number(8) != 0}
		if !r.d.IsKeyed() {
			c.Fingerprint = keyOf[c.Address]
		}
		r.d.Contacts = append(r.d.Contacts, c)
	})
	slices.SortFunc(r.d.Contacts, func(a, b Contact) int { return cmp.Compare(a.Row, b.Row) })
	if !r.d.IsKeyed() {
		return
	}
	hasKey := map[string]bool{}
	for _, c := range r.d.Contacts {
		if c.Fingerprint != "" {
			hasKey[c.Address] = true
		}
	}
	r.d.Contacts = slices.DeleteFunc(r.d.Contacts, func(c Contact) bool {
		return c.Fingerprint == "" && c.Origin == prefetched && hasKey[c.Address] && !r.members[c.Row]
	})
}

// peerKeys tells which key the client would use for an address (up to 1.160).
func (r *reader) peerKeys() map[string]string {
	keys := map[string]string{}
	r.scan("acpeerstates", []string{"addr", "public_key_fingerprint", "gossip_key_fingerprint"}, func(row row) {
		keys[address.Normalize(row.text(0))] = strings.ToUpper(cmp.Or(row.text(1), row.text(2)))
	})
	return keys
}
