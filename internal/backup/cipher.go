package backup

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"sync"
)

// SQLCipher 4 with its defaults, as every client has it
// (https://www.zetetic.net/sqlcipher/design/).
const (
	cipherPage    = 4096
	cipherReserve = 80 // behind each page: IV, then HMAC-SHA512
	cipherSalt    = 16
	cipherRounds  = 256_000
	cipherKey     = 32
)

// magic begins every database that is not encrypted.
const magic = "SQLite format 3\x00"

// A cipherFile is an encrypted database, read as if it were not.
type cipherFile struct {
	sealed io.ReaderAt
	size   int64
	block  cipher.Block
	salt   [cipherSalt]byte

	mu   sync.Mutex
	mac  hash.Hash
	page [cipherPage]byte // the last one that was decrypted
	held int64            // its number, from 1; 0 if none
	bad  map[int64]bool   // pages whose MAC is wrong
}

// decrypt opens an encrypted database. A passphrase that does not fit shows in
// the MAC of the first page: [ErrPassphrase].
func decrypt(sealed io.ReaderAt, size int64, passphrase []byte) (*cipherFile, error) {
	f := &cipherFile{sealed: sealed, size: size - size%cipherPage, bad: map[int64]bool{}}
	if n, _ := sealed.ReadAt(f.salt[:], 0); n < cipherSalt || f.size == 0 {
		return nil, ErrForeign
	}
	key, err := cipherKeyOf(passphrase, f.salt[:])
	if err != nil {
		return nil, err
	}
	macSalt := f.salt
	for i := range macSalt {
		macSalt[i] ^= 0x3a
	}
	macKey, err := pbkdf2.Key(sha512.New, string(key), macSalt[:], 2, cipherKey)
	if err != nil {
		return nil, err
	}
	if f.block, err = aes.NewCipher(key); err != nil {
		return nil, err
	}
	f.mac = hmac.New(sha512.New, macKey)
	f.load(1)
	if f.bad[1] {
		return nil, ErrPassphrase
	}
	return f, nil
}

// cipherKeyOf derives the key. One of the form x'...' with 64 digits is the key
// itself, as SQLCipher takes it.
func cipherKeyOf(passphrase, salt []byte) ([]byte, error) {
	if len(passphrase) == 67 && bytes.HasPrefix(passphrase, []byte("x'")) && passphrase[66] == '\'' {
		if key, err := hex.DecodeString(string(passphrase[2:66])); err == nil {
			return key, nil
		}
	}
	return pbkdf2.Key(sha512.New, string(passphrase), salt, cipherRounds, cipherKey)
}

// ReadAt decrypts the pages it meets. A page whose MAC is wrong reads as zeros.
func (f *cipherFile) ReadAt(p []byte, off int64) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for n < len(p) {
		at := off + int64(n)
		if at >= f.size {
			return n, io.EOF
		}
		f.load(at/cipherPage + 1)
		n += copy(p[n:], f.page[at%cipherPage:])
	}
	return n, nil
}

// load decrypts one page into f.page.
func (f *cipherFile) load(number int64) {
	if f.held == number {
		return
	}
	f.held = number
	page := f.page[:]
	first := 0
	if number == 1 {
		first = cipherSalt
	}
	got, _ := f.sealed.ReadAt(page, (number-1)*cipherPage)
	const ivAt, macAt = cipherPage - cipherReserve, cipherPage - cipherReserve + aes.BlockSize
	f.mac.Reset()
	f.mac.Write(page[first:macAt])
	f.mac.Write(binary.LittleEndian.AppendUint32(nil, uint32(number)))
	if got < cipherPage || !hmac.Equal(f.mac.Sum(nil), page[macAt:]) {
		f.bad[number] = true
		clear(page)
		return
	}
	cipher.NewCBCDecrypter(f.block, page[ivAt:macAt]).CryptBlocks(page[first:ivAt], page[first:ivAt])
	if number == 1 {
		copy(page, magic)
	}
}
