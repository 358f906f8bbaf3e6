package camellia

import "encoding/binary"

// A word is 128 bits.
type word struct{ high, low uint64 }

// wordOf reads the first 16 bytes; fewer are a word of zeros.
func wordOf(b []byte) word {
	if len(b) < BlockSize {
		return word{}
	}
	return word{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func (w word) xor(other word) word { return word{w.high ^ other.high, w.low ^ other.low} }

// rotateLeft rotates by up to 127 bits and gives the two halves.
func (w word) rotateLeft(n uint) (high, low uint64) {
	if n >= 64 {
		w = word{w.low, w.high}
		n -= 64
	}
	return w.high<<n | w.low>>(64-n), w.low<<n | w.high>>(64-n)
}

// expand derives the subkeys from the halves KL and KR of the key (RFC 3713
// section 2.2).
func expand(left, right word, runs int) schedule {
	const (
		sigma1, sigma2 = 0xA09E667F3BCC908B, 0xB67AE8584CAA73B2
		sigma3, sigma4 = 0xC6EF372FE94F82BE, 0x54FF53A5F1D36F1C
		sigma5, sigma6 = 0x10E527FADE682D1D, 0xB05688C2B3E6C1FD
	)
	a := feistel(left.xor(right), sigma1, sigma2).xor(left) // KA
	a = feistel(a, sigma3, sigma4)
	b := feistel(a.xor(right), sigma5, sigma6) // KB
	if runs < maxRuns {
		return shortSchedule(left, a)
	}
	return longSchedule(left, right, a, b)
}

// feistel is two rounds.
func feistel(w word, key1, key2 uint64) word {
	w.low ^= f(w.high, key1)
	w.high ^= f(w.low, key2)
	return w
}

// shortSchedule is for keys of 16 bytes.
func shortSchedule(left, a word) (s schedule) {
	k, ke := &s.rounds, &s.layers
	s.pre[0], s.pre[1] = left.rotateLeft(0)
	k[0], k[1] = a.rotateLeft(0)
	k[2], k[3] = left.rotateLeft(15)
	k[4], k[5] = a.rotateLeft(15)
	ke[0], ke[1] = a.rotateLeft(30)
	k[6], k[7] = left.rotateLeft(45)
	k[8], _ = a.rotateLeft(45)
	_, k[9] = left.rotateLeft(60)
	k[10], k[11] = a.rotateLeft(60)
	ke[2], ke[3] = left.rotateLeft(77)
	k[12], k[13] = left.rotateLeft(94)
	k[14], k[15] = a.rotateLeft(94)
	k[16], k[17] = left.rotateLeft(111)
	s.post[0], s.post[1] = a.rotateLeft(111)
	return s
}

// longSchedule is for keys of 24 and 32 bytes.
func longSchedule(left, right, a, b word) (s schedule) {
	k, ke := &s.rounds, &s.layers
	s.pre[0], s.pre[1] = left.rotateLeft(0)
	k[0], k[1] = b.rotateLeft(0)
	k[2], k[3] = right.rotateLeft(15)
	k[4], k[5] = a.rotateLeft(15)
	ke[0], ke[1] = right.rotateLeft(30)
	k[6], k[7] = b.rotateLeft(30)
	k[8], k[9] = left.rotateLeft(45)
	k[10], k[11] = a.rotateLeft(45)
	ke[2], ke[3] = left.rotateLeft(60)
	k[12], k[13] = right.rotateLeft(60)
	k[14], k[15] = b.rotateLeft(60)
	k[16], k[17] = left.rotateLeft(77)
	ke[4], ke[5] = a.rotateLeft(77)
	k[18], k[19] = right.rotateLeft(94)
	k[20], k[21] = a.rotateLeft(94)
	k[22], k[23] = left.rotateLeft(111)
	s.post[0], s.post[1] = b.rotateLeft(111)
	return s
}

// sbox is SBOX1 of RFC 3713 section 2.4.1.
var sbox = [256]byte{
	112, 130, 44, 236, 179, 39, 192, 229, 228, 133, 87, 53, 234, 12, 174, 65,
	35, 239, 107, 147, 69, 25, 165, 33, 237, 14, 79, 78, 29, 101, 146, 189,
	134, 184, 175, 143, 124, 235, 31, 206, 62, 48, 220, 95, 94, 197, 11, 26,
	166, 225, 57, 202, 213, 71, 93, 61, 217, 1, 90, 214, 81, 86, 108, 77,
	139, 13, 154, 102, 251, 204, 176, 45, 116, 18, 43, 32, 240, 177, 132, 153,
	223, 76, 203, 194, 52, 126, 118, 5, 109, 183, 169, 49, 209, 23, 4, 215,
	20, 88, 58, 97, 222, 27, 17, 28, 50, 15, 156, 22, 83, 24, 242, 34,
	254, 68, 207, 178, 195, 181, 122, 145, 36, 8, 232, 168, 96, 252, 105, 80,
	170, 208, 160, 125, 161, 137, 98, 151, 84, 91, 30, 149, 224, 255, 100, 210,
	16, 196, 0, 72, 163, 247, 117, 219, 138, 3, 230, 218, 9, 63, 221, 148,
	135, 92, 131, 2, 205, 74, 144, 51, 115, 103, 246, 243, 157, 127, 191, 226,
	82, 155, 216, 38, 200, 55, 198, 59, 129, 150, 111, 75, 19, 190, 99, 46,
	233, 121, 167, 140, 159, 110, 188, 142, 41, 245, 249, 182, 47, 253, 180, 89,
	120, 152, 6, 106, 231, 70, 113, 186, 212, 37, 171, 66, 136, 162, 141, 250,
	114, 7, 185, 85, 248, 238, 172, 10, 54, 73, 42, 104, 60, 56, 241, 164,
	64, 40, 211, 123, 187, 201, 67, 193, 21, 227, 173, 244, 119, 199, 128, 158,
}
