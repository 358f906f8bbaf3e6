package history

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A KeyOrigin is a person's key and how the case came by it.
type KeyOrigin struct {
	Key    *pgp.Key
	Origin string // in words, for a plan
}

// keySighting is one mail that shows a key for an address.
type keySighting struct {
	fingerprint pgp.Fingerprint
	gossip      bool
	date        int64 // unix seconds
	author      string
	messageID   string
	device      *Device // whose archive the mail lies in
	readable    bool    // by that device
}

func (s keySighting) origin() string {
	if s.gossip {
		return fmt.Sprintf("gossip by %s in %q", s.author, s.messageID)
	}
	return fmt.Sprintf("Autocrypt in their message %q", s.messageID)
}

// keyIndexOnce holds, for every address, the mail that shows a key for it: first
// the owner's own Autocrypt fields, then gossip, the newest first in each.
type keyIndexOnce struct {
	once sync.Once
	by   map[string][]keySighting
}

// KeyOf finds the certificate to write to a person with: of the fingerprint
// listed for them if there is one; else the one their device exported, their
// own newest Autocrypt field, or the newest signed gossip, in this order. The
// second result is false if the case knows none.
func (hs *Histories) KeyOf(p Person) (KeyOrigin, bool) {
	if found, ok := hs.keyFrom(p, nil); ok {
		return found, true
	}
	if key := hs.evidence.Certificates.ByFingerprint(pgp.Fingerprint(p.Fingerprint)); key != nil {
		return KeyOrigin{Key: key, Origin: "a key the group lists for them"}, true
	}
	return KeyOrigin{}, false
}

// KeyKnownTo is KeyOf with what one device's own mail and keys tell.
func (hs *Histories) KeyKnownTo(s DeviceState, p Person) (KeyOrigin, bool) {
	return hs.keyFrom(p, s.device)
}

// keyFrom looks among the keys that came with devices, then in mail; only is the
// one device that counts, nil for all.
func (hs *Histories) keyFrom(p Person, only *Device) (KeyOrigin, bool) {
	for _, d := range hs.Devices {
		if !d.Owns(p.Address) || only != nil && only != d {
			continue
		}
		for _, own := range d.evidence.Keys {
			if p.Fingerprint == "" || string(own.Fingerprint) == p.Fingerprint {
				return KeyOrigin{Key: hs.evidence.Certificates.ByFingerprint(own.Fingerprint), Origin: "exported by " + d.Name}, true
			}
		}
	}
	for _, seen := range hs.keySightings(p.Address) {
		if p.Fingerprint != "" && string(seen.fingerprint) != p.Fingerprint || only != nil && (seen.device != only || !seen.readable) {
			continue // others of the case can open it, but the device cannot have learnt from it
		}
		if key := hs.evidence.Certificates.ByFingerprint(seen.fingerprint); key != nil {
			return KeyOrigin{Key: key, Origin: seen.origin()}, true
		}
	}
	return KeyOrigin{}, false
}

func (hs *Histories) keySightings(address string) []keySighting {
	hs.keys.once.Do(func() {
		hs.keys.by = map[string][]keySighting{}
		for _, d := range hs.Devices {
			for _, e := range d.Events {
				hs.noteKeys(d, e.Message)
			}
		}
		for _, list := range hs.keys.by {
			slices.SortStableFunc(list, func(a, b keySighting) int {
				if a.gossip != b.gossip {
					if a.gossip {
						return 1
					}
					return -1
				}
				return cmp.Compare(b.date, a.date)
			})
		}
	})
	return hs.keys.by[address]
}

// noteKeys indexes the keys that one message shows.
func (hs *Histories) noteKeys(d *Device, m *gmm.Message) {
	if len(m.Autocrypt) == 0 && len(m.Gossip) == 0 {
		return
	}
	reading := m.Reading(release.Latest)
	sighting := keySighting{date: reading.Date, author: reading.From.Address, messageID: reading.MessageID, device: d, readable: !d.CannotOpen(m)}
	note := func(address string, fingerprint pgp.Fingerprint, gossip bool) {
		sighting.fingerprint, sighting.gossip = fingerprint, gossip
		hs.keys.by[address] = append(hs.keys.by[address], sighting)
	}
	for _, key := range m.Autocrypt {
		if key.Address == reading.From.Address && key.Fingerprint != "" {
			note(key.Address, key.Fingerprint, false)
		}
	}
	for _, address := range reading.Gossiped() {
		note(address, reading.Gossip(address), true)
	}
}
