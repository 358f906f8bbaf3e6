package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/store"
)

// An openStore is a store that is a source of a case, and what was read of it.
type openStore struct {
	*store.Store
	messages map[int64]*gmm.Message // by row; nil until they were read
}

// readStored takes what a store has of an archive, and opens what a key of this run
// opens that was not at hand before.
func (x *extraction) readStored(ctx context.Context, d *Device, a *archive, keys gmm.Keys) error {
	from := a.stored.from
	if x.opts.Letter != nil {
		if err := a.stored.checkPeople(); err != nil {
			return err
		}
	}
	rows, opener, err := x.storedRows(ctx, a, keys)
	if err != nil {
		return err
	}
	names := newNames()
	for _, r := range rows {
		if !r.Chat && x.opts.Letter == nil {
			continue
		}
		e, err := eventOf(d.Name, a.path, r, names)
		if err == nil {
			e.Message, err = opener.message(from, r, d)
		}
		if err != nil {
			return damaged(from.Path(), err)
		}
		if !r.Chat {
			letter := e.Letter()
			letter.Time = e.Received
			if letter.Time.IsZero() {
				letter.Time = e.Arrival.Time
			}
			x.showLetter(extracted{letter: &letter, length: e.Length})
			continue
		}
		d.Events = append(d.Events, e)
	}
	return x.addStoredInput(d, a)
}

// storedRows gives what a store has of one archive, and what opens the messages in
// it.
func (x *extraction) storedRows(ctx context.Context, a *archive, keys gmm.Keys) (rows []store.Event, o *opener, err error) {
	from, row := a.stored.from, a.stored.row
	if err := x.readMessages(from); err != nil {
		return nil, nil, damaged(from.Path(), err)
	}
	err = from.Events(row.ID, func(e store.Event) error {
		rows = append(rows, e)
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, err
	}
	if o, err = newOpener(x.reader, row.Tried, keys); err != nil {
		return nil, nil, damaged(from.Path(), err)
	}
	return rows, o, nil
}

// ErrNoPeople is a store that was asked for mail that is not chat mail, and does not
// have it.
var ErrNoPeople = errors.New("has chat mail alone")

// checkPeople fails if the store has nothing but chat mail.
func (s *storedArchive) checkPeople() error {
	var state progress
	if err := json.Unmarshal(s.row.State, &state); err != nil {
		return damaged(s.from.Path(), err)
	}
	if !state.People {
		return &Error{Path: s.from.Path(), Err: ErrNoPeople, Fix: "index the archives again with --people, or name them instead of the store"}
	}
	return nil
}

// inputOf is an archive as a store has it.
func inputOf(a *archive, d *Device, row store.Archive) (input Input, boxes []Mailbox, err error) {
	input = Input{Path: a.path, Device: d.Name, Bytes: row.Bytes, Messages: row.Messages, Dialect: row.Dialect, FromStore: true}
	err = cmp.Or(json.Unmarshal(row.Errors, &input.Errors), json.Unmarshal(row.Notes, &input.Notes), json.Unmarshal(row.Mailboxes, &boxes))
	if len(input.Errors) == 0 {
		input.Errors = nil
	}
	if len(input.Notes) == 0 {
		input.Notes = nil
	}
	return input, boxes, err
}

// addStoredInput is addInput for what a store has.
func (x *extraction) addStoredInput(d *Device, a *archive) error {
	row := a.stored.row
	input, boxes, err := inputOf(a, d, row)
	if err != nil {
		return damaged(a.stored.from.Path(), err)
	}
	for _, text := range input.Errors {
		x.found.Problems = append(x.found.Problems, errors.New(text))
	}
	d.Mailboxes = append(d.Mailboxes, boxes...)
	x.found.Inputs = append(x.found.Inputs, input)
	x.found.Messages += row.Messages
	x.found.addOrdinary("", row.Ordinary-row.Junk-row.Drafts)
	for filed, n := range map[Bucket]int{BucketJunk: row.Junk, BucketDraft: row.Drafts} {
		if n > 0 {
			x.found.addOrdinary(filed, n)
		}
	}
	return nil
}

// readMessages reads all messages and certificates of a store, once.
func (x *extraction) readMessages(from *openStore) error {
	x.stored = true
	if from.messages != nil {
		return nil
	}
	var certificates []gmm.Certificate
	err := from.Certificates(func(c store.Certificate) error {
		certificates = append(certificates, gmm.Certificate{Digest: gmm.Digest(c.Digest), Form: c.Form, Data: c.Data})
		return nil
	})
	if err != nil {
		return err
	}
	var ids []int64
	var contents [][]byte
	err = from.Messages(x.opts.Letter == nil, func(id int64, content []byte) error {
		ids, contents = append(ids, id), append(contents, slices.Clone(content))
		return nil
	})
	if err != nil {
		return err
	}
	messages, failed := make([]*gmm.Message, len(ids)), make([]error, max(1, x.opts.Jobs))
	parallel.Parts(x.opts.Jobs, len(certificates), func(part, first, end int) {
		for _, c := range certificates[first:end] {
			failed[part] = cmp.Or(failed[part], x.reader.Know(c))
		}
	})
	parallel.Parts(x.opts.Jobs, len(ids), func(part, first, end int) {
		for i := first; i < end; i++ {
			m := &gmm.Message{}
			if err := json.Unmarshal(contents[i], m); err != nil || !isWhole(m) {
				failed[part] = cmp.Or(failed[part], err, errNoSeal)
				continue
			}
			m.NameRecipients(gmm.Keys{Others: x.all})
			messages[i], contents[i] = x.reader.Pool.Adopt(m), nil
		}
	})
	if err := errors.Join(failed...); err != nil {
		return err
	}
	from.messages = make(map[int64]*gmm.Message, len(ids))
	for i, id := range ids {
		from.messages[id] = messages[i]
	}
	return nil
}

// openElsewhere reads what one store could not open, for want of a key, as another
// did that had the key and a copy of the same sealed data.
func (x *extraction) openElsewhere() {
	if !x.stored {
		return
	}
	opened := map[gmm.Digest]*gmm.Message{}
	x.eachEvent(func(e *Event) {
		if e.Message.Seal.Opening == gmm.Opened && opened[e.Message.Content] == nil {
			opened[e.Message.Content] = e.Message
		}
	})
	x.eachEvent(func(e *Event) {
		m, other := e.Message, opened[e.Message.Content]
		if m.Seal.Opening == gmm.NoKey && other != nil && !strings.Contains(m.Seal.Why, pgp.ErrPassphrase.Error()) {
			e.Message = x.reader.Pool.Adopt(m.OpenedLike(other))
		}
	})
}

// isWhole reports whether a message that was read from a store has all that a message
// never lacks: a store may come from anybody.
func isWhole(m *gmm.Message) bool {
	return m != nil && m.Seal != nil && !slices.ContainsFunc(m.Carried, func(c *gmm.Message) bool { return !isWhole(c) })
}

func (x *extraction) eachEvent(look func(*Event)) {
	for i := range x.found.Devices {
		for _, e := range x.found.Devices[i].Events {
			look(e)
		}
	}
}
