package analyze

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A Letter is one message of the case, chat mail or not, as an observer meets
// it: what it says, and where and when it arrived. Time is that of arrival, zero
// if unknown. Of mail that is no chat mail, Message holds the header alone
// unless there was more to it (see [gmm.Reader.ReadCorrespondence]).
type Letter struct {
	Device  string
	Place   mboxio.Place
	Folder  string
	Time    time.Time
	Message *gmm.Message
}

// InJunk reports whether the message was filed as spam, IsDraft whether it was
// never sent, IsSent whether the device itself filed it as sent.
func (l Letter) InJunk() bool  { return isJunkFolder(l.Folder) }
func (l Letter) IsDraft() bool { return isDraftFolder(l.Folder) }
func (l Letter) IsSent() bool  { return isSentFolder(l.Folder) }

// Met is when the message arrived, in unix seconds, or when it says it was
// signed where nothing tells its arrival; 0 if neither is known.
func (l Letter) Met() int64 {
	if l.Time.IsZero() {
		return l.Message.Seal.Signed
	}
	return l.Time.Unix()
}

// newLetter is what the observer gets of mail that is no chat mail.
func newLetter(d *device, a *archive, m *mboxio.Message, message *gmm.Message) *Letter {
	l := &Letter{Device: d.name, Place: m.Place, Folder: folderOf(a, m), Message: message}
	if received, ok := m.ReceivedTime(); ok {
		l.Time = received
	} else {
		l.Time = m.Arrival().Time
	}
	return l
}

func (e *Event) letter() Letter {
	return Letter{Device: e.Device, Place: e.Place, Folder: e.Folder, Time: e.when(), Message: e.Message}
}

// maxWaiting is how many messages that are no chat mail may wait for the
// certificate of their signer. What lies beyond is taken as unverified.
const maxWaiting = 1 << 15

// observe hands a letter on at once, or keeps it until its signature can be
// judged.
func (g *gathered) observe(l *Letter, opts Options) {
	if !l.Message.AwaitsCertificate() || len(g.waiting) == maxWaiting {
		opts.Observe(*l)
		return
	}
	g.waiting = append(g.waiting, *l)
}

// observeRest hands on what could not be handed on before every certificate
// was known: letters that waited, then chat mail device by device.
func (c *Case) observeRest(g *gathered, opts Options) {
	if opts.Observe == nil {
		return
	}
	for _, l := range g.waiting {
		opts.Observe(l)
	}
	g.waiting = nil
	for _, d := range c.devices {
		for _, e := range d.events {
			opts.Observe(e.letter())
		}
	}
}

// An Owner is one user of the case: devices that share an address or a key are
// of one user.
type Owner struct {
	Devices      []string
	Addresses    []string // normalised, sorted
	Fingerprints []string // own keys, upper-case hex, sorted
}

// Owners lists the users of the case by their first device.
func (s *Study) Owners() []Owner {
	var owners []Owner
	for _, d := range s.c.devices {
		own := Owner{Devices: []string{d.name}, Addresses: d.addresses, Fingerprints: d.fingerprints}
		rest := owners[:0:0]
		for _, o := range owners {
			if intersect(o.Addresses, d.addresses) || intersect(o.Fingerprints, d.fingerprints) {
				own.Devices = append(o.Devices, own.Devices...)
				own.Addresses = sortedSet(slices.Concat(o.Addresses, own.Addresses))
				own.Fingerprints = sortedSet(slices.Concat(o.Fingerprints, own.Fingerprints))
			} else {
				rest = append(rest, o)
			}
		}
		owners = append(rest, own)
	}
	slices.SortFunc(owners, func(a, b Owner) int { return slices.Compare(a.Devices, b.Devices) })
	return owners
}

func intersect(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// KeyFiles lists the keys that came as files with the case.
func (s *Study) KeyFiles() []*pgp.Key { return s.c.allKeys() }

// Problems are what reading the case met, discovery included. None of them
// stopped it.
func (s *Study) Problems() []error {
	problems := slices.Clone(s.c.problems)
	for _, d := range s.c.devices {
		problems = append(problems, d.problems...)
	}
	return problems
}
