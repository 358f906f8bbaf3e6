package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A town is invented people with cards. Names, hosts and streets follow Zipf's law.
type town struct {
	*rand.Rand
	given, family, hosts, streets []string
	zipf                          map[int]*rand.Zipf
}

func newTown(seed int64) *town {
	t := &town{Rand: rand.New(rand.NewSource(seed)), zipf: map[int]*rand.Zipf{}}
	t.given, t.family, t.hosts, t.streets = t.words(3000, ""), t.words(60000, ""), t.words(20000, ".example"), t.words(8000, " Street")
	return t
}

func (t *town) words(n int, ending string) []string {
	words := make([]string, n)
	for i := range words {
		var b strings.Builder
		for k := range 4 + i%5 {
			letters := [...]string{"bcdfghklmnprstvw", "aeiou"}[k%2]
			b.WriteByte(letters[t.Intn(len(letters))])
		}
		words[i] = b.String() + ending
	}
	return words
}

func (t *town) pick(words []string) string {
	if t.zipf[len(words)] == nil {
		t.zipf[len(words)] = rand.NewZipf(t.Rand, 1.05, 20, uint64(len(words)-1))
	}
	return words[t.zipf[len(words)].Uint64()]
}

// somebody is who has a card, or several.
type somebody struct {
	given, family, address, mobile, birthday, home string
}

func (t *town) person() somebody {
	p := somebody{given: t.pick(t.given), family: t.pick(t.family), mobile: fmt.Sprintf("+49 1%d %07d", 50+t.Intn(30), t.Intn(10_000_000))}
	p.address = fmt.Sprintf("%s.%s%d@%s", p.given, p.family, t.Intn(1000), t.pick(t.hosts))
	if t.Intn(3) == 0 {
		p.birthday = fmt.Sprintf("%d-%02d-%02d", 1940+t.Intn(70), 1+t.Intn(12), 1+t.Intn(28))
	}
	if t.Intn(3) == 0 {
		p.home = fmt.Sprintf("%d %s;Town %d;;%05d;Germany", 1+t.Intn(200), t.pick(t.streets), t.Intn(2000), t.Intn(100_000))
	}
	return p
}

// card is one of a person: what another program kept of it, unless it is the first.
func (t *town) card(p somebody, isFirst bool) string {
	if !isFirst {
		switch t.Intn(8) {
		case 0:
			p.given = p.given[:1] + "."
		case 1:
			p.family = p.family[:2] + p.family[3:]
		case 2:
			p.address = p.given[:1] + p.family + "@" + t.pick(t.hosts)
		case 3:
			p.address = ""
		}
		if t.Intn(3) == 0 {
			p.mobile = ""
		}
		p.birthday, p.home = p.birthday[:len(p.birthday)*t.Intn(2)], p.home[:len(p.home)*t.Intn(2)]
	}
	var b strings.Builder
	b.WriteString("BEGIN:VCARD\r\nVERSION:3.0\r\n")
	if t.Intn(5) > 0 {
		fmt.Fprintf(&b, "UID:%08x-%04x-4%03x-%012x\r\n", t.Uint32(), t.Intn(1<<16), t.Intn(1<<12), t.Int63n(1<<48))
	}
	fmt.Fprintf(&b, "FN:%s %s\r\nN:%s;%s;;;\r\n", p.given, p.family, p.family, p.given)
	for _, line := range [][2]string{{"EMAIL;TYPE=INTERNET:", p.address}, {"TEL;TYPE=CELL:", p.mobile}, {"BDAY:", p.birthday}, {"ADR;TYPE=HOME:;;", p.home}} {
		if line[1] != "" {
			b.WriteString(line[0] + line[1] + "\r\n")
		}
	}
	b.WriteString("END:VCARD\r\n")
	return b.String()
}

// writeBook writes a book of which four in ten cards are of somebody with several.
func (t *town) writeBook(w io.Writer, cards int) {
	for cards > 0 {
		p := t.person()
		first := t.card(p, true)
		copies := 0
		if t.Intn(6) == 0 {
			copies = 1 + t.Intn(1+t.Intn(4))
		}
		io.WriteString(w, first)
		for range min(copies, cards-1) {
			if t.Intn(3) == 0 {
				io.WriteString(w, first) // imported twice
			} else {
				io.WriteString(w, t.card(p, false))
			}
		}
		cards -= 1 + copies
	}
}

// What a book costs, for each card.
const (
	maxPlanBytes   = 140
	maxMemoryBytes = 6 << 10 // of the whole process: garbage may pile up, and tests before it count, too
)

// TestABookOfAHundredThousandCardsIsMergedInBounds counts what the plan takes on disk
// and a run in memory. GMMTOOL_CARDS says how many cards, GMMTOOL_BOOK keeps the book.
func TestABookOfAHundredThousandCardsIsMergedInBounds(t *testing.T) {
	if os.Getenv("GMMTOOL_LONG") == "" {
		t.Skip("takes half a minute; GMMTOOL_LONG=1 runs it")
	}
	cards, err := strconv.Atoi(cmp.Or(os.Getenv("GMMTOOL_CARDS"), "100000"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	book := cmp.Or(os.Getenv("GMMTOOL_BOOK"), filepath.Join(dir, "book.vcf"))
	file, err := os.Create(book)
	if err != nil {
		t.Fatal(err)
	}
	buffered := bufio.NewWriter(file)
	newTown(1).writeBook(buffered, cards)
	if err := buffered.Flush(); err != nil {
		t.Fatal(err)
	}
	file.Close()
	plan := filepath.Join(dir, "plan")
	for _, step := range []struct {
		args []string
		want exitCode
	}{
		{[]string{"dedupe", "--book", book, "--out", plan}, exitFindings},
		{[]string{"apply", plan, "--out", filepath.Join(dir, "merged"), "--yes"}, exitClean},
	} {
		p, _, stderr := newProcess(step.args...)
		p.getenv = func(name string) string { return map[string]string{"GOGC": "100", "GOMEMLIMIT": "off"}[name] } // as they are
		start := time.Now()
		if code := p.run(t.Context()); code != step.want {
			t.Fatalf("%s: exit code %d: %s", step.args[0], code, stderr)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		t.Logf("%s: %v, %d bytes of memory a card", step.args[0], time.Since(start), int(memory.Sys)/cards)
		if int(memory.Sys) > maxMemoryBytes*cards {
			t.Errorf("%s: %d bytes of memory a card", step.args[0], int(memory.Sys)/cards)
		}
	}
	info, err := os.Stat(filepath.Join(plan, planName))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes of plan a card", int(info.Size())/cards)
	if int(info.Size()) > maxPlanBytes*cards {
		t.Errorf("%d bytes of plan a card", int(info.Size())/cards)
	}
}
