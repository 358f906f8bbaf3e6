package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
)

// said is what the client answered when the backup was made.
type said struct {
	Groups []struct {
		ID      string   `json:"grpid"`
		Members []string `json:"members"`
		Records []struct {
			Address     string `json:"address"`
			Fingerprint string `json:"fingerprint"`
			Added       int64  `json:"added"`
			Removed     int64  `json:"removed"`
		} `json:"records"`
		History []struct {
			Kind string `json:"kind"`
			Text string `json:"text"`
			Time int64  `json:"time"`
		} `json:"history"`
	} `json:"groups"`
}

func truthOf(t *testing.T, device string) said {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(backupsDir, device, "truth.json"))
	check(t, err)
	var truth said
	check(t, json.Unmarshal(data, &truth))
	return truth
}

var devices = []string{"of-2.62/alice", "of-2.62/bob", "of-2.62/carol", "of-2.62/doris", "of-1x/alice", "of-1x/bob", "of-1x/doris"}

func TestGroupsAreWhatTheClientSays(t *testing.T) {
	for _, device := range devices {
		t.Run(device, func(t *testing.T) {
			d, keys, err := readBytes(realDatabase(t, device), nil, nil)
			check(t, err)
			if len(keys.Own) != 1 || !keys.Own[0].HasSecret() || len(d.Damage)+len(d.Notes) != 0 || len(d.Addresses) != 1 {
				t.Errorf("%d keys, damage %v, notes %v, addresses %v", len(keys.Own), d.Damage, d.Notes, d.Addresses)
			}
			truth := truthOf(t, device)
			if len(truth.Groups) != len(d.Groups) {
				t.Errorf("%d groups, the client has %d", len(d.Groups), len(truth.Groups))
			}
			for _, want := range truth.Groups {
				i := slices.IndexFunc(d.Groups, func(g Group) bool { return g.ID == want.ID })
				if i < 0 {
					t.Errorf("no group %s", want.ID)
					continue
				}
				g := d.Groups[i]
				times := map[string][2]int64{}
				var members []string
				for _, m := range g.Members {
					c, ok := d.Person(m.Contact)
					if !ok {
						t.Errorf("%s: contact %d does not exist", g.Name, m.Contact)
					}
					times[c.Address] = [2]int64{m.Added, m.Removed}
					if m.Added >= m.Removed {
						members = append(members, c.Address)
					}
				}
				slices.Sort(members)
				slices.Sort(want.Members)
				if !slices.Equal(members, want.Members) {
					t.Errorf("%s: members %v, the client shows %v", g.Name, members, want.Members)
				}
				for _, r := range want.Records {
					if times[r.Address] != [2]int64{r.Added, r.Removed} {
						t.Errorf("%s: %s has times %v, in the client %d and %d", g.Name, r.Address, times[r.Address], r.Added, r.Removed)
					}
				}
				var lines []string
				for _, line := range want.History {
					if line.Kind == "MemberAddedToGroup" || line.Kind == "MemberRemovedFromGroup" {
						lines = append(lines, line.Text)
					}
				}
				var texts []string
				for _, c := range d.Changes {
					if c.Group == g.Row {
						texts = append(texts, c.Text)
						if c.Subject == "" {
							t.Errorf("%s: nobody is the subject of %q", g.Name, c.Text)
						}
					}
				}
				slices.Sort(lines)
				slices.Sort(texts)
				if !slices.Equal(lines, texts) {
					t.Errorf("%s: lines %q, the client shows %q", g.Name, texts, lines)
				}
			}
		})
	}
}

func TestTheSubjectOfAnOldLineIsTheAddressInIt(t *testing.T) {
	d, _, err := readBytes(realDatabase(t, "of-1x/bob"), nil, nil)
	check(t, err)
	var got []string
	for _, c := range d.Changes {
		got = append(got, c.Subject)
	}
	want := []string{"carol@lab.example", "carol@lab.example", "alice@lab.example", "doris@lab.example", "bob@lab.example", "doris@lab.example"}
	if !slices.Equal(got, want) {
		t.Errorf("subjects %v, not %v", got, want)
	}
}

func TestTheOutboxIsReadAndAPendingChangeIsTheOwners(t *testing.T) {
	for device, sealed := range map[string]bool{"of-1x/bob": true, "of-2.62/bob": false} {
		d, _, err := readBytes(realDatabase(t, device), nil, nil)
		check(t, err)
		if len(d.Outbox) != 1 || d.Outbox[0].Sealed != sealed || len(d.Outbox[0].MIME) == 0 {
			t.Fatalf("%s: outbox %+v", device, d.Outbox)
		}
		i := slices.IndexFunc(d.Changes, func(c Change) bool { return c.Row == d.Outbox[0].Message })
		if i < 0 || !d.Changes[i].IsPending() || d.Changes[i].ID != d.Outbox[0].ID {
			t.Errorf("%s: no pending change %d", device, d.Outbox[0].Message)
		}
	}
}

