package link

import (
	"encoding/binary"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// The profiles of all persons of a large book would take more memory than the book, and
// pairs are compared in no order of theirs. So they are packed into text, each in one
// place, which the collector of garbage does not look into, and unpacked into memory
// that is used again.

// profiles are those of all persons.
type profiles struct {
	persons *persons
	blocks  []string // of blockPersons each
	starts  []int    // of each person, in its block
}

const blockPersons = 1 << 10

// packProfiles describes all persons, in so many parts at a time, and lets see each.
func packProfiles(jobs int, persons *persons, see func(part int, person uint32, p *profile)) *profiles {
	n := persons.len()
	all := &profiles{persons: persons, blocks: make([]string, (n+blockPersons-1)/blockPersons), starts: make([]int, n)}
	parallel.Parts(jobs, len(all.blocks), func(part, from, to int) {
		var block packer
		p, one := new(profile), new(profile)
		for i := from; i < to; i++ {
			block = block[:0]
			for person := i * blockPersons; person < min((i+1)*blockPersons, n); person++ {
				persons.describeInto(p, one, uint32(person))
				all.starts[person] = len(block)
				block.profile(p)
				see(part, uint32(person), p)
			}
			all.blocks[i] = string(block)
		}
	})
	return all
}

// into unpacks the profile of a person into the memory of one that is no longer needed.
func (all *profiles) into(p *profile, person uint32) {
	packed := unpacker(all.blocks[person/blockPersons][all.starts[person]:])
	packed.profile(p, all.persons.records(person))
}

// of unpacks the profile of a person into memory of its own.
func (all *profiles) of(person uint32) *profile {
	p := new(profile)
	all.into(p, person)
	return p
}

// A packer appends values to a text.
type packer []byte

func (to *packer) number(n int) { *to = binary.AppendUvarint(*to, uint64(n)) }

func (to *packer) flag(is bool) {
	n := 0
	if is {
		n = 1
	}
	to.number(n)
}

func (to *packer) text(s string) {
	to.number(len(s))
	*to = append(*to, s...)
}

// textLike packs a text that is mostly the same as another.
func (to *packer) textLike(other, s string) {
	if to.flag(s == other); s != other {
		to.text(s)
	}
}

func (to *packer) profile(p *profile) {
	to.flag(p.hasCard)
	to.flag(p.isKeyOnly)
	to.flag(p.organisation)
	to.number(p.owner)
	record := func(number uint32) {
		at, _ := slices.BinarySearch(p.records, number)
		to.number(at)
	}
	to.number(len(p.names))
	for _, n := range p.names {
		record(n.record)
		to.text(n.Found)
		to.text(n.Key)
		to.text(n.Generation)
		to.number(len(n.Words))
		for _, word := range n.Words {
			to.text(word)
		}
	}
	to.number(len(p.mailboxes))
	for _, b := range p.mailboxes {
		record(b.record)
		to.text(b.Address)
		to.number(len(b.Local))
		to.textLike(b.Address, b.Account)
		to.textLike(b.Account, b.Folded)
		to.text(b.impersonal)
	}
	to.number(len(p.birthdays))
	for _, d := range p.birthdays {
		record(d.record)
		to.number(int(d.Date))
	}
	to.number(len(p.attributes))
	for _, a := range p.attributes {
		record(a.record)
		to.number(int(a.kind))
		to.text(a.text)
	}
	to.number(len(p.keys))
	for _, k := range p.keys {
		record(k.record)
		to.text(k.key)
		to.textLike(k.key, k.root)
		to.number(int(k.level))
		to.flag(k.named)
	}
}

// An unpacker takes off what a packer appended. What it returns is part of its text.
type unpacker string

func (from *unpacker) number() int {
	if b := (*from)[0]; b < 0x80 {
		*from = (*from)[1:]
		return int(b)
	}
	n := 0
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		b := (*from)[i]
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			*from = (*from)[i+1:]
			return n
		}
	}
}

func (from *unpacker) flag() bool { return from.number() == 1 }

func (from *unpacker) text() string {
	n := from.number()
	s := string((*from)[:n])
	*from = (*from)[n:]
	return s
}

func (from *unpacker) textLike(other string) string {
	if from.flag() {
		return other
	}
	return from.text()
}

// profile unpacks what these records of a person say.
func (from *unpacker) profile(p *profile, records []uint32) {
	*p = profile{
		records: records, hasCard: from.flag(), isKeyOnly: from.flag(), organisation: from.flag(), owner: from.number(),
		names: p.names[:0], words: p.words[:0], mailboxes: p.mailboxes[:0], birthdays: p.birthdays[:0], attributes: p.attributes[:0], keys: p.keys[:0],
	}
	record := func() uint32 { return records[from.number()] }
	for range from.number() {
		n := name{record: record(), Name: compare.Name{Found: from.text(), Key: from.text(), Generation: from.text()}}
		first := len(p.words)
		for range from.number() {
			p.words = append(p.words, from.text())
		}
		n.Words = p.words[first:len(p.words):len(p.words)]
		p.names = append(p.names, n)
	}
	for range from.number() {
		b := mailbox{record: record(), Mailbox: compare.Mailbox{Address: from.text()}}
		local := from.number()
		b.Local, b.Domain = b.Address[:local], b.Address[local+1:]
		b.Account = from.textLike(b.Address)
		b.Folded = from.textLike(b.Account)
		b.impersonal = from.text()
		p.mailboxes = append(p.mailboxes, b)
	}
	for range from.number() {
		p.birthdays = append(p.birthdays, birthday{record: record(), Date: compare.Date(from.number())})
	}
	for range from.number() {
		p.attributes = append(p.attributes, attribute{record: record(), kind: kind(from.number()), text: from.text()})
	}
	for range from.number() {
		k := knownKey{record: record(), key: from.text()}
		k.root, k.level, k.named = from.textLike(k.key), level(from.number()), from.flag()
		p.keys = append(p.keys, k)
	}
}
