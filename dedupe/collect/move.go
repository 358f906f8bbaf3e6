package collect

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// keyAndAddress is what one key signed as one address.
type keyAndAddress struct{ key, address string }

// noteSealed keeps the first letter a key sealed to a device of the case as an
// address. The key that opened it must be one of those its author sealed it to.
// Where the author did not say, it is taken to be: what somebody else sealed anew
// cannot be told.
func (m *Mail) noteSealed(l *letter, by keyAndAddress) {
	seal := l.Message.Seal
	meant := len(seal.Intended) == 0 || slices.Contains(seal.Intended, string(seal.OpenedBy))
	if seal.Opening != gmm.Opened || seal.Secret || l.at == 0 || !meant {
		return
	}
	if known, ok := m.sealed[by]; !ok || compareWitness(l.witness(), known) < 0 {
		m.sealed[by] = l.witness()
	}
}

// maxMoves bounds the addresses of one key that are compared with each other:
// a key of more is not a person's.
const maxMoves = 16

// moves finds changes of address: a key known for an older address wrote,
// signed and sealed, as a newer one. A key that was only shown for the older
// address counts for nothing where another one spoke for it: somebody may have
// planted it. Nobody moves to an address that another key speaks for.
func (m *Mail) moves() []record.Move {
	var moves []record.Move
	known, signedFor := bonds{}, m.signed.keysOf()
	for id, bond := range m.shown {
		known[id] = bond
	}
	for id, bond := range m.signed {
		known[id] = bond
	}
	for key, addresses := range known.addressesOf() {
		if len(addresses) < 2 || len(addresses) > maxMoves {
			continue
		}
		for _, to := range addresses {
			witness, ok := m.sealed[keyAndAddress{key, to}]
			if !ok || len(signedFor[to]) > 1 {
				continue
			}
			for _, from := range addresses {
				direct := m.signed.has(from, key)
				first := known[[2]string{from, key}].First.Time
				if from == to || first == 0 || first >= known[[2]string{to, key}].First.Time || !direct && len(signedFor[from]) > 0 {
					continue
				}
				moves = append(moves, record.Move{
					Old: from, New: to, Key: key, Witness: witness, Direct: direct,
					Newer: witness.Time > m.newest[m.addresses.number(from)],
				})
			}
		}
	}
	slices.SortFunc(moves, func(a, b record.Move) int {
		return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New), cmp.Compare(a.Key, b.Key))
	})
	return moves
}