func TestAShadowOfAKeyContactIsNobody(t *testing.T) {
	d, _, err := readBytes(realDatabase(t, "of-2.62/alice"), nil, nil)
	check(t, err)
	seen := map[string]int{}
	for _, c := range d.Contacts {
		seen[c.Address]++
	}
	for addr, n := range seen {
		if n != 1 {
			t.Errorf("%s is %d contacts", addr, n)
		}
	}
}

func TestTheWriteAheadLogIsPartOfTheDatabase(t *testing.T) {
	data, wal := liveDatabase(t)
	stale, _, err := readBytes(data, nil, nil)
	check(t, err)
	now, _, err := readBytes(data, wal, nil)
	check(t, err)
	if stale.Name != "before" || now.Name != "after" || len(now.Groups) != len(stale.Groups)+1 {
		t.Errorf("%q with %d groups, with its log %q with %d", stale.Name, len(stale.Groups), now.Name, len(now.Groups))
	}
	for cut := range 40 {
		if d, _, err := readBytes(data, wal[:len(wal)*cut/40], nil); err != nil || d.Name != "before" && d.Name != "after" || len(d.Damage) > 0 {
			t.Errorf("a log cut at %d/40: %v", cut, err)
		}
	}
	broken := bytes.Clone(wal)
	broken[walHeader+walFrame+100] ^= 1
	if d, _, err := readBytes(data, broken, nil); err != nil || d.Name != "before" {
		t.Errorf("a log whose first page has a wrong sum counts: %v", err)
	}
}

func TestTheWriteAheadLogOfAnEncryptedDatabaseIsLaidOverBeforeItIsOpened(t *testing.T) {
	data, wal := sealedLiveDatabase(t)
	stale, _, err := readBytes(data, nil, rawKey)
	check(t, err)
	now, _, err := readBytes(data, wal, rawKey)
	check(t, err)
	if stale.Name != "before" || now.Name != "after" || len(now.Groups) != len(stale.Groups)+1 || len(now.Damage) != 0 {
		t.Errorf("%q with %d groups, with its log %q with %d, damage %v", stale.Name, len(stale.Groups), now.Name, len(now.Groups), now.Damage)
	}
	if _, _, err := readBytes(data, wal, []byte("wrong")); !isKind(err, ErrPassphrase) {
		t.Errorf("with another passphrase: %v", err)
	}
}

func TestAnEncryptedDatabaseOfAnyNameIsFound(t *testing.T) {
	data, wal := sealedLiveDatabase(t)
	fsys := memory(map[string][]byte{"any": data, "any-wal": wal, "text": bytes.Repeat([]byte("word"), 2048), "cut": data[:len(data)-1], "zeros": make([]byte, 8192)})
	place, ok := FindSealed(fsys, "any")
	if !ok {
		t.Fatal("it is not recognised")
	}
	d, _, err := place.Read("any", rawKey)
	check(t, err)
	if d.Name != "after" {
		t.Errorf("its log was not read: %q", d.Name)
	}
	for _, name := range []string{"text", "cut", "zeros", "nothing"} {
		if _, ok := FindSealed(fsys, name); ok {
			t.Errorf("%s is taken for an encrypted database", name)
		}
	}
}

func TestReadingLeavesFilesAsTheyWere(t *testing.T) {
	data, wal := liveDatabase(t)
	dir := t.TempDir()
	for name, content := range map[string][]byte{"dc.db": data, "dc.db-wal": wal, "dc.db-shm": []byte("shm")} {
		check(t, os.WriteFile(filepath.Join(dir, name), content, 0o400))
	}
	check(t, os.Chmod(dir, 0o500))
	before := hashes(t, dir)
	d, _, err := find(t, os.DirFS(dir), "dc.db").Read("dc.db", nil)
	check(t, err)
	if d.Name != "after" {
		t.Errorf("the log beside the file was not read: %q", d.Name)
	}
	if after := hashes(t, dir); !maps.Equal(before, after) {
		t.Errorf("files were %v, are %v", before, after)
	}
	check(t, os.Chmod(dir, 0o700))
}

func hashes(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	check(t, err)
	sums := map[string][32]byte{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		check(t, err)
		sums[e.Name()] = sha256.Sum256(data)
	}
	return sums
}

