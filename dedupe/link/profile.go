package link

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// A profile is what the records of one person say, in the forms they are
// compared in. Each value knows a record it came from.
type profile struct {
	records      []uint32
	names        []name
	words        []string // of the names, if they were unpacked
	mailboxes    []mailbox
	birthdays    []birthday
	attributes   []attribute
	keys         []knownKey
	hasCard      bool
	isKeyOnly    bool // nothing but a key
	organisation bool
	owner        int // whose own records these are, from 1; 0 if a stranger's
}

type name struct {
	compare.Name
	record uint32
}

type mailbox struct {
	compare.Mailbox
	impersonal string // why it stands for no one person, or ""
	record     uint32
}

type birthday struct {
	compare.Date
	record uint32
}

// attribute is any other value.
type attribute struct {
	text   string
	kind   kind
	record uint32
}

// knownKey is a key and how well it is known to be the person's.
type knownKey struct {
	key    string
	root   string // see [testimony.root]
	level  level
	named  bool // by a record itself, not only by testimony of its address
	record uint32
}

// level is how well a key is tied to an address.
type level int

const (
	gossiped  level = iota + 1 // somebody else's word
	selfNamed                  // a user ID the key's owner made
	shown                      // an Autocrypt field
	curated                    // the user's own book or key file
	signed                     // a signature over mail from the address
)

var levels = map[record.Learnt]level{
	record.LearntSigned: shown, record.LearntHeader: shown, record.LearntGossip: gossiped, record.LearntList: gossiped,
	record.LearntCard: curated, record.LearntExported: curated,
}

// maxValues bounds how many values of one kind are read of a record, and of a
// person.
const maxValues = 64

// describe reads one record into a profile.
func (h *testimony) describe(r *record.Record, number uint32) *profile {
	p := new(profile)
	h.describeInto(p, r, number)
	p.records = []uint32{number}
	return p
}

// describeInto reads one record into the memory of a profile that is no longer needed.
// It is for the caller to say which records that is.
func (h *testimony) describeInto(p *profile, r *record.Record, number uint32) {
	h.work.read.Add(1)
	*p = profile{
		names: p.names[:0], mailboxes: p.mailboxes[:0], birthdays: p.birthdays[:0], attributes: p.attributes[:0], keys: p.keys[:0],
		hasCard: r.Source == record.Card, isKeyOnly: r.Source == record.KeyHolder, organisation: r.Organisation,
	}
	for _, text := range firstOf(r.Names) {
		if strings.Contains(text, "@") {
			continue // programs put the address where they know no name
		}
		p.organisation = p.organisation || compare.IsJoint(text)
		if n := compare.ReadName(text); !n.IsEmpty() {
			p.names = append(p.names, name{n, number})
		}
	}
	p.shareGeneration()
	for _, address := range firstOf(r.Addresses) {
		if m, ok := compare.ReadMailbox(address); ok && h.vouchedFor(r, m) {
			p.mailboxes = append(p.mailboxes, h.mailbox(m, number))
		}
	}
	if d, ok := compare.ReadDate(r.Birthday); ok {
		p.birthdays = append(p.birthdays, birthday{d, number})
	}
	p.attributes = slices.Grow(p.attributes, min(len(r.Phones)+len(r.Organisations)+len(r.Postal)+len(r.Claimed)+min(len(r.Picture), 1)+min(len(r.UID), 1), maxValues))
	p.addAttributes(kindPhone, number, func(text string) string { return phone.Key(text, r.Country) }, r.Phones...)
	p.addAttributes(kindOrganisation, number, compare.OrganisationKey, r.Organisations...)
	p.addAttributes(kindPostal, number, compare.PostalKey, r.Postal...)
	p.addAttributes(kindClaimed, number, compare.FoldAddress, r.Claimed...)
	p.addAttributes(kindPicture, number, strings.ToLower, r.Picture)
	p.addAttributes(kindUID, number, vcard.UIDKey, r.UID)
	h.describeKeys(p, r, number)
	p.owner = h.ownerOf(p, r)
}

// shareGeneration gives the generation one spelling of a name states to the
// others: FN is "Hans Weber" where N says "sen.".
func (p *profile) shareGeneration() {
	for _, stated := range p.names {
		for i := range p.names {
			if stated.Generation != "" && p.names[i].Generation == "" && p.names[i].Key == stated.Key {
				p.names[i].Generation = stated.Generation
			}
		}
	}
}

// vouchedFor reports an address that a record may be found by. On a key anybody
// writes any address as user ID: only those it signed for count, and of them no
// mere claims.
func (h *testimony) vouchedFor(r *record.Record, m compare.Mailbox) bool {
	if r.Source != record.KeyHolder {
		return true
	}
	return slices.ContainsFunc(r.Keys, func(key record.Key) bool {
		return h.isSignedFor[[2]string{m.Folded, key.Fingerprint}] && !h.isClaim(m.Folded, key.Fingerprint)
	})
}

