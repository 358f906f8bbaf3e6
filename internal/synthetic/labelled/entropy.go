package labelled

import (
	"encoding/binary"
	"math/rand/v2"
)

// newSource is all the chance there is in a case. ChaCha8 is specified: the same
// seed gives the same bytes on any machine.
func newSource(seed uint64) *rand.ChaCha8 {
	var key [32]byte
	copy(key[:], "gmmtool labelled case")
	binary.LittleEndian.PutUint64(key[24:], seed)
	return rand.NewChaCha8(key)
}