func TestAnAccountsFolderIsManyProfiles(t *testing.T) {
	data, wal := liveDatabase(t)
	fsys := memory(map[string][]byte{
		"accounts/accounts.toml": []byte("selected_account = 1\nnext_id = 4\n\n[[accounts]]\nid = 1\ndir = \"aa\"\nuuid = \"aa\"\n\n[[accounts]]\nid = 3\ndir = \"bb\"\nuuid = \"bb\"\n\n" +
			"[[accounts]]\nid = 4\ndir = \"../../etc\"\n"),
		"accounts/aa/dc.db": data, "accounts/aa/dc.db-wal": wal, "accounts/bb/dc.db": realDatabase(t, "of-1x/bob"),
	})
	places, ok := FindAccounts(fsys, "accounts")
	if !ok || len(places) != 2 || places[0].Account != 1 || places[1].Account != 3 {
		t.Fatalf("profiles %+v", places)
	}
	first, _, err := places[0].Read("1", nil)
	check(t, err)
	second, _, err := places[1].Read("2", nil)
	check(t, err)
	if first.Name != "after" || second.Addresses[0] != "bob@lab.example" {
		t.Errorf("profiles of %q and %v", first.Name, second.Addresses)
	}
}

func TestWhatIsABackupIsToldByContent(t *testing.T) {
	alice, bob := realDatabase(t, "of-1x/alice"), realDatabase(t, "of-1x/bob")
	for name, test := range map[string]struct {
		data []byte
		is   string
	}{
		"a backup":                         {tarOf(t, []string{tarMember, "blobs_backup/$BLOBDIR/a"}, alice, []byte("a")), "alice@lab.example"},
		"a backup in a folder of its own":  {tarOf(t, []string{"x/" + tarMember}, alice), "alice@lab.example"},
		"of two databases the last counts": {tarOf(t, []string{tarMember, tarMember}, alice, bob), "bob@lab.example"},
		"a bare database":                  {bob, "bob@lab.example"},
		"a tar of something else":          {tarOf(t, []string{"mail"}, bob), ""},
		"a text":                           {[]byte(strings.Repeat("SQLite format 3", 100)), ""},
		"nothing":                          {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := memory(map[string][]byte{"any name": test.data})
			place, ok := FindFile(fsys, "any name")
			if ok != (test.is != "") {
				t.Fatalf("recognised: %v", ok)
			}
			if !ok {
				return
			}
			d, _, err := place.Read("x", nil)
			check(t, err)
			if d.Addresses[0] != test.is {
				t.Errorf("it is of %v", d.Addresses)
			}
		})
	}
}

func TestADatabaseOfAnotherProgramIsForeign(t *testing.T) {
	data := bytes.Clone(realDatabase(t, "of-1x/bob"))
	for name, other := range map[string]string{"rfc724_mid": "rfc724_xyz", "keyname": "keyxxxx", "grpid": "xxxid"} {
		data = bytes.ReplaceAll(data, []byte(name), []byte(other))
	}
	if _, _, err := readBytes(data, nil, nil); !isKind(err, ErrForeign) {
		t.Errorf("it is read: %v", err)
	}
}

func TestOnlyItsPassphraseOpensABackup(t *testing.T) {
	packed, err := filepath.Glob(filepath.Join(backupsDir, "of-1x/carol/*.tar"))
	check(t, err)
	passphrase, err := os.ReadFile(filepath.Join(backupsDir, "of-1x/passphrase.txt"))
	check(t, err)
	passphrase = bytes.TrimSuffix(passphrase, []byte("\n"))
	place := find(t, os.DirFS(filepath.Dir(packed[0])), filepath.Base(packed[0]))
	if _, _, err := place.Read("x", nil); !isKind(err, ErrLocked) {
		t.Errorf("without passphrase: %v", err)
	}
	if _, _, err := place.Read("x", []byte("wrong")); !isKind(err, ErrPassphrase) {
		t.Errorf("with another one: %v", err)
	}
	d, _, err := place.Read("x", passphrase)
	check(t, err)
	if d.Addresses[0] != "carol@lab.example" || len(d.Groups) != 3 || len(d.Damage) != 0 {
		t.Errorf("%v with %d groups, damage %v", d.Addresses, len(d.Groups), d.Damage)
	}
	data, err := os.ReadFile(packed[0])
	check(t, err)
	for page := 2; page < 10; page++ {
		data[512+(page-1)*cipherPage+7] ^= 1
	}
	damaged, _, err := find(t, memory(map[string][]byte{"b": data}), "b").Read("x", passphrase)
	check(t, err)
	if !slices.ContainsFunc(damaged.Damage, func(d Damage) bool { return d.Page > 1 && d.Page < 10 }) {
		t.Errorf("altered pages are not told of: %v", damaged.Damage)
	}
}

