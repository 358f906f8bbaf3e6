package repair

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A signer is a member of the target whose secret key is at hand.
type signer struct {
	history.Person
	state history.DeviceState
	key   *pgp.Key // with its secret part
}

// signers lists who could sign, each person once; those whose own list is right
// come first.
func (p *planner) signers() []signer {
	var right, wrong []signer
	known := map[string]bool{}
	for _, ofRight := range []bool{true, false} {
		for _, s := range p.states {
			found, ok := p.signerOf(s)
			if !ok || !s.InTarget || known[found.Address] || ofRight != slices.Equal(s.Shown(), p.target) {
				continue
			}
			known[found.Address] = true
			if ofRight {
				right = append(right, found)
			} else {
				wrong = append(wrong, found)
			}
		}
	}
	return append(right, wrong...)
}

// signerOf finds the key with which a device speaks to the group: the one the
// group knows, with a usable secret part. The second result is false if there is
// none.
func (p *planner) signerOf(s history.DeviceState) (signer, bool) {
	found := signer{state: s}
	for _, person := range p.goal.Members {
		if slices.Contains(s.Addresses, person.Address) {
			found.Person = person
		}
	}
	public := p.keys[found.Address]
	if public == nil {
		return found, false
	}
	for _, key := range p.c.Keys(s.Device) {
		if key.Fingerprint() == public.Fingerprint() && p.canSign(s.Device, key) {
			found.key = key
			return found, true
		}
	}
	return found, false
}

// canSign reports whether a device could sign with a key. For advice it is enough that
// whoever indexed the mail had the secret part: a store keeps none.
func (p *planner) canSign(device string, key *pgp.Key) bool {
	if key.HasSecret() && !key.SecretLocked() && key.CheckSigner(p.opts.Now) == nil {
		return true
	}
	return p.opts.advising && !key.HasSecret() && p.c.HasSecret(device, key.Fingerprint()) && key.CheckSignerElsewhere(p.opts.Now) == nil
}

// findKeys finds everybody's key, and notes whose is not known. The certificate
// that a device exported itself is taken as it is, without what mail added to it.
func (p *planner) findKeys(keyOf func(history.Person) (history.KeyOrigin, bool)) {
	exported := map[string][]*pgp.Key{} // by address
	for _, s := range p.informants() {
		for _, address := range s.Addresses {
			exported[address] = append(exported[address], p.c.Keys(s.Device)...)
		}
	}
	p.keys = map[string]*pgp.Key{}
	for i, person := range slices.Concat(p.goal.Members, p.goal.Past) {
		found, ok := keyOf(person)
		if !ok {
			if i < len(p.goal.Members) {
				p.planned.Unreachable = append(p.planned.Unreachable, person.Address)
			}
			continue
		}
		p.keys[person.Address] = found.Key
		for _, key := range exported[person.Address] {
			if key.HasSecret() && key.Fingerprint() == found.Key.Fingerprint() {
				p.keys[person.Address] = key
				break
			}
		}
		p.planned.Keys = append(p.planned.Keys, Key{Address: person.Address, Fingerprint: string(found.Key.Fingerprint()), Origin: found.Origin})
	}
	slices.SortFunc(p.planned.Keys, func(a, b Key) int { return cmp.Compare(a.Address, b.Address) })
}
