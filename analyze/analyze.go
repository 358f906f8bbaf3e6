package analyze

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// Analyze rebuilds every device's group histories and says where they part.
// Inputs that cannot be read are reported and left out; the error is non-nil
// only if nothing can be said at all, or ctx ended.
func Analyze(ctx context.Context, c *Case, opts Options) (*Report, error) {
	s, err := NewStudy(ctx, c, opts)
	if err != nil {
		return nil, err
	}
	return s.Report(), nil
}

// A Study is a case with everything derived from it: what reports are made of
// and corrections are planned on.
type Study struct {
	c         *Case
	gathered  *gathered
	lines     []*timeline
	mail      []*casedMail
	byGroup   map[string][]*groupMail
	histories map[*device]map[string]*history
	now       int64 // the last moment anything is known of, unix seconds
	counts    map[Bucket]int
	spoken    *speeches // nil until it is asked for
}

// NewStudy runs the whole way from archives to histories.
func NewStudy(ctx context.Context, c *Case, opts Options) (*Study, error) {
	gathered, err := c.gather(ctx, opts)
	if err != nil {
		return nil, err
	}
	s := &Study{c: c, gathered: gathered, histories: map[*device]map[string]*history{}}
	for _, d := range c.devices {
		d.events, d.orderBasis = sortByArrival(d.events)
		if err := d.identify(); err != nil {
			d.problems = append(d.problems, err)
		}
	}
	s.countBuckets()
	if err := c.chooseReleases(opts); err != nil {
		return nil, err
	}
	s.mail = c.allMail()
	s.lines = c.timelines(s.mail)
	s.now = lastMoment(s.lines, opts)
	for _, line := range s.lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s.histories[line.device] = line.rebuild(membership.For(line.device.release), line.contacts())
	}
	return s, nil
}

// chooseReleases recognises every device's release. Where its mail leaves a
// choice, a device is taken to run what most others run.
func (c *Case) chooseReleases(opts Options) error {
	votes := map[release.Release]int{}
	for _, d := range c.devices {
		if low, high, why := recognise(c.messagesOf(d)); len(why) > 0 && low <= high {
			votes[high]++
		}
	}
	for _, d := range c.devices {
		if err := d.chooseRelease(opts, c.messagesOf(d), votes); err != nil {
			return err
		}
	}
	return nil
}

// messagesOf collects what a device sent, in the order of writing.
func (c *Case) messagesOf(d *device) []sent {
	found := map[string]sent{}
	for _, other := range c.devices {
		for _, e := range other.events {
			if said := e.Message.Reading(release.Latest); said.MessageID != "" && d.sent(e.Message, said) {
				found[said.MessageID] = sent{m: e.Message, said: said}
			}
		}
	}
	messages := slices.Collect(maps.Values(found))
	slices.SortFunc(messages, func(a, b sent) int {
		return cmp.Or(cmp.Compare(a.said.Date, b.said.Date), cmp.Compare(a.id(), b.id()))
	})
	return messages
}

// contacts is what the device knows of people from all its mail. Keys met at
// an address by signed mail, in order of arrival.
func (t *timeline) contacts() membership.Contacts {
	contacts := membership.NewContacts(t.device.addresses, t.device.fingerprints)
	for _, it := range t.received {
		if it.said.Encrypted && it.said.From.Valid() {
			contacts = contacts.Meet(it.said.From.Address, string(it.said.Signer))
		} else if it.said.From.Valid() && t.device.release < keyContacts {
			contacts = contacts.Meet(it.said.From.Address, "")
		}
	}
	return contacts
}

// countBuckets puts every message into its bucket.
func (s *Study) countBuckets() {
	s.counts = map[Bucket]int{BucketOrdinary: s.gathered.ordinary}
	for _, bucket := range Buckets() {
		s.counts[bucket] += 0
	}
	for _, d := range s.c.devices {
		seen := map[string]bool{}
		for _, e := range d.events {
			s.counts[bucketOf(e, d, seen)]++
		}
	}
}

// lastMoment is the time the case ends: of the newest message, or what the
// caller says.
func lastMoment(lines []*timeline, opts Options) int64 {
	if !opts.Now.IsZero() {
		return opts.Now.Unix()
	}
	var last int64
	for _, line := range lines {
		for _, it := range slices.Concat(line.received, line.own) {
			last = max(last, it.clock())
		}
	}
	return last
}
