package camellia

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func fromHex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The vectors of RFC 3713 appendix A.
func TestBlocksAreThoseOfTheStandard(t *testing.T) {
	const plain = "0123456789abcdeffedcba9876543210"
	for name, test := range map[string]struct{ key, want string }{
		"128-bit key": {"0123456789abcdeffedcba9876543210", "67673138549669730857065648eabe43"},
		"192-bit key": {"0123456789abcdeffedcba98765432100011223344556677", "b4993401b3e996f84ee5cee7d79b09b9"},
		"256-bit key": {"0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff", "9acc237dff16d76c20ef7c919e3a7509"},
	} {
		t.Run(name, func(t *testing.T) {
			block, err := NewCipher(fromHex(t, test.key))
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, BlockSize)
			block.Encrypt(got, fromHex(t, plain))
			if hex.EncodeToString(got) != test.want {
				t.Errorf("encrypted to %x", got)
			}
			block.Decrypt(got, got)
			if hex.EncodeToString(got) != plain {
				t.Errorf("decrypted to %x", got)
			}
		})
	}
}

func TestKeysOfOtherSizesAreRefused(t *testing.T) {
	for size := range 40 {
		_, err := NewCipher(make([]byte, size))
		var sizeError KeySizeError
		if good := size == 16 || size == 24 || size == 32; good != (err == nil) || !good && (!errors.As(err, &sizeError) || int(sizeError) != size) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestDecryptingUndoesEncrypting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{16, 24, 32}).Draw(t, "size")
		block, err := NewCipher(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, "key"))
		if err != nil {
			t.Fatal(err)
		}
		plain := rapid.SliceOfN(rapid.Byte(), BlockSize, BlockSize).Draw(t, "plain")
		got := make([]byte, BlockSize)
		block.Encrypt(got, plain)
		if bytes.Equal(got, plain) {
			t.Fatal("not encrypted")
		}
		block.Decrypt(got, got)
		if !bytes.Equal(got, plain) {
			t.Fatalf("%x came back as %x", plain, got)
		}
	})
}

func BenchmarkEncrypt(b *testing.B) {
	block, err := NewCipher(make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, BlockSize)
	b.SetBytes(BlockSize)
	for b.Loop() {
		block.Encrypt(buf, buf)
	}
}
