package collect_test

import (
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
)

const aliceBackup = "../../testdata/backups/of-2.62/alice/delta-chat-backup-2026-11-28-00.tar.gz"

// What a client lists are records, but its own user and the contacts that it makes
// for a From before it reads the mail; a key whose address it does not know is one.
func TestContactsOfADatabaseAreRecords(t *testing.T) {
	const key = "00112233445566778899AABBCCDDEEFF00112233"
	data, err := backuptest.Unpack(aliceBackup)
	if err != nil {
		t.Fatal(err)
	}
	data, err = backuptest.Edit(t.TempDir(), data,
		"INSERT INTO contacts(id, addr, fingerprint, authname, origin) VALUES(900, '', '"+key+"', 'Only A Key', 1024)",
		"INSERT INTO contacts(id, addr, fingerprint, origin) SELECT 901, addr, '', 16 FROM contacts WHERE fingerprint<>'' AND addr<>'' LIMIT 1")
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{t: t, files: fstest.MapFS{"case/me/dc.db": &fstest.MapFile{Data: data}}}
	found := a.records()
	byKey, byAddress := map[string]int{}, map[string]int{}
	for _, r := range found.Records {
		if r.Source != record.Contact {
			continue
		}
		for _, address := range r.Addresses {
			byAddress[address]++
		}
		for _, k := range r.Keys {
			byKey[k.Fingerprint]++
		}
		if r.Place.Device != "me" {
			t.Errorf("a contact of %q", r.Place.Device)
		}
	}
	if byKey[key] != 1 {
		t.Errorf("%d records of the key without address", byKey[key])
	}
	if byAddress["alice@lab.example"] != 0 {
		t.Error("the user is a contact")
	}
	for _, address := range []string{"bob@lab.example", "carol@lab.example", "doris@lab.example"} {
		if byAddress[address] != 1 {
			t.Errorf("%d records of %s", byAddress[address], address)
		}
	}
}
