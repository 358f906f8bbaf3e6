package history

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// Options are what the surroundings provide.
type Options struct {
	Jobs int       // goroutines that rebuild; below 1 means 1
	Now  time.Time // when the case ends; zero means at its newest message
	// AsOf leaves out what happened after Now: everything is as it was then. Whose
	// a device is and which release it ran is still told from all its mail.
	AsOf bool
}

// Histories is what follows from the evidence of a case: its devices, and its
// groups as each of them saw them. It is not changed after [Rebuild] made it.
type Histories struct {
	Devices []*Device // by name
	Groups  []*Group  // by id: every group some device met
	// Until is the last moment anything is known of, unix seconds.
	Until int64
	// AsOf is the moment after which everything is left out, zero if nothing is.
	AsOf time.Time
	// First is when the first group message of the case was written, whether or not
	// it is left out; zero if there is none.
	First time.Time
	// Counts puts every message read into exactly one bucket.
	Counts map[evidence.Bucket]int
	// Conflicts are Message-IDs under which different contents exist, each with
	// one event per content, in the order of ids and contents.
	Conflicts []Conflict
	// Problems are devices nothing says whose they are.
	Problems []error
	Work     Work

	evidence   *evidence.Evidence
	byGroup    map[string]*Group
	deliveries []*Delivery // group mail of the case, in order of delivery
	byID       map[string]*Delivery
	signers    signersOnce
	keys       keyIndexOnce
}

// A Conflict is one Message-ID with different contents.
type Conflict struct {
	MessageID string
	GroupID   string
	Events    []*evidence.Event
}

// A Device is one client of one account, as its mail shows it.
type Device struct {
	Name         string
	Path         string                  // its first archive, for errors
	Addresses    []string                // own, normalised, sorted; empty if nothing tells
	Fingerprints []string                // own keys, upper-case hex, sorted
	Release      release.Release         // whose rules it gets
	Oldest       release.Release         // it may run this release as well, for all its mail shows
	ReleaseBasis string                  // why
	Order        string                  // the basis of its order of arrival
	Events       []*evidence.Event       // in the order of arrival
	Counts       map[evidence.Bucket]int // its events by bucket
	Rules        membership.Rules        // of Release
	Contacts     membership.Contacts     // what it knows of people from all its mail
	Lack         Lack                    // why its sealed mail cannot be opened; empty if it can
	Undecrypted  bool                    // there is such a lack: what it believes cannot be told
	histories    map[string]*History     // by group
	spans        []span                  // releases it ran, in order, as its proven mail shows; empty if none does
	mayHaveSent  map[string]bool         // Message-IDs of what it only may have sent
	isWhole      bool                    // nothing is known to have been deleted from its mailboxes
	own          map[string]bool         // Addresses
	evidence     *evidence.Device
	database     *databaseIndex           // nil if there is none
	local        map[string][]LocalChange // by group
}

// Rebuild makes the histories of every device. The error is non-nil only if ctx
// ended.
func Rebuild(ctx context.Context, v *evidence.Evidence, opts Options) (*Histories, error) {
	hs, claims := newHistories(v)
	if err := hs.rebuildAll(ctx, claims, opts); err != nil {
		return nil, err
	}
	hs.collectGroups()
	hs.findLocalChanges()
	return hs, nil
}

// newHistories knows the devices of a case, their releases, the group mail, and
// what each of them may have sent, but has played nothing yet.
func newHistories(v *evidence.Evidence) (*Histories, map[*Device][]*evidence.Event) {
	hs := &Histories{evidence: v, byGroup: map[string]*Group{}, byID: map[string]*Delivery{}}
	for i := range v.Devices {
		d := newDevice(&v.Devices[i])
		d.Lack = d.lack()
		d.Undecrypted = d.Lack != "" && d.database == nil
		if err := d.identify(); err != nil {
			hs.Problems = append(hs.Problems, err)
		}
		missing, counted := d.missing()
		d.isWhole = counted && missing <= 0 || !counted && len(d.Events) > 0
		hs.Devices = append(hs.Devices, d)
	}
	claims := hs.claimsOf()
	hs.index()
	hs.chooseReleases(claims)
	return hs, claims
}

