package history

import (
	"slices"
	"sync"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// Signers is which key signed as which address in chat mail, with the first
// message that proves it.
type Signers struct {
	Changes []KeyChange // from an older key to a newer one, with the older one's consent

	since     SignedSince
	first     map[[2]string]*evidence.Event // address, fingerprint
	keys      map[string][]string           // by address, sorted
	addresses map[string][]string           // by fingerprint, sorted
}

type signersOnce struct {
	once  sync.Once
	value *Signers
}

// Signers reads them off the chat mail of the case, once.
func (hs *Histories) Signers() *Signers {
	hs.signers.once.Do(func() { hs.signers.value = hs.readSigners() })
	return hs.signers.value
}

func (hs *Histories) readSigners() *Signers {
	s := &Signers{first: map[[2]string]*evidence.Event{}, keys: map[string][]string{}, addresses: map[string][]string{}}
	since := SignedSince{}
	s.since = since
	for _, d := range hs.Devices {
		for _, e := range d.Events {
			author, key, ok := e.Message.SignedAs()
			if !ok {
				continue
			}
			id := [2]string{author.Address, string(key)}
			if s.first[id] == nil {
				s.first[id] = e
			}
			since.Add(id[1], id[0], e.Letter().Met())
		}
	}
	for id := range s.first {
		s.keys[id[0]] = append(s.keys[id[0]], id[1])
		s.addresses[id[1]] = append(s.addresses[id[1]], id[0])
	}
	for _, lists := range []map[string][]string{s.keys, s.addresses} {
		for _, list := range lists {
			slices.Sort(list)
		}
	}
	s.Changes = CertifiedChanges(hs.evidence.Certificates.Ring, since)
	return s
}

// KeysOf lists the keys that signed as an address, sorted.
func (s *Signers) KeysOf(address string) []string { return s.keys[address] }

// IsOnly reports whether no key signed as an address but this one, those it took
// the place of and those that took its place. Where a stranger's key did, one of
// the two is an impostor, and nothing tells which.
func (s *Signers) IsOnly(address, key string) bool {
	return !slices.ContainsFunc(s.keys[address], func(other string) bool {
		return other != key && !slices.ContainsFunc(s.Changes, func(change KeyChange) bool {
			return change.Joins(key, other)
		})
	})
}

// IsOldest reports whether a key was the first to sign as an address, or took the
// place of that one.
func (s *Signers) IsOldest(address, key string) bool {
	return !slices.ContainsFunc(s.keys[address], func(other string) bool {
		return other != key && s.since[other][address] < s.since[key][address] &&
			!slices.ContainsFunc(s.Changes, func(change KeyChange) bool { return change.Joins(key, other) })
	})
}

// Proof is the first message a key signed as an address, nil if there is none.
func (s *Signers) Proof(address, key string) *evidence.Event {
	return s.first[[2]string{address, key}]
}
