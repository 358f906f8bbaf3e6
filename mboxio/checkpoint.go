package mboxio

import (
	"context"
	"io"
)

// A Checkpoint is a place in an mbox at which reading can go on when the file has
// grown: the separator line of one of its last messages, with all that was learned
// before it and bears on what comes after. It is the last such place that does not
// depend on where the file ended. Its fields are for [Options.Resume] alone.
//
// Going on at a checkpoint gives what reading the whole file gives, if the bytes
// that were read before have not changed.
type Checkpoint struct {
	Offset int64 `json:"offset"` // of the separator line, in bytes
	Index  int64 `json:"index"`  // messages before it

	Met         int64  `json:"met"`
	Enclosed    int64  `json:"enclosed,omitempty"`
	Wasted      int64  `json:"wasted,omitempty"`
	Usual       uint8  `json:"usual"`
	Patches     bool   `json:"patches,omitempty"`
	QuoteDepth  uint8  `json:"quote_depth,omitempty"`
	BareFrom    bool   `json:"bare_from,omitempty"`
	ExactLength bool   `json:"exact_length,omitempty"`
	UIDValidity uint32 `json:"uid_validity,omitempty"`
	KeepsUIDs   bool   `json:"keeps_uids,omitempty"`
}

// noteCheckpoint makes the separator at q the checkpoint, unless something before it was
// decided by the end of the file.
func (s *splitter) noteCheckpoint(q int64) {
	if s.sawEnd || s.from.mmdf {
		return
	}
	s.checkpoint = Checkpoint{
		Offset: q, Index: s.feed.index, Met: s.met, Enclosed: s.enclosed, Wasted: s.wasted,
		Usual: uint8(s.writer.usual), Patches: s.writer.patches,
		QuoteDepth: s.archive.quoteDepth, BareFrom: s.archive.bareFrom, ExactLength: s.archive.exactLength,
	}
}

// traits are those of the messages before the checkpoint.
func (c Checkpoint) traits() traits {
	return traits{quoteDepth: c.QuoteDepth, bareFrom: c.BareFrom, exactLength: c.ExactLength}
}

// behind is the checkpoint of a segment as it is for the splitter that adopts it,
// which is at the segment's first separator.
func (c Checkpoint) behind(s *splitter) Checkpoint {
	all := s.archive
	all.merge(c.traits())
	c.Index += s.feed.index
	c.Met += s.met - 1
	c.Enclosed += s.enclosed
	c.Wasted += s.wasted
	c.QuoteDepth, c.BareFrom, c.ExactLength = all.quoteDepth, all.bareFrom, all.exactLength
	return c
}

// resumeMbox is splitMbox from a checkpoint on.
func resumeMbox(ctx context.Context, feed *feeder, from *origin, whole *io.SectionReader, at Checkpoint) error {
	s := &splitter{window: newWindow(ctx, feed, offsetReader(whole, at.Offset)), from: from}
	s.base, s.scan = at.Offset, at.Offset
	from.uidValidity, from.keepsUIDs = at.UIDValidity, at.KeepsUIDs
	feed.index = at.Index
	s.met, s.enclosed, s.wasted, s.archive = at.Met, at.Enclosed, at.Wasted, at.traits()
	s.writer = writer{usual: dateGrade(at.Usual), patches: at.Patches}
	s.open, s.sepAt, s.start = true, at.Offset, at.Offset
	if err := s.ensure(at.Offset + evidenceWindow); err != nil {
		return err
	}
	s.ahead = newAhead(s, whole, at.Offset)
	defer s.ahead.stop()
	s.openMessage(at.Offset)
	return s.splitRest()
}
