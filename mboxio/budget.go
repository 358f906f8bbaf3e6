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
	regular atomic.Int64 // bytes of members of tars that are not links
	linked  atomic.Int64 // bytes that hard links repeat
}

// Limits of a budget.
const (
	maxEntries     = 400_000
	maxNames       = 128 << 20
	maxInnerPacks  = 256
	unpackedAnyway = bombSize
	linkedAnyway   = 1 << 20
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

// takeLink counts a hard link to so many bytes. Servers make links when mail is
// copied, so that there are few for each file; all together may repeat what is
// there twice.
func (b *budget) takeLink(size int64) bool {
	if b.linked.Load()+size > max(linkedAnyway, 2*b.regular.Load()) {
		return false
	}
	b.linked.Add(size)
	return true
}

// spent reports whether no more members are taken.
func (b *budget) spent() bool { return b.entries.Load() > maxEntries || b.names.Load() > maxNames }

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
