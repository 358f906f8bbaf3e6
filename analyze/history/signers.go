package analyze

import "slices"

// speeches is which key spoke for which address in chat mail, with the first
// message that proves it.
type speeches struct {
	events    map[[2]string]*Event // address, fingerprint
	keys      map[string][]string  // by address, sorted
	addresses map[string][]string  // by fingerprint, sorted
	changes   []KeyChange
}

// speeches reads them off the chat mail of the case.
func (s *Study) speeches() speeches {
	if s.spoken != nil {
		return *s.spoken
	}
	spoken := speeches{events: map[[2]string]*Event{}, keys: map[string][]string{}, addresses: map[string][]string{}}
	since := Spoken{}
	for _, d := range s.c.devices {
		for _, e := range d.events {
			author, key, ok := e.Message.SignedAs()
			if !ok {
				continue
			}
			id := [2]string{author.Address, string(key)}
			if spoken.events[id] == nil {
				spoken.events[id] = e
			}
			since.Add(id[1], id[0], e.letter().Met())
		}
	}
	for id := range spoken.events {
		spoken.keys[id[0]] = append(spoken.keys[id[0]], id[1])
		spoken.addresses[id[1]] = append(spoken.addresses[id[1]], id[0])
	}
	for _, lists := range []map[string][]string{spoken.keys, spoken.addresses} {
		for _, list := range lists {
			slices.Sort(list)
		}
	}
	spoken.changes = CertifiedChanges(s.gathered.certificates, since)
	s.spoken = &spoken
	return spoken
}

// speaksAlone reports whether no key spoke for an address but this one, those
// it took the place of and those that took its place. Where a stranger's key
// did, one of the two is an impostor, and nothing tells which.
func (spoken speeches) speaksAlone(address, key string) bool {
	return !slices.ContainsFunc(spoken.keys[address], func(other string) bool {
		return other != key && !slices.ContainsFunc(spoken.changes, func(change KeyChange) bool {
			return change.joins(key, other)
		})
	})
}

// proof is the first message a key signed as an address, nil if there is none.
func (spoken speeches) proof(address, key string) *Event {
	return spoken.events[[2]string{address, key}]
}
