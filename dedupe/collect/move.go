package collect

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// A speech is what one key said as one address.
type speech struct{ key, address string }

// noteSpeech keeps the first letter a key sealed to a device of the case as an
// address.
func (c *collector) noteSpeech(l *letter, key, address string) {
	if l.m.Seal.Opening != gmm.Opened || l.m.Seal.Secret || l.at == 0 {
		return
	}
	if !meantForUs(l.m) {
		return
	}
	id := speech{key, address}
	if known, ok := c.sealed[id]; !ok || compareWitness(l.witness(), known) < 0 {
		c.sealed[id] = l.witness()
	}
}

// meantForUs reports whether the key that opened a message is one of those its
// author sealed it to. Where the author did not say, it is taken to be: what
// was sealed anew for us by somebody else cannot be told.
func meantForUs(m *gmm.Message) bool {
	return len(m.Seal.Intended) == 0 || slices.Contains(m.Seal.Intended, string(m.Seal.OpenedBy))
}

// maxMoves bounds the addresses of one key that are compared with each other:
// a key of more is no person's.
const maxMoves = 16

// moves finds changes of address: a key known for an older address wrote,
// signed and sealed, as a newer one. A key that was only shown for the older
// address counts for nothing where another one spoke for it: somebody may have
// planted it. Nobody moves to an address that another key speaks for.
func (c *collector) moves() []record.Move {
	var moves []record.Move
	known, spokeFor := bonds{}, c.signed.keysOf()
	for id, bond := range c.shown {
		known[id] = bond
	}
	for id, bond := range c.signed {
		known[id] = bond
	}
	for key, addresses := range known.addressesOf() {
		if len(addresses) < 2 || len(addresses) > maxMoves {
			continue
		}
		for _, to := range addresses {
			witness, ok := c.sealed[speech{key, to}]
			if !ok || len(spokeFor[to]) > 1 {
				continue
			}
			for _, from := range addresses {
				direct := c.signed.has(from, key)
				first := known[[2]string{from, key}].First.Time
				if from == to || first == 0 || first >= known[[2]string{to, key}].First.Time || !direct && len(spokeFor[from]) > 0 {
					continue
				}
				moves = append(moves, record.Move{
					Old: from, New: to, Key: key, Witness: witness, Direct: direct,
					Newer: witness.Time > c.newest[c.names.number(from)],
				})
			}
		}
	}
	slices.SortFunc(moves, func(a, b record.Move) int {
		return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New), cmp.Compare(a.Key, b.Key))
	})
	return moves
}
