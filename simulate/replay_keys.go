package simulate

import "github.com/gmmtool/gmmtool/internal/release"

// keyring is whose keys the people of a replay have. Up to release 1.160 a client
// seals a message if it has the keys of all its recipients, and sends it in the
// clear otherwise; such mail does not reach a group of 2.0 and later (e2ee.rs of
// 1.139.3 and 1.160.0). In a simulation everybody has all keys.
type keyring struct {
	releases []release.Release   // by person
	has      map[[2]int]struct{} // who has whose
}

func newKeyring(releases []release.Release) *keyring {
	return &keyring{releases, map[[2]int]struct{}{}}
}

// meet is a person adding another to a group. Whose client is of 2.0 or later is added
// by their card, which has their key.
func (k *keyring) meet(person, other int) {
	if k != nil && k.releases[other] >= release.Of(2, 0, 0) {
		k.has[[2]int{person, other}] = struct{}{}
	}
}

// seals reports whether a person's message to some others is sealed.
func (k *keyring) seals(from int, to []int) bool {
	if k == nil || k.releases[from] >= release.Of(2, 0, 0) {
		return true
	}
	for _, other := range to {
		if _, has := k.has[[2]int{from, other}]; !has {
			return false
		}
	}
	return true
}

// learn is a person reading a message: each has the key of its author, and a sealed
// one those of all its recipients. It returns what they did not have before.
func (k *keyring) learn(person int, l *letter) (learnt [][2]int) {
	if k == nil {
		return nil
	}
	whose := []int{l.from}
	if l.says.Encrypted {
		whose = append(whose, l.to...)
	}
	for _, other := range whose {
		pair := [2]int{person, other}
		if _, has := k.has[pair]; !has {
			k.has[pair] = struct{}{}
			learnt = append(learnt, pair)
		}
	}
	return learnt
}

// forget takes back what was learnt.
func (k *keyring) forget(learnt [][2]int) {
	for _, pair := range learnt {
		delete(k.has, pair)
	}
}