func TestACutDatabaseIsReadAsFarAsItGoes(t *testing.T) {
	data := realDatabase(t, "of-2.62/bob")
	whole, _, err := readBytes(data, nil, nil)
	check(t, err)
	messages, groups := 0, 0
	for _, part := range []int{50, 70, 90, 99} {
		d, _, err := readBytes(data[:len(data)*part/100], nil, nil)
		if err != nil {
			t.Errorf("%d %%: %v", part, err)
			continue
		}
		if len(d.Damage) == 0 || d.Damage[0].Page == 0 {
			t.Errorf("%d %%: no damage is told: %v", part, d.Damage)
		}
		messages, groups = messages+len(d.Messages), groups+len(d.Groups)
		t.Logf("%d %%: %d messages, %d groups, damage %v", part, len(d.Messages), len(d.Groups), d.Damage)
	}
	if messages < len(whole.Messages)/3 || groups < 3*len(whole.Groups) {
		t.Errorf("of four cut databases %d messages and %d groups were read, the whole has %d and %d", messages, groups, len(whole.Messages), len(whole.Groups))
	}
}

// corruptions is how many damaged databases are tried:
//
//	go test ./internal/backup -run Damage -corruptions 20000 -seed 7
var (
	corruptions = flag.Int("corruptions", 300, "damaged databases to try")
	seed        = flag.Uint64("seed", 1, "of the damage")
)

func TestDamageNeverPanicsOrHangs(t *testing.T) {
	trials := *corruptions
	if testing.Short() {
		trials /= 5
	}
	r := rand.New(rand.NewPCG(*seed, 2))
	data := realDatabase(t, "of-2.62/alice")
	read := 0
	for range trials {
		broken := bytes.Clone(data)
		switch r.IntN(4) {
		case 0: // bits
			for range 1 + r.IntN(40) {
				broken[r.IntN(len(broken))] ^= 1 << r.IntN(8)
			}
		case 1: // a page
			clear(broken[r.IntN(len(broken)/4096)*4096:][:4096])
		case 2: // one page over another
			copy(broken[r.IntN(len(broken)/4096)*4096:][:4096], broken[r.IntN(len(broken)/4096)*4096:])
		case 3: // in the first bytes of pages, where trees hang together
			for range 1 + r.IntN(20) {
				broken[r.IntN(len(broken)/4096)*4096+r.IntN(16)] = byte(r.IntN(256))
			}
		}
		began := time.Now()
		if d, _, err := readBytes(broken, nil, nil); err == nil && len(d.Messages) > 0 {
			read++
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Fatalf("reading took %v", took)
		}
	}
	if read < trials/2 {
		t.Errorf("of %d damaged databases %d gave anything", trials, read)
	}
}

func TestTheReleaseFollowsFromTheVersion(t *testing.T) {
	for version, want := range map[int][2]release.Release{
		99:  {release.Of(1, 112, 0), release.Of(1, 112, 10)},
		131: {release.Of(1, 159, 2), release.Of(1, 160, 0)},
		132: {release.Of(2, 0, 0), release.Of(2, 7, 0)},
		143: {release.Of(2, 33, 0), release.Of(2, 35, 0)},
		167: {release.Of(2, 62, 0), release.Latest},
		200: {release.Of(2, 62, 0), release.Latest},
		112: {release.Of(1, 135, 0), release.Of(1, 138, 5)},
		50:  {0, release.Of(1, 111, 0)},
	} {
		if oldest, newest := Releases(version); oldest != want[0] || newest != want[1] {
			t.Errorf("%d: %s to %s", version, oldest, newest)
		}
	}
}

func TestANewerSchemaIsReadAsFarAsItIsKnownAndSaysSo(t *testing.T) {
	data := bytes.Clone(realDatabase(t, "of-2.62/bob"))
	i := bytes.Index(data, []byte("dbversion167"))
	if i < 0 {
		t.Skip("the version does not lie where it did")
	}
	copy(data[i:], "dbversion999")
	d, _, err := readBytes(data, nil, nil)
	check(t, err)
	if d.Version != 999 || len(d.Notes) != 1 || len(d.Groups) != 3 {
		t.Errorf("version %d, notes %v, %d groups", d.Version, d.Notes, len(d.Groups))
	}
}
