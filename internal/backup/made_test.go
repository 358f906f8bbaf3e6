package backup

import (
	"archive/tar"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ncruces/go-sqlite3"

	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
)

const backupsDir = "../../testdata/backups"

// realDatabase is the database in a bundled backup of a real client.
func realDatabase(t testing.TB, device string) []byte {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(backupsDir, device, "*.tar.gz"))
	if len(files) != 1 {
		t.Fatalf("%s: %d backups", device, len(files))
	}
	data, err := backuptest.Unpack(files[0])
	check(t, err)
	return data
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func readBytes(data, wal, passphrase []byte) (*Database, *Keys, error) {
	f := File{Data: bytes.NewReader(data), Size: int64(len(data)), Passphrase: passphrase}
	if wal != nil {
		f.WAL, f.WALSize = bytes.NewReader(wal), int64(len(wal))
	}
	return Read("dc.db", f)
}

// liveDatabase makes a database in WAL mode with a group that only its write-ahead
// log knows, as a running client leaves it.
func liveDatabase(t testing.TB) (data, wal []byte) {
	t.Helper()
	return liveFrom(t, realDatabase(t, "of-2.62/alice"))
}

func liveFrom(t testing.TB, database []byte) (data, wal []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dc.db")
	check(t, os.WriteFile(file, database, 0o600))
	conn, err := sqlite3.Open("file:" + filepath.ToSlash(file))
	check(t, err)
	defer conn.Close()
	for _, sql := range []string{
		"PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0",
		"UPDATE config SET value='before' WHERE keyname='displayname'",
		"PRAGMA wal_checkpoint(TRUNCATE)",
		"UPDATE config SET value='after' WHERE keyname='displayname'",
		"INSERT INTO chats(id, type, grpid, name) VALUES(99, 120, 'onlyinthewriteahead', 'new')",
		"INSERT INTO chats_contacts(chat_id, contact_id) VALUES(99, 1)",
	} {
		check(t, conn.Exec(sql))
	}
	data, err = os.ReadFile(file)
	check(t, err)
	wal, err = os.ReadFile(file + "-wal")
	check(t, err)
	return data, wal
}

// encryptWithKey seals a database as SQLCipher does, written apart from what opens
// it. The last 80 bytes of every page are lost.
func encryptWithKey(t testing.TB, data, key []byte) []byte {
	t.Helper()
	sealed := bytes.Clone(data)
	for at := 0; at < len(sealed); at += 4096 {
		encryptPage(t, sealed[at:at+4096], uint32(at/4096+1), key)
	}
	return sealed
}

// encryptPage seals one page in place.
func encryptPage(t testing.TB, page []byte, number uint32, key []byte) {
	t.Helper()
	macKey, err := pbkdf2.Key(sha512.New, string(key), bytes.Repeat([]byte{7 ^ 0x3a}, 16), 2, 32)
	check(t, err)
	block, err := aes.NewCipher(key)
	check(t, err)
	from := 0
	if number == 1 {
		from = 16
		copy(page, bytes.Repeat([]byte{7}, 16))
	}
	copy(page[4016:4032], bytes.Repeat([]byte{byte(number)}, 16))
	cipher.NewCBCEncrypter(block, page[4016:4032]).CryptBlocks(page[from:4016], page[from:4016])
	mac := hmac.New(sha512.New, macKey)
	mac.Write(page[from:4032])
	mac.Write(binary.LittleEndian.AppendUint32(nil, number))
	copy(page[4032:], mac.Sum(nil))
}

// rawKey is a key as a passphrase, and its bytes.
var rawKey = []byte("x'" + strings.Repeat("0a", 32) + "'")

func keyBytes() []byte { return bytes.Repeat([]byte{0x0a}, 32) }

// sealedLiveDatabase is a database with its write-ahead log as SQLCipher writes
// both: the pages in the log are encrypted, its own sums are over that.
func sealedLiveDatabase(t testing.TB) (data, wal []byte) {
	t.Helper()
	data, wal = liveFrom(t, reservedDatabase(t))
	order := binary.ByteOrder(binary.LittleEndian)
	if binary.BigEndian.Uint32(wal) == walMagicBig {
		order = binary.BigEndian
	}
	sum := walSum{order: order}
	sum.add(wal[:24])
	for at := walHeader; at+walFrame+4096 <= len(wal); at += walFrame + 4096 {
		frame := wal[at : at+walFrame+4096]
		encryptPage(t, frame[walFrame:], binary.BigEndian.Uint32(frame), keyBytes())
		sum.add(frame[:8])
		sum.add(frame[walFrame:])
		binary.BigEndian.PutUint32(frame[16:], sum.s0)
		binary.BigEndian.PutUint32(frame[20:], sum.s1)
	}
	return encryptWithKey(t, data, keyBytes()), wal
}

// reservedDatabase is a database of a real client whose pages have room for what
// SQLCipher adds: one with a passphrase, decrypted.
func reservedDatabase(t testing.TB) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(backupsDir, "of-1x/carol/*.tar"))
	check(t, err)
	passphrase, err := os.ReadFile(filepath.Join(backupsDir, "of-1x/passphrase.txt"))
	check(t, err)
	packed, err := os.ReadFile(files[0])
	check(t, err)
	members := tar.NewReader(bytes.NewReader(packed))
	header, err := members.Next()
	check(t, err)
	sealed := packed[512 : 512+header.Size]
	opened, err := decrypt(bytes.NewReader(sealed), header.Size, bytes.TrimSuffix(passphrase, []byte("\n")))
	check(t, err)
	plain := make([]byte, header.Size)
	_, err = opened.ReadAt(plain, 0)
	check(t, err)
	return plain
}

// tarOf packs members as a backup.
func tarOf(t testing.TB, names []string, contents ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i, name := range names {
		check(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(contents[i])), Mode: 0o600}))
		_, err := w.Write(contents[i])
		check(t, err)
	}
	check(t, w.Close())
	return b.Bytes()
}

func find(t testing.TB, fsys fs.FS, name string) Place {
	t.Helper()
	place, ok := FindFile(fsys, name)
	if !ok {
		t.Fatalf("%s is not recognised", name)
	}
	return place
}

func memory(files map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

func isKind(err, kind error) bool { return errors.Is(err, kind) }
