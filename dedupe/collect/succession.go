package collect

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A transition is a key transition statement: a signed text that says a key takes
// another's place.
type transition struct {
	by      []string // keys that signed it
	named   []string // keys it names
	witness record.Witness
}

// addTransition keeps transition statements that somebody signed.
func (m *Mail) addTransition(l *letter) {
	if l.Message.Hints == nil || l.Message.Hints.Note == nil {
		return
	}
	n := transition{named: l.Message.Hints.Note.Fingerprints, witness: l.witness()}
	for _, key := range l.Message.Hints.Note.By {
		n.by = append(n.by, string(key))
	}
	if _, key, ok := l.Message.SignedAs(); ok && !slices.Contains(n.by, string(key)) {
		n.by = append(n.by, string(key))
	}
	if len(n.by) > 0 && len(m.transitions) < maxTransitions {
		m.transitions = append(m.transitions, n)
	}
}

// maxTransitions bounds the statements of one case.
const maxTransitions = 10_000

// successionsOf finds key changes the old key consented to: by certifying the
// new one (see [history.CertifiedChanges]) or in a transition statement. People
// name each other's keys in signed mail, so that is not enough: the old key
// must have spoken, before the new one, for an address that both have. Where
// they share the owner's name alone, it is a hint.
func (m *Mail) successionsOf(certificates *pgp.Ring) []record.Succession {
	s := successions{certificates: certificates, since: m.since, found: map[[2]string]record.Succession{}}
	for _, change := range history.CertifiedChanges(certificates, s.since) {
		s.add(change.Old, change.New, true, record.Witness{Key: string(change.New), Time: change.Created})
	}
	for _, n := range m.transitions {
		s.addStatement(n)
	}
	for _, key := range certificates.Keys() {
		s.addCertified(key)
		if revocation, ok := key.Revoked(); ok && revocation.Reason == pgp.Superseded {
			s.addSuperseded(key, revocation)
		}
	}
	return s.sorted()
}

// successions collects key changes.
type successions struct {
	certificates *pgp.Ring
	since        history.SignedSince
	found        map[[2]string]record.Succession
}

// add takes a change; consent outweighs a hint, the first of a kind the later.
// A compromised key gives not even a hint.
func (s *successions) add(old, key pgp.Fingerprint, certified bool, w record.Witness) {
	if revocation, ok := s.certificates.ByFingerprint(old).Revoked(); ok && revocation.Reason == pgp.Compromised {
		return
	}
	id := [2]string{string(old), string(key)}
	if known, ok := s.found[id]; ok && (known.Certified || !certified) {
		return
	}
	s.found[id] = record.Succession{Old: id[0], New: id[1], Certified: certified, Witness: w}
}

// addStatement takes one signed by an old key that names itself and a new one.
func (s *successions) addStatement(n transition) {
	for _, by := range n.by {
		if !slices.Contains(n.named, by) {
			continue
		}
		old := s.certificates.ByFingerprint(pgp.Fingerprint(by))
		for _, named := range n.named {
			key := s.certificates.ByFingerprint(pgp.Fingerprint(named))
			if key == nil || old == nil || named == by {
				continue
			}
			if s.mayFollow(key, old) {
				s.add(old.Fingerprint(), key.Fingerprint(), true, n.witness)
			} else if s.sharesName(key, old) {
				s.add(old.Fingerprint(), key.Fingerprint(), false, n.witness)
			}
		}
	}
}

// addCertified takes what an older key certified of another address under the
// same name: a hint, because namesakes certify each other, too.
func (s *successions) addCertified(key *pgp.Key) {
	for _, certification := range key.Certifications(s.certificates) {
		old := s.certificates.ByFingerprint(certification.Issuer)
		if s.sharesName(key, old) {
			s.add(old.Fingerprint(), key.Fingerprint(), false, record.Witness{Key: string(key.Fingerprint()), Time: certification.Created.Unix()})
		}
	}
}

// addSuperseded takes the keys that speak for an address of a key its owner
// gave up for another, without saying which.
func (s *successions) addSuperseded(old *pgp.Key, revocation pgp.Revocation) {
	witness := record.Witness{Key: string(old.Fingerprint()), Time: revocation.Created.Unix()}
	for fingerprint := range s.since {
		if key := s.certificates.ByFingerprint(pgp.Fingerprint(fingerprint)); s.mayFollow(key, old) {
			s.add(old.Fingerprint(), key.Fingerprint(), false, witness)
		}
	}
}

// mayFollow reports whether the old key spoke, before the new one did, for an
// address that the new key's owner put on it, or spoke for as well.
func (s *successions) mayFollow(key, old *pgp.Key) bool {
	if key == nil {
		return false
	}
	theirs := slices.AppendSeq(key.Addresses(), maps.Keys(s.since[string(key.Fingerprint())]))
	return slices.ContainsFunc(theirs, func(address string) bool {
		return history.MayFollow(key, old, address, s.since)
	})
}

// sharesName reports whether a key has a name of an older one on it.
func (s *successions) sharesName(key, old *pgp.Key) bool {
	names := old.Names()
	return key.Created().After(old.Created()) && slices.ContainsFunc(key.Names(), func(name string) bool {
		return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(name, other) })
	})
}

func (s *successions) sorted() []record.Succession {
	var list []record.Succession
	for _, change := range s.found {
		list = append(list, change)
	}
	slices.SortFunc(list, func(a, b record.Succession) int {
		return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New))
	})
	return list
}

// revoked lists keys their owner gave up, by fingerprint.
func revoked(certificates *pgp.Ring) []record.Revocation {
	var found []record.Revocation
	for _, key := range certificates.Keys() {
		if revocation, ok := key.Revoked(); ok {
			found = append(found, record.Revocation{Key: string(key.Fingerprint()), Reason: string(revocation.Reason), Time: revocation.Created.Unix()})
		}
	}
	slices.SortFunc(found, func(a, b record.Revocation) int { return cmp.Compare(a.Key, b.Key) })
	return found
}

// userIDs lists the addresses owners put on their keys.
func userIDs(certificates *pgp.Ring) bonds {
	found := bonds{}
	for _, key := range certificates.Keys() {
		for _, address := range key.Addresses() {
			fingerprint := string(key.Fingerprint())
			found.add(address, fingerprint, record.Witness{Key: fingerprint})
		}
	}
	return found
}
