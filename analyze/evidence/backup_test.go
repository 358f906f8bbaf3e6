package evidence_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/mboxio"
)

const backupsDir = "../../testdata/backups"

// backupOf is a bundled backup, unpacked from its gzip.
func backupOf(t *testing.T, device string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(backupsDir, device, "*.tar.gz"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %v, %v", device, files, err)
	}
	packed, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// databaseOf is the database in a bundled backup: its first member, whose size is
// a multiple of 512.
func databaseOf(t *testing.T, device string) []byte {
	tar := backupOf(t, device)
	size := 0
	for _, digit := range bytes.Trim(tar[124:135], "\x00 ") {
		size = size*8 + int(digit-'0')
	}
	return tar[512 : 512+size]
}

func TestBackupsAreFoundByContentAndMakeDevices(t *testing.T) {
	alice, bob := backupOf(t, "of-2.62/alice"), backupOf(t, "of-2.62/bob")
	mail := []byte("From: a@example.org\nTo: b@example.org\nDate: Sat, 28 Nov 2026 13:12:42 +0000\nMessage-ID: <1@x>\nChat-Version: 1.0\n\nhello\n")
	accounts := []byte("[[accounts]]\nid = 1\ndir = \"aa\"\n[[accounts]]\nid = 2\ndir = \"bb\"\n")
	for name, test := range map[string]struct {
		files map[string][]byte
		named string
		want  []string // device, then its own address, or "" without a backup
	}{
		"a file":                        {map[string][]byte{"x.tar": alice}, "x.tar", []string{"x", "alice@lab.example"}},
		"a folder of one":               {map[string][]byte{"anna/x": alice}, "anna", []string{"anna", "alice@lab.example"}},
		"a case of two":                 {map[string][]byte{"c/anna/x": alice, "c/ben/y.tar": bob}, "c", []string{"anna", "alice@lab.example", "ben", "bob@lab.example"}},
		"beside mail":                   {map[string][]byte{"anna/x.tar": alice, "anna/m/1.eml": mail}, "anna", []string{"anna", "alice@lab.example"}},
		"twice the same":                {map[string][]byte{"anna/x.tar": alice, "anna/y.tar": alice}, "anna", []string{"anna", "alice@lab.example"}},
		"two accounts in one folder":    {map[string][]byte{"d/x.tar": alice, "d/y.tar": bob}, "d", []string{"alice@lab.example", "alice@lab.example", "bob@lab.example", "bob@lab.example"}},
		"an accounts folder":            {map[string][]byte{"a/accounts.toml": accounts, "a/aa/dc.db": databaseOf(t, "of-2.62/alice"), "a/bb/dc.db": databaseOf(t, "of-2.62/bob"), "a/aa/dc.db-blobs/1.eml": mail}, "a", []string{"a-1", "alice@lab.example", "a-2", "bob@lab.example"}},
		"an accounts folder in a case":  {map[string][]byte{"c/anna/a/accounts.toml": accounts, "c/anna/a/aa/dc.db": databaseOf(t, "of-2.62/alice"), "c/ben/y": bob}, "c", []string{"anna", "alice@lab.example", "ben", "bob@lab.example"}},
		"a bare database":               {map[string][]byte{"dc.db": databaseOf(t, "of-1x/bob")}, "dc.db", []string{"dc.db", "bob@lab.example"}},
		"a folder with a bare database": {map[string][]byte{"p/dc.db": databaseOf(t, "of-1x/bob"), "p/dc.db-blobs/1.eml": mail}, "p", []string{"p", "bob@lab.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for file, data := range test.files {
				fsys[file] = &fstest.MapFile{Data: data}
			}
			v := readBackups(t, fsys, test.named)
			var got []string
			for _, d := range v.Devices {
				own := ""
				if d.Backup != nil {
					own = d.Backup.Addresses[0]
				}
				got = append(got, d.Name, own)
				if len(d.Keys) == 0 {
					t.Errorf("%s has no key", d.Name)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("devices %q, not %q", got, test.want)
			}
			if name == "beside mail" && v.Messages != 1 || name != "beside mail" && v.Messages != 0 {
				t.Errorf("%d messages", v.Messages)
			}
		})
	}
}

func readBackups(t *testing.T, fsys fs.FS, named string) *evidence.Evidence {
	t.Helper()
	dir := t.TempDir()
	opts := evidence.Options{Jobs: 1, Spool: func() (mboxio.Spool, error) { return os.CreateTemp(dir, "spool") }}
	c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: path.Clean(named), FS: fsys, Name: named}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, problem := range c.Problems() {
		t.Errorf("problem: %v", problem)
	}
	v, err := evidence.Read(t.Context(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestALockedBackupIsAProblemThatSaysWhatHelps(t *testing.T) {
	fsys := os.DirFS(filepath.Join(backupsDir, "of-1x"))
	c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: "carol", FS: fsys, Name: "carol"}}, evidence.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Problems()) != 1 {
		t.Errorf("problems %v", c.Problems())
	}
}

// An encrypted database has no mark but its passphrase, and may have any name.
func TestAnEncryptedDatabaseOfAnyNameIsReadWithItsPassphrase(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(backupsDir, "of-1x/carol/*.tar"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	packed, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	members := tar.NewReader(bytes.NewReader(packed))
	if _, err := members.Next(); err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(members)
	if err != nil {
		t.Fatal(err)
	}
	passphrase, err := os.ReadFile(filepath.Join(backupsDir, "of-1x/passphrase.txt"))
	if err != nil {
		t.Fatal(err)
	}
	opts := evidence.Options{Jobs: 1, Passphrase: func(string) ([]byte, bool) { return bytes.TrimSuffix(passphrase, []byte("\n")), true }}
	fsys := fstest.MapFS{"case/carol/profile": &fstest.MapFile{Data: data}}
	for _, named := range []string{"case", "case/carol", "case/carol/profile"} {
		c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: named, FS: fsys, Name: named}}, opts)
		if err != nil {
			t.Errorf("%s: %v", named, err)
			continue
		}
		v, err := evidence.Read(t.Context(), c, opts)
		if err != nil || len(v.Devices) != 1 || v.Devices[0].Backup == nil || v.Devices[0].Backup.Addresses[0] != "carol@lab.example" {
			t.Errorf("%s: %d devices, %v", named, len(v.Devices), err)
		}
		c.Close()
	}
}
