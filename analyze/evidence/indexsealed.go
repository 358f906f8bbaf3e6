package evidence

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/store"
)

// openAgain opens what lay sealed in the store with keys that were not at hand
// before, and notes which were. It reports whether there were any.
func (t *archiveIndex) openAgain(ctx context.Context) (bool, error) {
	o, err := newOpener(t.reader, t.row.Tried, t.keys)
	if err != nil {
		return false, damaged(t.to.Path(), err)
	}
	if !o.hasNew {
		return false, nil
	}
	sealed, err := t.to.Sealed(t.row.ID)
	for _, s := range sealed {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = t.openOne(o, s)
		}
	}
	if err != nil {
		return true, err
	}
	tried := append(secretsOf(t.keys), o.tried...)
	slices.Sort(tried)
	if t.row.Tried, err = json.Marshal(slices.Compact(tried)); err != nil {
		return true, err
	}
	return true, t.putCertificates()
}

func (t *archiveIndex) openOne(o *opener, s store.SealedEvent) error {
	content, err := t.to.Content(s.Message)
	if err != nil {
		return err
	}
	m := &gmm.Message{}
	if err := json.Unmarshal(content, m); err != nil || !isWhole(m) {
		return damaged(t.to.Path(), errNoSeal)
	}
	if !isShut(m, t.device) {
		return nil
	}
	data, _, err := t.to.Raw(s.SHA256)
	if err != nil {
		return err
	}
	now := o.open(m, data, t.device)
	if now == m {
		return nil
	}
	row, err := messageRow(now, true)
	if err != nil {
		return err
	}
	id, err := t.to.PutMessage(row)
	if err == nil {
		err = t.to.SetMessage(t.row.ID, s.Position, id)
	}
	if err == nil && id != s.Message {
		err = t.to.Opened(s.SHA256, rawReason(now, t.isOwn))
	}
	return err
}
