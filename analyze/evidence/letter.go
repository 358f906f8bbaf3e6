package evidence

import (
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A Letter is one message, chat mail or not, as those who look for people meet
// it: what it says, and where and when it arrived. Time is that of arrival, zero
// if unknown. Of mail that is not chat mail, Message holds the header alone
// unless there was more to it (see [gmm.Reader.ReadCorrespondence]).
type Letter struct {
	Device  string            `json:"device"`
	Archive string            `json:"archive"`
	Folder  string            `json:"folder"`
	Use     mboxio.SpecialUse `json:"use,omitempty"` // what the mailbox is for
	Time    time.Time         `json:"time,omitzero"`
	// DeliveredTo is the address the server says it delivered to, normalised.
	DeliveredTo string       `json:"delivered_to,omitempty"`
	Message     *gmm.Message `json:"message"`
}

// InJunk reports whether the message was filed as spam.
func (l Letter) InJunk() bool { return l.Use == mboxio.UseJunk }

// IsDraft reports whether the message was never sent.
func (l Letter) IsDraft() bool { return l.Use == mboxio.UseDrafts }

// IsSent reports whether the device itself filed the message as sent.
func (l Letter) IsSent() bool { return l.Use == mboxio.UseSent }

// Met is when the message arrived, in unix seconds, or when it says it was
// signed where nothing tells its arrival; 0 if neither is known.
func (l Letter) Met() int64 {
	if l.Time.IsZero() {
		return l.Message.Seal.Signed
	}
	return l.Time.Unix()
}

// Letter gives an event as a letter.
func (e *Event) Letter() Letter {
	return Letter{Device: e.Device, Archive: e.Place.Archive, Folder: e.Folder, Use: e.Use, Time: e.Time(), DeliveredTo: e.DeliveredTo, Message: e.Message}
}

func newLetter(device string, a *archive, m *mboxio.Message, message *gmm.Message) *Letter {
	l := &Letter{Device: device, Archive: m.Place.Archive, Folder: folderOf(a, m), Use: useOf(a, m), DeliveredTo: deliveredTo(m), Message: message}
	if received, ok := m.ReceivedTime(); ok {
		l.Time = received
	} else {
		l.Time = m.Arrival().Time
	}
	return l
}

// maxWaiting is how many bytes of mail that is not chat mail may wait for the
// certificate of its signer. What lies beyond is taken as unverified.
const maxWaiting = 64 << 20

// showLetter hands a letter on at once, or keeps it until its signature can be
// judged.
func (x *extraction) showLetter(o extracted) {
	if !o.letter.Message.AwaitsCertificate() || x.waiting+o.length > maxWaiting {
		x.opts.Letter(*o.letter)
		return
	}
	x.waiting += o.length
	x.letters = append(x.letters, *o.letter)
}
