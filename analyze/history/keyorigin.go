package analyze

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A KeyOrigin is a person's certificate and how the case came by it.
type KeyOrigin struct {
	Key    *pgp.Key
	Origin string // in words, for a plan
}

// KeyOf finds the certificate to write to a person with: of the fingerprint
// listed for them if there is one; else the one their device exported, their
// own newest Autocrypt field, or the newest signed gossip, in this order. The
// second result is false if the case knows none.
func (s *Study) KeyOf(p Person) (KeyOrigin, bool) { return s.keyOf(p, s.c.devices) }

// KeyKnownTo is KeyOf with what one device's own mail and keys tell.
func (s *Study) KeyKnownTo(seat Seat, p Person) (KeyOrigin, bool) {
	return s.keyOf(p, []*device{seat.device})
}

func (s *Study) keyOf(p Person, devices []*device) (KeyOrigin, bool) {
	for _, d := range devices {
		for _, key := range d.keys {
			if key.HasSecret() && d.owns(p.Address) && (p.Fingerprint == "" || string(key.Fingerprint()) == p.Fingerprint) {
				return KeyOrigin{Key: key, Origin: "exported by " + d.name}, true
			}
		}
	}
	if found, ok := s.keyFromMail(p, devices); ok {
		return found, true
	}
	if key := s.gathered.certificates.ByFingerprint(pgp.Fingerprint(p.Fingerprint)); key != nil && len(devices) == len(s.c.devices) {
		return KeyOrigin{Key: key, Origin: "a key the group lists for them"}, true
	}
	return KeyOrigin{}, false
}

// keyFromMail looks for the newest key mail of these devices shows for a person.
func (s *Study) keyFromMail(p Person, devices []*device) (KeyOrigin, bool) {
	type seen struct {
		fingerprint pgp.Fingerprint
		origin      string
		gossip      bool
		date        int64
	}
	var all []seen
	for _, d := range devices {
		for _, e := range d.events {
			if len(devices) == 1 && d.cannotOpen(e.Message) {
				continue // others of the case can, but it cannot have learnt from it
			}
			said := e.Message.Reading(release.Latest)
			for _, key := range e.Message.Autocrypt {
				if key.Address == p.Address && said.From.Address == p.Address && key.Fingerprint != "" {
					all = append(all, seen{key.Fingerprint, fmt.Sprintf("Autocrypt in their message %q", said.MessageID), false, said.Date})
				}
			}
			if fingerprint := said.Gossip(p.Address); fingerprint != "" {
				all = append(all, seen{fingerprint, fmt.Sprintf("gossip by %s in %q", said.From.Address, said.MessageID), true, said.Date})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b seen) int {
		if a.gossip != b.gossip {
			if a.gossip {
				return 1
			}
			return -1
		}
		return cmp.Compare(b.date, a.date)
	})
	for _, found := range all {
		if p.Fingerprint != "" && string(found.fingerprint) != p.Fingerprint {
			continue
		}
		if key := s.gathered.certificates.ByFingerprint(found.fingerprint); key != nil {
			return KeyOrigin{Key: key, Origin: found.origin}, true
		}
	}
	return KeyOrigin{}, false
}

// Knows reports whether any mailbox of the case holds a message of this id.
func (s *Study) Knows(messageID string) bool {
	return slices.ContainsFunc(s.mail, func(m *casedMail) bool {
		return m.event.Message.Reading(release.Latest).MessageID == messageID
	})
}

// Secrets is every secret key of the case: to open GMMs with that somebody
// else missed.
func (s *Study) Secrets() *pgp.Ring { return pgp.NewRing(s.c.allKeys()...).Secret() }
