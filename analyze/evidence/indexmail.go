package evidence

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// stored is one message on its way into a store.
type stored struct {
	event     *Event
	key       string
	row       store.Message
	raw       []byte
	reason    string
	index     int64
	filed     Bucket
	messageID string
	again     *store.Event // instead: of a file that was not read again
	failure   error
}

// work reduces a message to what is stored of it.
func (t *archiveIndex) work() func(m *mboxio.Message) stored {
	names := newNames()
	return func(m *mboxio.Message) stored {
		if !gmm.Interesting(m.Raw) {
			o := stored{index: m.Index, filed: filedAs(useOf(t.a, m))}
			if t.people {
				o.event, o.messageID = newEvent(t.device.Name, t.a, m, t.reader.ReadCorrespondence(m.Decoded()), names), messageIDOf(m)
				o.row, o.failure = messageRow(o.event.Message, false)
			}
			return o
		}
		decoded := m.Decoded()
		o := stored{event: newEvent(t.device.Name, t.a, m, t.reader.Read(decoded, t.keys), names), messageID: messageIDOf(m)}
		o.row, o.failure = messageRow(o.event.Message, true)
		if o.reason = rawReason(o.event.Message, t.isOwn); o.reason != "" {
			o.raw = slices.Clone(decoded)
		}
		return o
	}
}

// isOwn reports whether the device itself opens what is sealed so.
func (t *archiveIndex) isOwn(s gmm.Seal) bool { return s.Secret || t.device.owns(s.OpenedBy) }

// putMessage stores what a message says, and its bytes if they are kept.
func (x *indexing) putMessage(o stored) (int64, error) {
	if o.failure != nil {
		return 0, o.failure
	}
	message, err := x.to.PutMessage(o.row)
	if err == nil && o.reason != "" {
		err = x.to.PutRaw(store.Digest(o.event.SHA256), o.reason, o.raw)
	}
	return message, err
}

func (x *indexing) put(archive int64, o stored) error {
	message, err := x.putMessage(o)
	if err == nil {
		err = x.to.PutEvent(archive, eventRow(o.event, message, o))
	}
	return err
}

func (x *indexing) putCertificates() error {
	for _, c := range x.reader.TakeMet() {
		err := x.to.PutCertificate(store.Certificate{Digest: store.Digest(c.Digest), Fingerprint: string(c.Fingerprint), Form: c.Form, Data: c.Data})
		if err != nil {
			return err
		}
	}
	return nil
}
