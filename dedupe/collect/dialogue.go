package collect

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// Bounds on dialogues. An address list longer than maxListed says little about
// any two of its people, and pairs grow with its square.
const (
	maxListed     = 24
	maxDialogues  = 2_000_000 // pairs kept
	maxUnresolved = 1_000_000 // answers kept whose question was not met yet
)

// dialogues are pairs of addresses seen to be two people. Answers may be met
// before the question: they wait as unresolved.
type dialogues struct {
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

// addDialogue notes whom a letter answers, and who stand in its address list side
// by side. Author and recipient are such a pair only if the author calls the
// recipient by a name that has nothing of their own: people write to themselves.
// Nor are two members of a chat group: that one person is in it twice is what
// is looked for.
func (m *Mail) addDialogue(l *letter, author uint32) {
	d := &m.dialogues
	var to []uint32
	for _, mailbox := range l.to {
		to = append(to, m.addresses.number(mailbox.Address))
	}
	if id := answered(l.Message); id != "" && author != 0 && !l.copied {
		a := answer{by: author, beside: to, to: digestOf(id), witness: l.witness()}
		if l.list {
			a.beside = nil
		}
		if _, known := m.authors[a.to]; known {
			d.resolve(a, m.authors)
		} else if len(d.unresolved) < maxUnresolved {
			d.unresolved = append(d.unresolved, a)
		}
	}
	if len(to) > maxListed || l.Message.Protected.Has("chat-group-id") || l.Message.Outer.Has("chat-group-id") {
		return
	}
	for i := range to {
		for k := range i {
			d.add(to[i], to[k], l.witness())
		}
		if author != 0 && !l.copied && !shareWord(l.author.Name, l.to[i].Name) {
			d.add(author, to[i], l.witness())
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
// to who asked is not a dialogue: people answer their own mail from elsewhere.
func (d *dialogues) resolve(a answer, authors map[digest]uint32) {
	by, known := authors[a.to]
	if known && (a.beside == nil || slices.Contains(a.beside, by)) {
		d.add(a.by, by, a.witness)
	}
}

// answered is the Message-ID a message directly answers, or "". What stands
// before in References may be the author's own.
func answered(m *gmm.Message) string {
	section := m.Outer
	if m.Seal.Opening == gmm.Opened || m.Seal.Accepted && (m.Protected.Has("in-reply-to") || m.Protected.Has("references")) {
		section = m.Protected
	}
	if ids := strings.Fields(section.Last("in-reply-to")); len(ids) > 0 {
		return withoutAngles(ids[0])
	}
	if ids := strings.Fields(section.Last("references")); len(ids) > 0 {
		return withoutAngles(ids[len(ids)-1])
	}
	return ""
}

// add notes a pair, in either direction.
func (d *dialogues) add(a, b uint32, w record.Witness) {
	if a == b || a == 0 || b == 0 {
		return
	}
	if d.pairs == nil {
		d.pairs = map[[2]uint32]record.Witness{}
	}
	pair := [2]uint32{min(a, b), max(a, b)}
	if known, ok := d.pairs[pair]; ok {
		if w.Time != 0 && (known.Time == 0 || w.Time < known.Time) {
			d.pairs[pair] = w
		}
	} else if len(d.pairs) < maxDialogues {
		d.pairs[pair] = w
	}
}

// dialoguePairs lists the pairs by their addresses.
func (m *Mail) dialoguePairs() []record.AddressPair {
	for _, waiting := range m.dialogues.unresolved {
		m.dialogues.resolve(waiting, m.authors)
	}
	m.dialogues.unresolved = nil
	list := make([]record.AddressPair, 0, len(m.dialogues.pairs))
	for pair, witness := range m.dialogues.pairs {
		a, b := m.addresses.list[pair[0]], m.addresses.list[pair[1]]
		list = append(list, record.AddressPair{From: min(a, b), To: max(a, b), Witness: witness})
	}
	slices.SortFunc(list, func(a, b record.AddressPair) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}
