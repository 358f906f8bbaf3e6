package evidence

import (
	"context"
	"hash/crc32"
	"io"
	"io/fs"
)

// A checksum tells whether the bytes that were read of a file are still there: the CRC of
// IEEE 802.3 and that of Castagnoli, which processors compute faster than disks read. It
// is no proof against somebody who rewrites an archive on purpose; the manifest, which
// has SHA-256, is for that.
type checksum struct {
	IEEE       uint32 `json:"ieee"`
	Castagnoli uint32 `json:"castagnoli"`
}

// update gives the checksum of what c was made of, followed by b.
func (c checksum) update(b []byte) checksum {
	return checksum{crc32.Update(c.IEEE, crc32.IEEETable, b), crc32.Update(c.Castagnoli, crc32.MakeTable(crc32.Castagnoli), b)}
}

// A shift makes the checksum of some bytes that of the same followed by length zeros,
// but for the inversion that CRCs begin and end with: x to the power of eight times
// the length, by either polynomial.
type shift struct{ ieee, castagnoli uint32 }

func shiftBy(length int64) shift {
	return shift{xToThe(length, crc32.IEEE), xToThe(length, crc32.Castagnoli)}
}

// join gives the checksum of what c was made of, followed by the bytes that by was made
// for the length of and next is the checksum of.
func (c checksum) join(by shift, next checksum) checksum {
	return checksum{
		multiply(by.ieee, c.IEEE, crc32.IEEE) ^ next.IEEE,
		multiply(by.castagnoli, c.Castagnoli, crc32.Castagnoli) ^ next.Castagnoli,
	}
}

// multiply multiplies two polynomials over GF(2) modulo that of a CRC. The highest bit
// is the coefficient of one, as in package crc32.
func multiply(a, b, modulus uint32) (product uint32) {
	for ; a != 0; a <<= 1 {
		if a>>31 != 0 {
			product ^= b
		}
		b = b>>1 ^ -(b&1)&modulus // times x
	}
	return product
}

// xToThe is x to the power of eight times n.
func xToThe(n int64, modulus uint32) uint32 {
	power := uint32(1) << 31 // one
	for square := uint32(1) << 23; n > 0; n >>= 1 {
		if n&1 != 0 {
			power = multiply(power, square, modulus)
		}
		square = multiply(square, square, modulus)
	}
	return power
}

// sumFile goes on with the checksum of the first from bytes of a file, up to the offset
// to or the end.
func (c checksum) sumFile(ctx context.Context, fsys fs.FS, name string, from, to int64) (sum checksum, summed int64, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return c, from, err
	}
	defer f.Close()
	if seeker, ok := f.(io.Seeker); ok {
		_, err = seeker.Seek(from, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, f, from)
	}
	if err != nil {
		return c, from, err
	}
	for buf := make([]byte, 256<<10); from < to; {
		if err := ctx.Err(); err != nil {
			return c, from, err
		}
		n, err := f.Read(buf[:min(int64(len(buf)), to-from)])
		c = c.update(buf[:n])
		from += int64(n)
		if err == io.EOF {
			break
		} else if err != nil {
			return c, from, err
		}
	}
	return c, from, nil
}
