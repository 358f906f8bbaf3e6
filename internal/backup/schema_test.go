package backup

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
	"github.com/gmmtool/gmmtool/internal/release"
)

// older takes back, version by version, what migrations made of the tables that are
// read (src/sql/migrations.rs): from 124, a real database of 1.151.3, down to 99.
var older = []struct {
	version int // what is left is of this version
	undo    []string
}{
	{115, []string{"ALTER TABLE msgs DROP COLUMN deleted"}},
	{114, []string{"ALTER TABLE msgs DROP COLUMN txt_normalized"}},
	{109, []string{"ALTER TABLE keypairs DROP COLUMN addr", "ALTER TABLE keypairs DROP COLUMN is_default", "ALTER TABLE keypairs DROP COLUMN created"}},
	{108, []string{"ALTER TABLE acpeerstates DROP COLUMN backward_verified_key_id"}},
	{106, []string{
		"CREATE TABLE before (id INTEGER PRIMARY KEY, addr TEXT DEFAULT '' COLLATE NOCASE, is_default INTEGER DEFAULT 0, private_key, public_key, created INTEGER DEFAULT 0)",
		"INSERT INTO before(id, addr, is_default, private_key, public_key, created) SELECT id, 'bob@lab.example', 1, private_key, public_key, 0 FROM keypairs",
		"DROP TABLE keypairs", "ALTER TABLE before RENAME TO keypairs", "DELETE FROM config WHERE keyname='key_id'",
	}},
	{105, []string{
		"CREATE TABLE before (id INTEGER PRIMARY KEY, keyname TEXT, value TEXT)",
		"INSERT INTO before SELECT id, keyname, value FROM config", "DROP TABLE config", "ALTER TABLE before RENAME TO config",
	}},
	{103, []string{"ALTER TABLE acpeerstates DROP COLUMN secondary_verified_key", "ALTER TABLE acpeerstates DROP COLUMN secondary_verified_key_fingerprint"}},
	{102, []string{"ALTER TABLE contacts DROP COLUMN is_bot"}},
	{99, []string{"ALTER TABLE msgs DROP COLUMN mime_compressed"}},
}

func edited(t *testing.T, data []byte, statements ...string) []byte {
	t.Helper()
	data, err := backuptest.Edit(t.TempDir(), data, statements...)
	check(t, err)
	return data
}

func setVersion(version int) string {
	return fmt.Sprintf("UPDATE config SET value='%d' WHERE keyname='dbversion'", version)
}

func TestDatabasesOf1112To1138SayTheSame(t *testing.T) {
	data := realDatabase(t, "of-1x/bob")
	want, keys, err := readBytes(data, nil, nil)
	check(t, err)
	for _, step := range older {
		data = edited(t, data, append(step.undo, setVersion(step.version))...)
		got, gotKeys, err := readBytes(data, nil, nil)
		check(t, err)
		if got.Version != step.version || len(got.Damage)+len(got.Notes) != 0 {
			t.Errorf("%d: version %d, damage %v, notes %v", step.version, got.Version, got.Damage, got.Notes)
		}
		got.Version, got.Bytes = want.Version, want.Bytes
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d: it says something else:\n%+v\n%+v", step.version, got, want)
		}
		if len(gotKeys.Own) != 1 || gotKeys.Own[0].Fingerprint() != keys.Own[0].Fingerprint() || len(gotKeys.Peers) != len(keys.Peers) {
			t.Errorf("%d: %d own keys, %d of others", step.version, len(gotKeys.Own), len(gotKeys.Peers))
		}
	}
	if oldest, _ := Releases(99); oldest != release.Of(1, 112, 0) {
		t.Errorf("99 is of %s", oldest)
	}
}

// Profiles that are older still may have a member twice, a peer's key twice, and
// groups of the type "verified".
func TestTracesOfOldProfilesAreReadOnce(t *testing.T) {
	data := realDatabase(t, "of-1x/bob")
	want, _, err := readBytes(data, nil, nil)
	check(t, err)
	data = edited(t, data,
		"CREATE TABLE before (chat_id INTEGER, contact_id INTEGER)", "INSERT INTO before SELECT chat_id, contact_id FROM chats_contacts",
		"INSERT INTO before SELECT chat_id, contact_id FROM chats_contacts", "DROP TABLE chats_contacts", "ALTER TABLE before RENAME TO chats_contacts",
		"CREATE TABLE peers AS SELECT * FROM acpeerstates UNION ALL SELECT * FROM acpeerstates", "DROP TABLE acpeerstates", "ALTER TABLE peers RENAME TO acpeerstates",
		"UPDATE chats SET type=130 WHERE type=120", setVersion(90))
	got, _, err := readBytes(data, nil, nil)
	check(t, err)
	if len(got.Groups) != len(want.Groups) {
		t.Fatalf("%d groups, not %d", len(got.Groups), len(want.Groups))
	}
	for i, g := range got.Groups {
		if !g.Protected || len(g.Members) != len(want.Groups[i].Members) {
			t.Errorf("%s: protected %v, %d members, not %d", g.Name, g.Protected, len(g.Members), len(want.Groups[i].Members))
		}
	}
	if !reflect.DeepEqual(got.Contacts, want.Contacts) {
		t.Errorf("contacts %+v", got.Contacts)
	}
}

// A version that is not known yet may add tables and columns, and drop some.
func TestAnUnknownSchemaIsReadAsFarAsItIsKnown(t *testing.T) {
	real := realDatabase(t, "of-2.62/bob")
	want, _, err := readBytes(real, nil, nil)
	check(t, err)
	for name, test := range map[string]struct {
		edit  []string
		lacks func(*Database) bool
	}{
		"new columns and tables": {[]string{"ALTER TABLE chats ADD COLUMN mood TEXT", "ALTER TABLE msgs ADD COLUMN mood BLOB DEFAULT x'00'", "CREATE TABLE moods(x TEXT) STRICT"}, nil},
		"no fingerprints":        {[]string{"DROP INDEX contacts_fingerprint_index", "ALTER TABLE contacts DROP COLUMN fingerprint"}, nil},
		"no table of the outbox": {[]string{"DROP TABLE smtp2", "DROP TABLE smtp"}, func(d *Database) bool { return len(d.Outbox) == 0 }},
		"no times of members":    {[]string{"ALTER TABLE chats_contacts DROP COLUMN add_timestamp"}, nil},
		"a table WITHOUT ROWID":  {[]string{"CREATE TABLE o(grpid TEXT PRIMARY KEY) WITHOUT ROWID", "DROP TABLE leftgrps", "ALTER TABLE o RENAME TO leftgrps"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			statements := append([]string{setVersion(170)}, test.edit...)
			got, _, err := readBytes(edited(t, real, statements...), nil, nil)
			check(t, err)
			if got.Version != 170 || len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "newer than 167") {
				t.Errorf("version %d, notes %v", got.Version, got.Notes)
			}
			if len(got.Groups) != len(want.Groups) || len(got.Messages) != len(want.Messages) || len(got.Contacts) < len(want.Contacts) {
				t.Errorf("%d groups, %d messages, %d contacts", len(got.Groups), len(got.Messages), len(got.Contacts))
			}
			if test.lacks != nil && !test.lacks(got) {
				t.Error("something is read that is not there")
			}
		})
	}
}
