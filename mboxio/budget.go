package mboxio

import (
	"fmt"
	"sync/atomic"
)

// A budget bounds what one tar or zip file, and all packed in it, may cost. It
// is shared by all who read from it.
type budget struct {
	size    int64        // bytes of the outermost file
	entries atomic.Int64 // members met
	names   atomic.Int64 // bytes of their names
	packs   atomic.Int64 // tar and zip files opened inside
	bytes   atomic.Int64 // bytes unpacked
	regular atomic.Int64 // bytes of members of tar files that are not links
	linked  atomic.Int64 // bytes of those that are hard links
}

// Limits of a budget.
const (
	maxEntries     = 400_000
	maxNames       = 128 << 20
	maxInnerPacks  = 256
	unpackedAnyway = bombSize
)

func newBudget(size int64) *budget { return &budget{size: size} }

// takeEntry counts a member.
func (b *budget) takeEntry(nameLength int) error {
	n, names := b.entries.Add(1), b.names.Add(int64(nameLength))
	switch {
	case n > maxEntries:
		return fmt.Errorf("%w: more than %d members", ErrBomb, maxEntries)
	case names > maxNames:
		return fmt.Errorf("%w: names of more than %d bytes", ErrBomb, maxNames)
	}
	return nil
}

// spent reports whether no more members are taken.
func (b *budget) spent() bool { return b.entries.Load() > maxEntries || b.names.Load() > maxNames }

// minLinked is how many bytes hard links may repeat at least.
const minLinked = 1 << 20

// takeLink counts a hard link. Servers make them when mail is copied, so that
// there are few for each file; all links together, in however many packs, may
// repeat what is there twice.
func (b *budget) takeLink(size int64) error {
	if b.linked.Load()+size > max(minLinked, 2*b.regular.Load()) {
		return ErrBomb
	}
	b.linked.Add(size)
	return nil
}

// takePack counts a tar or zip file inside.
func (b *budget) takePack() error {
	if b.packs.Add(1) > maxInnerPacks {
		return fmt.Errorf("%w: more than %d tar and zip files inside", ErrBomb, maxInnerPacks)
	}
	return nil
}

// takeBytes counts bytes unpacked, and tells when they are beyond all reason.
func (b *budget) takeBytes(n int64) error {
	if total := b.bytes.Add(n); total > unpackedAnyway && total/bombRatio > b.size {
		return ErrBomb
	}
	return nil
}
