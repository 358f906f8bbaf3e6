package labelled

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A Case is files, and who is who in them.
type Case struct {
	Files     []File // by path
	Exchanges []Exchange
	Truth     Truth
}

// A File lies in the folder of the case: mail/DEVICE for mail and keys, books
// for address books. Path has slashes.
type File struct {
	Path string
	Data []byte
}

// Make writes a case of so many scenes, of all kinds in turn and of each kind
// all variants in turn. Five rounds through the kinds have every variant.
func Make(seed uint64, size int) Case {
	b := newBuilder(seed)
	all := kinds()
	for i := range size {
		kind := all[i%len(all)]
		s := &scene{
			builder: b, kind: kind.name, number: i + 1,
			began: time.Date(2016+b.random.IntN(6), time.Month(1+b.random.IntN(12)), 1+b.random.IntN(28), 9, 0, 0, 0, time.UTC),
		}
		kind.variants[i/len(all)%len(kind.variants)](s)
	}
	c := Case{Files: b.files(), Exchanges: b.exchanges}
	c.Truth = b.truth(seed, size)
	return c
}

func newBuilder(seed uint64) *builder {
	source := newSource(seed)
	b := &builder{source: source, random: rand.New(source), located: map[Locator]*labelledRecord{}}
	b.people = &census{random: b.random, taken: map[string]bool{}}
	for _, d := range dialects() {
		b.books = append(b.books, &book{dialect: d})
	}
	s := &scene{builder: b, kind: "own", began: time.Date(2015, 1, 1, 9, 0, 0, 0, time.UTC)}
	for _, name := range []string{"nora", "tom"} {
		p := b.people.person()
		address := p.at("nine.testrun.example")
		d := &device{name: name, user: p.name(), address: address, person: p, key: s.key(p, []string{address}, nil)}
		b.devices = append(b.devices, d)
	}
	for _, d := range b.devices {
		for _, other := range b.devices { // who a device's mail is to, it knows as well
			s.known(other, d.address, d.person.id)
		}
		s.keyRecord(d.key, d.person.id)
	}
	return b
}

// files are the books, in mixed order, the mail, by arrival, and the keys.
func (b *builder) files() []File {
	var files []File
	for _, book := range b.books {
		b.random.Shuffle(len(book.cards), func(i, j int) { book.cards[i], book.cards[j] = book.cards[j], book.cards[i] })
		var text strings.Builder
		line := 1
		for i, card := range book.cards {
			card.Index, card.Line = i, line
			text.WriteString(card.text)
			line += strings.Count(card.text, "\n")
		}
		files = append(files, File{"books/" + book.book, []byte(text.String())})
	}
	for _, d := range b.devices {
		folder := "mail/" + d.name + "/"
		slices.SortStableFunc(d.mail, func(x, y letter) int { return x.at.Compare(y.at) })
		var box bytes.Buffer
		for _, l := range d.mail {
			box.Write(l.raw(d))
		}
		files = append(files, File{folder + "INBOX.mbox", box.Bytes()}, File{folder + "keys/own.asc", d.key.file})
		for i, key := range d.keys {
			files = append(files, File{fmt.Sprintf("%skeys/other-%03d.asc", folder, i+1), key.certificate})
		}
	}
	slices.SortFunc(files, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
	return files
}

func (b *builder) truth(seed uint64, size int) Truth {
	t := Truth{Schema: 1, Seed: seed, Size: size, Pairs: b.pairs}
	for _, r := range b.records {
		t.Records = append(t.Records, r.Entry)
	}
	return t
}