func (h *testimony) mailbox(m compare.Mailbox, number uint32) mailbox {
	b := mailbox{Mailbox: m, impersonal: compare.Impersonal(m), record: number}
	if h.lists[b.Folded] {
		b.impersonal = "a list address"
	}
	return b
}

// describeKeys lists the keys the record names, and those testimony ties to its
// addresses.
func (h *testimony) describeKeys(p *profile, r *record.Record, number uint32) {
	for _, key := range firstOf(r.Keys) {
		p.addKey(knownKey{key.Fingerprint, h.root(key.Fingerprint), levels[key.Learnt], true, number})
	}
	for _, b := range p.mailboxes {
		if b.impersonal == "" {
			h.addKeysAt(p, b.Folded, number)
		}
		for _, picture := range h.pictures[b.Folded] {
			p.addAttributes(kindPicture, number, strings.ToLower, picture)
		}
	}
}

// addKeysAt adds the keys that testimony ties to an address, first to those known
// already: there may be more than a profile holds.
func (h *testimony) addKeysAt(p *profile, address string, number uint32) {
	for _, known := range p.keys {
		if level := h.level[[2]string{address, known.key}]; level > known.level {
			p.addKey(knownKey{known.key, known.root, level, false, number})
		}
	}
	for i, held := range h.keysAt[address] {
		if len(p.keys) >= maxValues {
			h.work.claims.Add(int64(i))
			return
		}
		p.addKey(knownKey{held.key, h.root(held.key), held.level, false, number})
	}
	h.work.claims.Add(int64(len(h.keysAt[address])))
}

func (p *profile) addKey(key knownKey) {
	if key.key == "" || key.level == 0 {
		return
	}
	for i := range p.keys {
		if p.keys[i].key == key.key {
			key.named = key.named || p.keys[i].named
			if p.keys[i].level < key.level {
				p.keys[i] = key
			}
			p.keys[i].named = key.named
			return
		}
	}
	if len(p.keys) < maxValues {
		p.keys = append(p.keys, key)
	}
}

func (p *profile) level(key string) level {
	for _, held := range p.keys {
		if held.key == key {
			return held.level
		}
	}
	return 0
}

// ownerOf reports whose own record this is. A key alone makes it that only for
// the record of the key itself: anybody can show the user's key as theirs.
func (h *testimony) ownerOf(p *profile, r *record.Record) int {
	for _, b := range p.mailboxes {
		if owner := h.own[b.Folded]; owner != 0 && r.Source != record.KeyHolder {
			return owner
		}
	}
	if r.Source == record.KeyHolder {
		for _, key := range r.Keys {
			if owner := h.ownKeys[key.Fingerprint]; owner != 0 {
				return owner
			}
		}
	}
	return 0
}

// isPersonal reports a profile that may be somebody's: no organisation, and not
// reached by role, list and relay addresses alone. The user's own card of a person
// is that, whatever address it has.
func (p *profile) isPersonal() bool {
	if p.organisation {
		return false
	}
	if p.hasCard && slices.ContainsFunc(p.names, func(n name) bool { return n.IsFull() && !n.NamesDuty() }) {
		return true
	}
	return len(p.mailboxes) == 0 || slices.ContainsFunc(p.mailboxes, func(b mailbox) bool { return b.impersonal == "" })
}

// join adds what another profile says. It is for the caller to say which records that
// makes.
func (p *profile) join(q *profile) {
	p.names = addNew(p.names, q.names, func(a, b name) bool { return a.Key == b.Key && a.Generation == b.Generation })
	p.mailboxes = addNew(p.mailboxes, q.mailboxes, func(a, b mailbox) bool { return a.Account == b.Account })
	p.birthdays = addNew(p.birthdays, q.birthdays, func(a, b birthday) bool { return a.Date == b.Date })
	p.attributes = addNew(p.attributes, q.attributes, func(a, b attribute) bool { return a.kind == b.kind && a.text == b.text })
	for _, key := range q.keys {
		p.addKey(key)
	}
	p.hasCard = p.hasCard || q.hasCard
	p.isKeyOnly = p.isKeyOnly && q.isKeyOnly
	p.organisation = p.organisation || q.organisation
	p.owner = max(p.owner, q.owner)
}

func addNew[T any](all, more []T, same func(a, b T) bool) []T {
	for _, value := range more {
		if len(all) < maxValues && !slices.ContainsFunc(all, func(old T) bool { return same(old, value) }) {
			all = append(all, value)
		}
	}
	return all
}

func firstOf[T any](values []T) []T { return values[:min(len(values), maxValues)] }

// addAttributes adds values of one kind, as far as anything can be read in them.
func (p *profile) addAttributes(kind kind, number uint32, read func(string) string, values ...string) {
	for _, value := range firstOf(values) {
		if value == "" {
			continue
		}
		if text := read(value); text != "" {
			p.attributes = append(p.attributes, attribute{text, kind, number})
		}
	}
}
