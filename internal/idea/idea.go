// Package idea is the block cipher IDEA (X. Lai, "On the Design and Security of
// Block Ciphers", 1992), with which PGP 2 encrypted and which RFC 9580 section
// 9.3 still lists for reading.
//
// It promises the [cipher.Block] that the paper describes. Its blocks of 64 bits
// are too small for anything new: it is for reading old mail alone.
package idea

import (
	"crypto/cipher"
	"encoding/binary"
	"strconv"
)

// Sizes in bytes.
const (
	BlockSize = 8
	KeySize   = 16
)

// KeySizeError is a key that is not of KeySize; the value is its length.
type KeySizeError int

func (k KeySizeError) Error() string { return "idea: key of " + strconv.Itoa(int(k)) + " bytes" }

const (
	rounds      = 8
	keysOfRound = 6
	keysOfLast  = 4 // the half round behind the eighth
	keyCount    = rounds*keysOfRound + keysOfLast
)

// A schedule is the subkeys in the order one direction uses them.
type schedule [keyCount]uint16

type block struct{ encrypt, decrypt schedule }

// NewCipher makes the cipher of a key of 16 bytes. Anything else is a
// [KeySizeError].
func NewCipher(key []byte) (cipher.Block, error) {
	if len(key) != KeySize {
		return nil, KeySizeError(len(key))
	}
	b := &block{encrypt: expand(key)}
	b.decrypt = b.encrypt.inverted()
	return b, nil
}

func (b *block) BlockSize() int { return BlockSize }

func (b *block) Encrypt(dst, src []byte) { b.encrypt.apply(dst, src) }

func (b *block) Decrypt(dst, src []byte) { b.decrypt.apply(dst, src) }

// expand cuts the key into subkeys of 16 bits, and goes on with the key rotated
// left by 25 bits whenever it is used up.
func expand(key []byte) (s schedule) {
	high, low := binary.BigEndian.Uint64(key), binary.BigEndian.Uint64(key[8:])
	for i := range s {
		half, at := high, uint(i%8)
		if at >= 4 {
			half, at = low, at-4
		}
		s[i] = uint16(half >> (48 - 16*at))
		if i%8 == 7 {
			high, low = high<<25|low>>39, low<<25|high>>39
		}
	}
	return s
}

// inverted is the schedule that undoes this one: the rounds backwards, with
// inverse keys; the two middle keys of a round change places but at both ends,
// because the rounds between swap what these are added to.
func (s *schedule) inverted() (r schedule) {
	for round := range rounds + 1 {
		from, to := keysOfRound*(rounds-round), keysOfRound*round
		second, third := from+2, from+1
		if round == 0 || round == rounds {
			second, third = third, second
		}
		r[to], r[to+3] = inverse(s[from]), inverse(s[from+3])
		r[to+1], r[to+2] = -s[second], -s[third]
		if round < rounds {
			r[to+4], r[to+5] = s[from-2], s[from-1]
		}
	}
	return r
}

// apply runs one block through the cipher.
func (s *schedule) apply(dst, src []byte) {
	_, _ = src[BlockSize-1], dst[BlockSize-1]
	a, b := binary.BigEndian.Uint16(src), binary.BigEndian.Uint16(src[2:])
	c, d := binary.BigEndian.Uint16(src[4:]), binary.BigEndian.Uint16(src[6:])
	k := s[:]
	for range rounds {
		a, b, c, d = multiply(a, k[0]), b+k[1], c+k[2], multiply(d, k[3])
		e := multiply(a^c, k[4])
		f := multiply(e+(b^d), k[5])
		e += f
		a, b, c, d = a^f, c^f, b^e, d^e
		k = k[keysOfRound:]
	}
	binary.BigEndian.PutUint16(dst, multiply(a, k[0]))
	binary.BigEndian.PutUint16(dst[2:], c+k[1])
	binary.BigEndian.PutUint16(dst[4:], b+k[2])
	binary.BigEndian.PutUint16(dst[6:], multiply(d, k[3]))
}

// prime is the modulus of the multiplication, in which 0 stands for 2^16.
const prime = 1<<16 + 1

func multiply(a, b uint16) uint16 {
	return uint16(element(a) * element(b) % prime)
}

func element(a uint16) uint64 {
	if a == 0 {
		return prime - 1
	}
	return uint64(a)
}

// inverse is a to the power of prime-2, as Fermat says.
func inverse(a uint16) uint16 {
	result, base := uint64(1), element(a)
	for exponent := prime - 2; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = result * base % prime
		}
		base = base * base % prime
	}
	return uint16(result)
}
