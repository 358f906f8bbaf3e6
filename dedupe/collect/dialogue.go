package collect

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// Bounds on who is taken to talk to whom. A list longer than maxTable says
// little about any two of its people, and pairs grow with its square.
const (
	maxTable      = 24
	maxTalks      = 2_000_000 // pairs kept
	maxUnresolved = 1_000_000 // answers kept whose question was not met yet
)

// talks are pairs of addresses seen to be two people. Answers may be met before
// the question: they wait as unresolved.
type talks struct {
	pairs      map[[2]uint32]record.Witness
	unresolved []answer
}

// An answer is a letter to a message nobody of the archive has written yet.
type answer struct {
	by      uint32
	beside  []uint32 // its recipients; nil if it went to a list
	to      digest
	witness record.Witness
}

// takeTalk notes whom a letter answers, and who stand in its address list side
// by side. Author and recipient are such a pair only if the author calls the
// recipient by a name that has nothing of their own: people write to themselves.
// Nor are two members of a chat group: that one person is in it twice is what
// is looked for.
func (c *collector) takeTalk(l *letter, author uint32) {
	t := &c.talks
	var to []uint32
	for _, mailbox := range l.to {
		to = append(to, c.names.number(mailbox.Address))
	}
	if id := answered(l.m); id != "" && author != 0 && !l.copied {
		a := answer{by: author, beside: to, to: digestOf(id), witness: l.witness()}
		if l.list {
			a.beside = nil
		}
		if _, known := c.writers.of[a.to]; known {
			t.resolve(a, &c.writers)
		} else if len(t.unresolved) < maxUnresolved {
			t.unresolved = append(t.unresolved, a)
		}
	}
	if len(to) > maxTable || l.m.Protected.Has("chat-group-id") || l.m.Outer.Has("chat-group-id") {
		return
	}
	for i := range to {
		for k := range i {
			t.add(to[i], to[k], l.witness())
		}
		if author != 0 && !l.copied && !shareWord(l.author.Name, l.to[i].Name) {
			t.add(author, to[i], l.witness())
		}
	}
}

// shareWord reports whether two names may be of one person: they have a word in
// common, or one of them is missing or no name.
func shareWord(a, b string) bool {
	if a == "" || b == "" || strings.Contains(a, "@") || strings.Contains(b, "@") {
		return true
	}
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	for word := range strings.FieldsFuncSeq(strings.ToLower(a), notLetter) {
		for other := range strings.FieldsFuncSeq(strings.ToLower(b), notLetter) {
			if word == other {
				return true
			}
		}
	}
	return false
}

// resolve counts an answer once its question is known. One that was not sent
// to who asked is no dialogue: people answer their own mail from elsewhere.
func (t *talks) resolve(a answer, w *writers) {
	by, known := w.of[a.to]
	if known && (a.beside == nil || slices.Contains(a.beside, by)) {
		t.add(a.by, by, a.witness)
	}
}

// answered is the Message-ID a message directly answers, or "". What stands
// before in References may be the author's own.
func answered(m *gmm.Message) string {
	section := m.Outer
	if m.Seal.Opening == gmm.Opened {
		section = m.Protected
	}
	if ids := strings.Fields(section.Last("in-reply-to")); len(ids) > 0 {
		return trimID(ids[0])
	}
	if ids := strings.Fields(section.Last("references")); len(ids) > 0 {
		return trimID(ids[len(ids)-1])
	}
	return ""
}

// add notes a pair, in either direction.
func (t *talks) add(a, b uint32, w record.Witness) {
	if a == b || a == 0 || b == 0 {
		return
	}
	if t.pairs == nil {
		t.pairs = map[[2]uint32]record.Witness{}
	}
	pair := [2]uint32{min(a, b), max(a, b)}
	if known, ok := t.pairs[pair]; ok {
		if w.Time != 0 && (known.Time == 0 || w.Time < known.Time) {
			t.pairs[pair] = w
		}
	} else if len(t.pairs) < maxTalks {
		t.pairs[pair] = w
	}
}

// talked lists the pairs by their addresses.
func (c *collector) talked() []record.AddressPair {
	for _, waiting := range c.talks.unresolved {
		c.talks.resolve(waiting, &c.writers)
	}
	c.talks.unresolved = nil
	list := make([]record.AddressPair, 0, len(c.talks.pairs))
	for pair, witness := range c.talks.pairs {
		a, b := c.names.address(pair[0]), c.names.address(pair[1])
		list = append(list, record.AddressPair{From: min(a, b), To: max(a, b), Witness: witness})
	}
	slices.SortFunc(list, func(a, b record.AddressPair) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}