func newDevice(v *evidence.Device) *Device {
	d := &Device{Name: v.Name, Path: v.Path, evidence: v}
	d.Events, d.Order = sortByArrival(v.Events)
	if v.Backup != nil {
		d.database = newDatabaseIndex(v.Backup)
	}
	return d
}

// Device finds a device by name, nil if there is none.
func (hs *Histories) Device(name string) *Device {
	i, ok := slices.BinarySearchFunc(hs.Devices, name, func(d *Device, name string) int { return strings.Compare(d.Name, name) })
	if !ok {
		return nil
	}
	return hs.Devices[i]
}

// Group finds a group by its id, nil if no device met it.
func (hs *Histories) Group(id string) *Group { return hs.byGroup[id] }

// Deliveries is the group mail of the case, in the order of delivery.
func (hs *Histories) Deliveries() []*Delivery { return hs.deliveries }

// History is what the device believed of a group, nil if it never met it.
func (d *Device) History(group string) *History { return d.histories[group] }

// Owns reports whether an address is one of the device's own.
func (d *Device) Owns(address string) bool { return d.own[address] }

// OwnsKey reports whether a primary fingerprint is of one of its own keys.
func (d *Device) OwnsKey(fingerprint string) bool {
	return fingerprint != "" && slices.Contains(d.Fingerprints, fingerprint)
}

// index puts every message into its bucket, and the group mail into
// deliveries, in one pass.
func (hs *Histories) index() {
	hs.Counts = map[evidence.Bucket]int{evidence.BucketOrdinary: hs.evidence.Ordinary}
	for _, bucket := range evidence.Buckets() {
		filed := hs.evidence.Filed[bucket]
		hs.Counts[bucket] += filed
		hs.Counts[evidence.BucketOrdinary] -= filed
	}
	contents := map[string][]*evidence.Event{} // by Message-ID: one event of each content
	for _, d := range hs.Devices {
		met := map[string]bool{}
		d.Counts = map[evidence.Bucket]int{}
		hs.Work.add(Work{Messages: len(d.Events), Readings: len(d.Events)})
		for _, e := range d.Events {
			latest := e.Message.Reading(release.Latest)
			bucket := d.evidence.BucketOf(e, latest, met)
			hs.Counts[bucket]++
			d.Counts[bucket]++
			if latest.MessageID == "" || e.IsDraft() {
				continue
			}
			if !slices.ContainsFunc(contents[latest.MessageID], func(known *evidence.Event) bool { return known.Message.Content == e.Message.Content }) {
				contents[latest.MessageID] = append(contents[latest.MessageID], e)
			}
			if latest.GroupID != "" && latest.Trash == "" {
				hs.addCopy(e, latest)
			}
		}
	}
	slices.SortStableFunc(hs.deliveries, func(a, b *Delivery) int {
		return cmp.Or(a.Delivered.Compare(b.Delivered), cmp.Compare(a.Event.Arrival.UID, b.Event.Arrival.UID))
	})
	hs.addConflicts(contents)
}

func (hs *Histories) addConflicts(contents map[string][]*evidence.Event) {
	for id, events := range contents {
		if len(events) < 2 {
			continue
		}
		c := Conflict{MessageID: id, Events: events}
		for _, e := range events {
			c.GroupID = max(c.GroupID, e.Message.Reading(release.Latest).GroupID)
		}
		slices.SortFunc(c.Events, func(a, b *evidence.Event) int { return bytes.Compare(a.Message.Content[:], b.Message.Content[:]) })
		hs.Conflicts = append(hs.Conflicts, c)
	}
	slices.SortFunc(hs.Conflicts, func(a, b Conflict) int { return strings.Compare(a.MessageID, b.MessageID) })
}
