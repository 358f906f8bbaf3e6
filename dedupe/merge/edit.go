package merge

import (
	"bytes"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// An Edit is one stretch of a book that changed.
type Edit struct {
	Offset   int  `json:"offset"` // bytes from the start of the book before the merge
	Removed  Text `json:"removed"`
	Inserted Text `json:"inserted"`
}

// editsBetween says how one book became the other, in the order of the bytes.
// The cards of after are those of before without the removed ones. Whatever the
// books hold, redo(before) is after.
func editsBetween(before, after *vcard.Book, removed map[int]bool) []Edit {
	if bytes.Equal(before.Bytes(), after.Bytes()) {
		return nil
	}
	edits, ok := editsByCard(before, after, removed)
	if ok {
		ok = leadsTo(before.Bytes(), edits, after.Bytes())
	}
	if !ok { // text between cards that looks like cards
		return []Edit{difference(0, before.Bytes(), after.Bytes())}
	}
	return edits
}

func editsByCard(before, after *vcard.Book, removed map[int]bool) (edits []Edit, ok bool) {
	data, at, next := before.Bytes(), 0, 0
	for i, card := range before.Cards() {
		start := bytes.Index(data[at:], card.Raw())
		if start < 0 {
			return nil, false
		}
		at += start
		switch {
		case removed[i]:
			edits = append(edits, Edit{Offset: at, Removed: card.Raw(), Inserted: Text{}})
		case next == after.Len():
			return nil, false
		default:
			if changed := after.Card(next).Raw(); !bytes.Equal(card.Raw(), changed) {
				edits = append(edits, difference(at, card.Raw(), changed))
			}
			next++
		}
		at += len(card.Raw())
	}
	return edits, next == after.Len()
}

// difference is the one edit that makes after of before, in whole lines.
func difference(offset int, before, after []byte) Edit {
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	head = 1 + bytes.LastIndexByte(before[:head], '\n')
	before, after = before[head:], after[head:]
	tail := 0
	for tail < min(len(before), len(after)) && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	for tail > 0 && !(beginsLine(before, len(before)-tail) && beginsLine(after, len(after)-tail)) {
		tail--
	}
	return Edit{Offset: offset + head, Removed: before[:len(before)-tail], Inserted: after[:len(after)-tail]}
}

func beginsLine(data []byte, at int) bool { return at == 0 || data[at-1] == '\n' }

// leadsTo reports whether edits make one book of the other.
func leadsTo(before []byte, edits []Edit, after []byte) bool {
	same := true
	err := eachStretch(before, edits, forth, func(stretch []byte) {
		same = same && bytes.HasPrefix(after, stretch)
		if same {
			after = after[len(stretch):]
		}
	})
	return err == nil && same && len(after) == 0
}

func forth(e Edit) (int, Text, Text) { return e.Offset, e.Removed, e.Inserted }

// redo carries out edits. It fails with ErrJournal where the book does not hold
// what is to be removed.
func redo(before []byte, edits []Edit) ([]byte, error) {
	return replace(before, edits, forth)
}

// revert takes edits back.
func revert(after []byte, edits []Edit) ([]byte, error) {
	shift := 0
	return replace(after, edits, func(e Edit) (int, Text, Text) {
		at := e.Offset + shift
		shift += len(e.Inserted) - len(e.Removed)
		return at, e.Inserted, e.Removed
	})
}

func replace(data []byte, edits []Edit, read func(Edit) (at int, old, new Text)) ([]byte, error) {
	out := make([]byte, 0, len(data))
	if err := eachStretch(data, edits, read, func(stretch []byte) { out = append(out, stretch...) }); err != nil {
		return nil, err
	}
	return out, nil
}

// eachStretch visits what a book is put together of after edits.
func eachStretch(data []byte, edits []Edit, read func(Edit) (at int, old, new Text), visit func([]byte)) error {
	done := 0
	for _, edit := range edits {
		at, old, fresh := read(edit)
		if at < done || at > len(data) || !bytes.HasPrefix(data[at:], old) {
			return ErrJournal
		}
		visit(data[done:at])
		visit(fresh)
		done = at + len(old)
	}
	visit(data[done:])
	return nil
}
