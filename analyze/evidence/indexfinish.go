package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/gmmtool/gmmtool/mboxio"
)

// finish stores what there is to say of an archive besides its messages.
func (t *archiveIndex) finish(ctx context.Context, from *mboxio.Checkpoint, summary mboxio.Summary, failed error) error {
	t.done.Read++
	t.done.Messages += int(summary.Messages) - t.again
	var early []string
	counts := map[Bucket]int{}
	passed := t.before.Passed
	if from != nil {
		early = t.before.Errors
		for filed, n := range t.before.Worked {
			counts[filed] += n
		}
		summary.Bytes += from.Offset
		summary.Messages += from.Index
	} else if len(summary.PassedUses) == 0 {
		passed = filedAs(t.a.use)
	}
	found := &Evidence{}
	device := &Device{Name: t.device.Name}
	found.addInput(device, t.a, summary, failed)
	found.Inputs[0].Errors = append(early[:len(early):len(early)], found.Inputs[0].Errors...)
	for use := range summary.PassedUses {
		passed = filedAs(cmp.Or(use, t.a.use))
	}
	if summary.Checkpoint != nil {
		t.noteCheckpoint(summary, counts, early, passed)
	}
	events, err := t.to.CountEvents(t.row.ID)
	if err != nil {
		return err
	}
	for _, w := range t.worked {
		counts[w.filed]++
	}
	if t.now.Listing != "" || len(summary.PassedUses) > 1 {
		found.addPassed(t.a, summary)
	} else {
		rest := int(summary.Messages) - events
		for _, n := range counts {
			rest -= n
		}
		found.addOrdinary(passed, rest)
	}
	for filed, n := range counts {
		found.addOrdinary(filed, n)
	}
	for _, defect := range summary.Defects {
		if errors.Is(defect, mboxio.ErrChanged) { // what was read is not what lies there
			t.now.Looked, t.now.Summed, t.now.Listing = time.Time{}, 0, ""
		}
	}
	return t.store(ctx, found, device.Mailboxes, from != nil || t.again > 0)
}

// noteCheckpoint notes what to know of the mail before the checkpoint.
func (t *archiveIndex) noteCheckpoint(summary mboxio.Summary, before map[Bucket]int, early []string, passed Bucket) {
	at := summary.Checkpoint
	t.now.Checkpoint, t.now.Passed = at, passed
	t.now.Worked = map[Bucket]int{}
	for filed, n := range before {
		t.now.Worked[filed] = n
	}
	for _, w := range t.worked {
		if w.index <= at.Index {
			t.now.Worked[w.filed]++
		}
	}
	t.now.Errors = early[:len(early):len(early)]
	for _, defect := range summary.Defects {
		if defect.Offset < at.Offset {
			t.now.Errors = append(t.now.Errors, defect.Error())
		}
	}
}

// store puts the row of the archive, with the certificates met in it.
// Of one that was read partly, the rest is opened again.
func (t *archiveIndex) store(ctx context.Context, found *Evidence, boxes []Mailbox, partly bool) (err error) {
	input := found.Inputs[0]
	row := &t.row
	row.Dialect, row.Bytes, row.Messages = input.Dialect, input.Bytes, input.Messages
	row.Ordinary, row.Junk, row.Drafts = found.Ordinary, found.Filed[BucketJunk], found.Filed[BucketDraft]
	for _, part := range [...]struct {
		to   *[]byte
		from any
	}{{&row.Errors, append([]string{}, input.Errors...)}, {&row.Notes, append([]string{}, input.Notes...)},
		{&row.Mailboxes, append([]Mailbox{}, boxes...)}, {&row.State, t.now}} {
		text, err := json.Marshal(part.from)
		if err != nil {
			return err
		}
		*part.to = text
	}
	if partly {
		if _, err = t.openAgain(ctx); err != nil {
			return err
		}
	} else if row.Tried, err = json.Marshal(secretsOf(t.keys)); err != nil {
		return err
	}
	t.done.Inputs = append(t.done.Inputs, input)
	if err := t.putCertificates(); err != nil {
		return err
	}
	_, err = t.to.PutArchive(*row)
	return err
}
