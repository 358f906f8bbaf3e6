package labelled

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// A device is one account looked at, of one user.
type device struct {
	name, user, address string
	person              person
	key                 *keypair
	mail                []letter
	keys                []*keypair // certificates of others, as files
}

func (d *device) mailbox() mailbox { return mailbox{d.user, d.address} }

func (d *device) host() string {
	_, host, _ := strings.Cut(d.address, "@")
	return host
}

// A record is an entry in the making. Cards know where they stand only when
// their book is whole.
type labelledRecord struct {
	Entry
	book *book
	text string
}

// A book is an address book in the making.
type book struct {
	dialect
	cards []*labelledRecord
}

// A builder puts a case together, scene by scene.
type builder struct {
	source    io.Reader
	random    *rand.Rand
	people    *census
	devices   []*device
	books     []*book
	records   []*labelledRecord
	located   map[Locator]*labelledRecord
	pairs     []Pair
	exchanges []Exchange
	letters   int
}

// A scene is what one kind adds to a case.
type scene struct {
	*builder
	kind   string
	number int
	began  time.Time
	ticks  int
	met    []person
}

// person is somebody new, who has no name in common with others of the scene.
func (s *scene) person() person {
	for {
		p := s.people.person()
		if !slices.ContainsFunc(s.met, func(q person) bool { return p.given == q.given || p.family == q.family }) {
			s.met = append(s.met, p)
			return p
		}
	}
}

// named is somebody new of a given name.
func (s *scene) named(given, family string) person {
	p := s.people.named(given, family)
	s.met = append(s.met, p)
	return p
}

// now is a moment in the scene, each time two days later.
func (s *scene) now() time.Time {
	s.ticks++
	return s.began.Add(time.Duration(s.ticks) * 49 * time.Hour)
}

// later lets years pass.
func (s *scene) later(years int) { s.began = s.began.AddDate(years, 0, 0) }

func (s *scene) add(r *labelledRecord) *labelledRecord {
	r.ID = fmt.Sprintf("r%d", len(s.records)+1)
	r.Kind, r.Scene = s.kind, s.number
	s.records = append(s.records, r)
	return r
}

// card puts a card into a book. who is "" for a card that is of no one person.
func (s *scene) card(b *book, who string, d details) *labelledRecord {
	if d.uid == "" {
		d.uid = b.uid(s.random)
	}
	if d.revision == "" {
		d.revision = s.began.UTC().Format("20060102T150405Z")
	}
	r := s.add(&labelledRecord{Entry: Entry{Person: who, Locator: Locator{Book: b.book, UID: d.uid}}, book: b, text: b.write(d)})
	b.cards = append(b.cards, r)
	return r
}

// anyBook is one of the books, twoBooks are two different ones.
func (s *scene) anyBook() *book { return pick(s.random, s.books) }

func (s *scene) twoBooks() (first, second *book) {
	i := s.random.IntN(len(s.books))
	return s.books[i], s.books[(i+1+s.random.IntN(len(s.books)-1))%len(s.books)]
}

// in finds a book by the name of its file.
func (s *scene) in(name string) *book {
	return s.books[slices.IndexFunc(s.books, func(b *book) bool { return b.book == name })]
}

// known is what a device knows of an address.
func (s *scene) known(d *device, address, who string) *labelledRecord {
	return s.locate(Locator{Device: d.name, Address: strings.ToLower(address)}, who)
}

// keyRecord is what the case knows of a key.
func (s *scene) keyRecord(k *keypair, who string) *labelledRecord {
	return s.locate(Locator{Key: k.fingerprint()}, who)
}

func (s *scene) locate(l Locator, who string) *labelledRecord {
	if r := s.located[l]; r != nil {
		return r
	}
	r := s.add(&labelledRecord{Entry: Entry{Person: who, Locator: l}})
	s.located[l] = r
	return r
}

// key makes a key of a person for addresses; adjust may be nil.
func (s *scene) key(owner person, addresses []string, adjust func(*pgptest.Draft)) *keypair {
	draft := pgptest.Draft{Name: strings.TrimSpace(owner.name()), Addresses: addresses, Created: s.began}
	if adjust != nil {
		adjust(&draft)
	}
	k := newKeypair(draft, s.source)
	s.keyRecord(k, owner.id)
	return k
}

// deliver puts a letter into the mailbox of a device, and returns it as it came.
func (s *scene) deliver(d *device, l letter) letter {
	s.letters++
	if l.at.IsZero() {
		l.at = s.now()
	}
	if l.id == "" {
		l.id = fmt.Sprintf("%d.%08x@%s", s.letters, s.random.Uint32(), l.from.address[strings.LastIndexByte(l.from.address, '@')+1:])
	}
	if len(l.to) == 0 {
		l.to = []mailbox{d.mailbox()}
	}
	if l.body == "" {
		l.body = pick(s.random, []string{"Shall we meet on Friday?", "Thanks for the pictures!", "Please find the minutes below.", "See you soon."})
	}
	d.mail = append(d.mail, l)
	return l
}

// write delivers an unsigned mail.
func (s *scene) write(d *device, from mailbox) letter { return s.deliver(d, letter{from: from}) }

// seal delivers a mail signed by a key and sealed to the device.
func (s *scene) seal(d *device, key *keypair, l letter) letter {
	l.at = s.now()
	s.letters++
	l.id = fmt.Sprintf("%08x-%04x-4000-a000-%012x@localhost", s.random.Uint32(), s.letters, s.random.Uint64()>>16)
	if len(l.to) == 0 {
		l.to = []mailbox{d.mailbox()}
	}
	if l.body == "" {
		l.body = "Hello again."
	}
	l.sealed = key.seal(l.entity(key), d.key, l.signed(), s.source)
	return s.deliver(d, l)
}

// same, different and unknowable label every pair of the records.
func (s *scene) same(why string, records ...*labelledRecord)      { s.label(Same, why, records) }
func (s *scene) different(why string, records ...*labelledRecord) { s.label(Different, why, records) }
func (s *scene) unknowable(why string, records ...*labelledRecord) {
	s.label(Unknowable, why, records)
}

func (s *scene) label(label Label, why string, records []*labelledRecord) {
	for i, a := range records {
		for _, b := range records[:i] {
			if a != b {
				s.pairs = append(s.pairs, Pair{A: b.ID, B: a.ID, Label: label, Kind: s.kind, Why: why})
			}
		}
	}
}
