package dedupe

import (
	"slices"
	"strings"
)

// A profile is what the records of one person say, in the forms they are
// compared in. Each value knows a record it came from.
type profile struct {
	records      []uint32
	names        []named
	boxes        []box
	birthdays    []born
	said         []said
	keys         []held
	carded       bool
	bare         bool // nothing but a key
	organisation bool
	owner        int // whose own records these are, from 1; 0 if a stranger's
}

type named struct {
	name
	record uint32
}

type box struct {
	mailbox
	impersonal string // why it stands for no one person, or ""
	record     uint32
}

type born struct {
	date
	record uint32
}

// said is any other value.
type said struct {
	text   string
	kind   kind
	record uint32
}

// held is a key and how well it is known to be the person's.
type held struct {
	key    string
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
	spoke                      // a signature over mail from the address
)

var levels = map[Learnt]level{
	LearntSigned: shown, LearntHeader: shown, LearntGossip: gossiped, LearntList: gossiped,
	LearntCard: curated, LearntExported: curated,
}

// most bounds how many values of one kind are read of a record, and of a person.
const most = 64

// describe reads one record into a profile.
func (h *heard) describe(r *Record, number uint32) *profile {
	p := &profile{records: []uint32{number}, carded: r.Source == Card, bare: r.Source == KeyHolder, organisation: r.Organisation}
	for _, text := range firstOf(r.Names) {
		if strings.Contains(text, "@") {
			continue // programs put the address where they know no name
		}
		p.organisation = p.organisation || joint(text)
		if n := readName(text); !n.empty() {
			p.names = append(p.names, named{n, number})
		}
	}
	p.agreeOnGeneration()
	for _, address := range firstOf(r.Addresses) {
		if m, ok := readMailbox(address); ok && h.vouchedFor(r, m) {
			p.boxes = append(p.boxes, h.box(m, number))
		}
	}
	if d, ok := readBirthday(r.Birthday); ok {
		p.birthdays = []born{{d, number}}
	}
	p.saying(kindPhone, number, phoneKey, r.Phones...)
	p.saying(kindOrganisation, number, organisationKey, r.Organisations...)
	p.saying(kindPostal, number, postalKey, r.Postal...)
	p.saying(kindClaimed, number, foldedAddress, r.Claimed...)
	p.saying(kindPicture, number, strings.ToLower, r.Picture)
	p.saying(kindUID, number, uidKey, r.UID)
	h.addKeys(p, r, number)
	p.owner = h.ownerOf(p, r)
	return p
}

// agreeOnGeneration gives the generation one spelling of a name states to the
// others: FN is "Hans Weber" where N says "sen.".
func (p *profile) agreeOnGeneration() {
	for _, stated := range p.names {
		for i := range p.names {
			if stated.generation != "" && p.names[i].generation == "" && p.names[i].key == stated.key {
				p.names[i].generation = stated.generation
			}
		}
	}
}

// vouchedFor reports an address that a record may be found by. On a key anybody
// writes any address as user ID: only those it spoke for count.
func (h *heard) vouchedFor(r *Record, m mailbox) bool {
	if r.Source != KeyHolder {
		return true
	}
	return slices.ContainsFunc(r.Keys, func(key Key) bool {
		_, ok := h.signedBy(m.folded, key.Fingerprint)
		return ok
	})
}

func (h *heard) box(m mailbox, number uint32) box {
	b := box{mailbox: m, impersonal: impersonal(m), record: number}
	if h.lists[b.folded] {
		b.impersonal = "a list address"
	}
	return b
}

// addKeys lists the keys the record names, and those testimony ties to its
// addresses.
func (h *heard) addKeys(p *profile, r *Record, number uint32) {
	for _, key := range firstOf(r.Keys) {
		p.hold(held{key.Fingerprint, levels[key.Learnt], true, number})
	}
	for _, b := range p.boxes {
		for _, claim := range h.bonds[b.folded] {
			if b.impersonal == "" && !h.contradicted(b.folded, claim) {
				p.hold(held{claim.key, claim.level, false, number})
			}
		}
		for _, picture := range h.pictures[b.folded] {
			p.saying(kindPicture, number, strings.ToLower, picture)
		}
	}
}

func (p *profile) hold(key held) {
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
	if len(p.keys) < most {
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
func (h *heard) ownerOf(p *profile, r *Record) int {
	for _, b := range p.boxes {
		if owner := h.own[b.folded]; owner != 0 && r.Source != KeyHolder {
			return owner
		}
	}
	if r.Source == KeyHolder {
		for _, key := range r.Keys {
			if owner := h.ownKeys[key.Fingerprint]; owner != 0 {
				return owner
			}
		}
	}
	return 0
}

// personal reports a profile that may be somebody's: no organisation, and not
// reached by role, list and relay addresses alone. The user's own card of a person
// is that, whatever address it has.
func (p *profile) personal() bool {
	if p.organisation {
		return false
	}
	if p.carded && slices.ContainsFunc(p.names, func(n named) bool { return n.full() && !n.duty() }) {
		return true
	}
	return len(p.boxes) == 0 || slices.ContainsFunc(p.boxes, func(b box) bool { return b.impersonal == "" })
}

// join adds what another profile says.
func (p *profile) join(q *profile) {
	p.records = append(p.records, q.records...)
	p.names = addNew(p.names, q.names, func(a, b named) bool { return a.key == b.key && a.generation == b.generation })
	p.boxes = addNew(p.boxes, q.boxes, func(a, b box) bool { return a.account == b.account })
	p.birthdays = addNew(p.birthdays, q.birthdays, func(a, b born) bool { return a.date == b.date })
	p.said = addNew(p.said, q.said, func(a, b said) bool { return a.kind == b.kind && a.text == b.text })
	for _, key := range q.keys {
		p.hold(key)
	}
	p.carded = p.carded || q.carded
	p.bare = p.bare && q.bare
	p.organisation = p.organisation || q.organisation
	p.owner = max(p.owner, q.owner)
}

func addNew[T any](all, more []T, same func(a, b T) bool) []T {
	for _, value := range more {
		if len(all) < most && !slices.ContainsFunc(all, func(old T) bool { return same(old, value) }) {
			all = append(all, value)
		}
	}
	return all
}

func firstOf[T any](values []T) []T { return values[:min(len(values), most)] }

// saying adds values of one kind, as far as anything can be read in them.
func (p *profile) saying(kind kind, number uint32, read func(string) string, values ...string) {
	for _, value := range firstOf(values) {
		if value == "" {
			continue
		}
		if text := read(value); text != "" {
			p.said = append(p.said, said{text, kind, number})
		}
	}
}
