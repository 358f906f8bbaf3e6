package backup

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

func TestColumnsHoldWhatTheirTypeDoesNotSay(t *testing.T) {
	data := edited(t, realDatabase(t, "of-2.62/bob"),
		"UPDATE chats_contacts SET add_timestamp='77', remove_timestamp='' WHERE chat_id=(SELECT max(id) FROM chats)",
		"UPDATE chats SET name=x'ff41', grpid=CAST(grpid AS BLOB) WHERE id=(SELECT max(id) FROM chats)",
		"UPDATE msgs SET txt=x'00ff', mime_headers=x'1b00', timestamp='x' WHERE id=(SELECT max(id) FROM msgs)")
	d, _, err := readBytes(data, nil, nil)
	check(t, err)
	g := d.Groups[len(d.Groups)-1]
	if g.Name != "\uFFFDA" || g.ID == "" || len(g.Members) == 0 || len(d.Damage) != 0 {
		t.Errorf("group %+v, damage %v", g, d.Damage)
	}
	for _, m := range g.Members {
		if m.Added != 77 || m.Removed != 0 {
			t.Errorf("times %d and %d", m.Added, m.Removed)
		}
	}
}

func TestALineHasTheTimeThatIsShownNotTheOneThatSorts(t *testing.T) {
	data := edited(t, realDatabase(t, "of-2.62/bob"), "UPDATE msgs SET timestamp=5 WHERE timestamp_sent<>0", "UPDATE msgs SET timestamp=7 WHERE timestamp_sent=0")
	d, _, err := readBytes(data, nil, nil)
	check(t, err)
	if len(d.Changes) == 0 {
		t.Fatal("no line")
	}
	for _, c := range d.Changes {
		if c.Time == 5 || c.Actor == Self && c.Received == 0 && c.Time != 7 {
			t.Errorf("line %d has time %d", c.Row, c.Time)
		}
	}
}

func TestTwoKeysOfOneAddressAreTwoMembers(t *testing.T) {
	data := edited(t, realDatabase(t, "of-2.62/bob"),
		"INSERT INTO contacts(id, addr, fingerprint) VALUES(900, 'alice@lab.example', '00112233445566778899AABBCCDDEEFF00112233')",
		"INSERT INTO contacts(id, addr, fingerprint, origin) VALUES(901, 'alice@lab.example', '', 16)",
		"INSERT INTO chats_contacts(chat_id, contact_id, add_timestamp, remove_timestamp) VALUES((SELECT max(id) FROM chats), 900, 9, 0)")
	d, _, err := readBytes(data, nil, nil)
	check(t, err)
	if c, ok := d.Person(900); !ok || c.Address != "alice@lab.example" {
		t.Errorf("the second key: %+v", c)
	}
	if _, ok := d.Person(901); ok {
		t.Error("the contact that stands for a From is somebody")
	}
	if g := d.Groups[len(d.Groups)-1]; !slices.ContainsFunc(g.Members, func(m Member) bool { return m.Contact == 900 }) {
		t.Errorf("members %+v", g.Members)
	}
}

func TestALineThatNamesNobodyIsAboutSomebodyUnknown(t *testing.T) {
	data := edited(t, realDatabase(t, "of-2.62/bob"),
		"INSERT INTO msgs(id, rfc724_mid, chat_id, from_id, to_id, txt, param) VALUES(950, 'n@x', (SELECT max(id) FROM chats), 10, 1, 'Mitglied hinzugefügt.', 'S=4')",
		"INSERT INTO msgs(id, rfc724_mid, chat_id, from_id, to_id, txt, param) VALUES(951, 'd@x', (SELECT max(id) FROM chats), 10, 1, 'Mitglied hinzugefügt.', 'S=4' || char(10) || '5=9999')")
	d, _, err := readBytes(data, nil, nil)
	check(t, err)
	n := 0
	for _, c := range d.Changes {
		if c.Row == 950 || c.Row == 951 { // 951 names a contact that was deleted
			n++
			if c.Subject != "" || c.Key != "" {
				t.Errorf("line %d is about %q", c.Row, c.Subject)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d lines", n)
	}
}

func TestACutBackupStillHasItsDatabase(t *testing.T) {
	alice := realDatabase(t, "of-1x/alice")
	packed := tarOf(t, []string{tarMember, "blobs_backup/$BLOBDIR/a"}, alice, make([]byte, 100_000))
	for _, left := range []int{len(packed) - 2048, 512 + len(alice) + 600, 512 + len(alice), 512 + len(alice) - 8192} {
		d, _, err := find(t, memory(map[string][]byte{"b": packed[:left]}), "b").Read("b", nil)
		check(t, err)
		if d.Addresses[0] != "alice@lab.example" || (len(d.Damage) > 0) != (left < 512+len(alice)) {
			t.Errorf("of %d bytes: %v, damage %v", left, d.Addresses, d.Damage)
		}
	}
}

// A counter is a file system that counts what is read of its files.
type counter struct {
	fs.FS
	read *int64
}

func (c counter) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	return countedFile{f, c.read}, err
}

type countedFile struct {
	fs.File
	read *int64
}

func (f countedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	*f.read += int64(n)
	return n, err
}

func (f countedFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.(io.ReaderAt).ReadAt(p, off)
	*f.read += int64(n)
	return n, err
}

func TestBlobsArePassedOver(t *testing.T) {
	const blob = 32 << 20
	alice := realDatabase(t, "of-1x/alice")
	packed := tarOf(t, []string{tarMember, "blobs_backup/$BLOBDIR/a", "blobs_backup/$BLOBDIR/b"}, alice, bytes.Repeat([]byte{1}, blob), []byte("b"))
	read := int64(0)
	place := find(t, counter{fstest.MapFS{"b": &fstest.MapFile{Data: packed}}, &read}, "b")
	_, _, err := place.Read("b", nil)
	check(t, err)
	if read > 4*int64(len(alice)) {
		t.Errorf("%d bytes were read of a backup with %d bytes of blobs", read, blob)
	}
}
