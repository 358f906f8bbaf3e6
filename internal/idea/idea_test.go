package idea

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

func TestBlocksAreThoseOfThePapers(t *testing.T) {
	for name, test := range map[string]struct{ key, plain, want string }{
		"the example of the thesis":      {"00010002000300040005000600070008", "0000000100020003", "11fbed2b01986de5"},
		"of the NESSIE set 1, vector 0":  {"80000000000000000000000000000000", "0000000000000000", "b1f5f7f87901370f"},
		"of the NESSIE set 2, vector 0":  {"00000000000000000000000000000000", "8000000000000000", "8001000180008000"},
		"of the NESSIE set 8, vector 1":  {"2bd6459f82c5b300952c49104881ff48", "ea024714ad5c4d84", "c8fb51d3516627a8"},
		"all zeros, where 0 means 65536": {"00000000000000000000000000000000", "0000000000000000", "0001000100000000"},
	} {
		t.Run(name, func(t *testing.T) {
			block, err := NewCipher(fromHex(t, test.key))
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, BlockSize)
			block.Encrypt(got, fromHex(t, test.plain))
			if hex.EncodeToString(got) != test.want {
				t.Errorf("encrypted to %x", got)
			}
			block.Decrypt(got, got)
			if hex.EncodeToString(got) != test.plain {
				t.Errorf("decrypted to %x", got)
			}
		})
	}
}

func TestKeysOfOtherSizesAreRefused(t *testing.T) {
	for size := range 40 {
		_, err := NewCipher(make([]byte, size))
		var sizeError KeySizeError
		if good := size == KeySize; good != (err == nil) || !good && (!errors.As(err, &sizeError) || int(sizeError) != size) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestDecryptingUndoesEncrypting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block, err := NewCipher(rapid.SliceOfN(rapid.Byte(), KeySize, KeySize).Draw(t, "key"))
		if err != nil {
			t.Fatal(err)
		}
		plain := rapid.SliceOfN(rapid.Byte(), BlockSize, BlockSize).Draw(t, "plain")
		got := make([]byte, BlockSize)
		block.Encrypt(got, plain)
		block.Decrypt(got, got)
		if !bytes.Equal(got, plain) {
			t.Fatalf("%x came back as %x", plain, got)
		}
	})
}

func BenchmarkEncrypt(b *testing.B) {
	block, err := NewCipher(make([]byte, KeySize))
	if err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, BlockSize)
	b.SetBytes(BlockSize)
	for b.Loop() {
		block.Encrypt(buf, buf)
	}
}
