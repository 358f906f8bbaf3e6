// Package camellia is the Camellia block cipher of RFC 3713, with which RFC 5581
// lets OpenPGP messages be encrypted.
//
// It promises the [cipher.Block] that the standard describes, and nothing of
// time: table lookups depend on the key, so that it is for reading old mail and
// must never serve a program that answers strangers.
package camellia

import (
	"crypto/cipher"
	"encoding/binary"
	"math/bits"
	"strconv"
)

// BlockSize is that of the cipher, in bytes.
const BlockSize = 16

// KeySizeError is a key of neither 16, 24 nor 32 bytes; the value is its length.
type KeySizeError int

func (k KeySizeError) Error() string { return "camellia: key of " + strconv.Itoa(int(k)) + " bytes" }

// The cipher is runs of six Feistel rounds with a layer of FL functions between
// them: three runs for keys of 16 bytes, four for longer ones.
const (
	roundsOfRun = 6
	maxRuns     = 4
)

// A schedule is the subkeys of RFC 3713 in the order one direction uses them.
type schedule struct {
	pre, post [2]uint64                     // kw1 to kw4: whitening
	rounds    [maxRuns * roundsOfRun]uint64 // k1 to k18 or k24
	layers    [(maxRuns - 1) * 2]uint64     // ke1 to ke4 or ke6
}

type block struct {
	encrypt, decrypt schedule
	runs             int
}

// NewCipher makes the cipher of a key of 16, 24 or 32 bytes. Anything else is a
// [KeySizeError].
func NewCipher(key []byte) (cipher.Block, error) {
	var left, right word
	left = wordOf(key)
	switch len(key) {
	case 16:
	case 24:
		low := binary.BigEndian.Uint64(key[16:])
		right = word{low, ^low}
	case 32:
		right = wordOf(key[16:])
	default:
		return nil, KeySizeError(len(key))
	}
	b := &block{runs: maxRuns}
	if len(key) == 16 {
		b.runs--
	}
	b.encrypt = expand(left, right, b.runs)
	b.decrypt = b.encrypt.reversed(b.runs)
	return b, nil
}

func (b *block) BlockSize() int { return BlockSize }

func (b *block) Encrypt(dst, src []byte) { b.encrypt.apply(dst, src, b.runs) }

func (b *block) Decrypt(dst, src []byte) { b.decrypt.apply(dst, src, b.runs) }

// apply runs one block through the cipher (RFC 3713 section 2.3).
func (s *schedule) apply(dst, src []byte, runs int) {
	w := wordOf(src)
	left, right := w.high^s.pre[0], w.low^s.pre[1]
	for run := range runs {
		if run > 0 {
			left, right = fl(left, s.layers[2*run-2]), flInv(right, s.layers[2*run-1])
		}
		for i := run * roundsOfRun; i < (run+1)*roundsOfRun; i += 2 {
			right ^= f(left, s.rounds[i])
			left ^= f(right, s.rounds[i+1])
		}
	}
	binary.BigEndian.PutUint64(dst[:BlockSize], right^s.post[0])
	binary.BigEndian.PutUint64(dst[8:BlockSize], left^s.post[1])
}

// reversed is the schedule that undoes this one.
func (s *schedule) reversed(runs int) schedule {
	r := schedule{pre: s.post, post: s.pre}
	rounds, layers := runs*roundsOfRun, (runs-1)*2
	for i := range rounds {
		r.rounds[i] = s.rounds[rounds-1-i]
	}
	for i := range layers {
		r.layers[i] = s.layers[layers-1-i]
	}
	return r
}

// fl is the function FL (RFC 3713 section 2.4.2).
func fl(x, key uint64) uint64 {
	left, right := uint32(x>>32), uint32(x)
	right ^= bits.RotateLeft32(left&uint32(key>>32), 1)
	left ^= right | uint32(key)
	return uint64(left)<<32 | uint64(right)
}

// flInv is FLINV, which undoes fl.
func flInv(y, key uint64) uint64 {
	left, right := uint32(y>>32), uint32(y)
	left ^= right | uint32(key)
	right ^= bits.RotateLeft32(left&uint32(key>>32), 1)
	return uint64(left)<<32 | uint64(right)
}

// f is the function F (RFC 3713 section 2.4.1). A factor says into which bytes
// of the result the byte from the S-box goes.
func f(x, key uint64) uint64 {
	x ^= key
	return s1(x>>56)*0x01_01_01_00_01_00_00_01 ^
		s2(x>>48)*0x00_01_01_01_01_01_00_00 ^
		s3(x>>40)*0x01_00_01_01_00_01_01_00 ^
		s4(x>>32)*0x01_01_00_01_00_00_01_01 ^
		s2(x>>24)*0x00_01_01_01_00_01_01_01 ^
		s3(x>>16)*0x01_00_01_01_01_00_01_01 ^
		s4(x>>8)*0x01_01_00_01_01_01_00_01 ^
		s1(x)*0x01_01_01_00_01_01_01_00
}

// s1 to s4 are the S-boxes, of the lowest byte: all are rotations of the first.
func s1(x uint64) uint64 { return uint64(sbox[byte(x)]) }
func s2(x uint64) uint64 { return uint64(bits.RotateLeft8(sbox[byte(x)], 1)) }
func s3(x uint64) uint64 { return uint64(bits.RotateLeft8(sbox[byte(x)], 7)) }
func s4(x uint64) uint64 { return uint64(sbox[bits.RotateLeft8(byte(x), 1)]) }
