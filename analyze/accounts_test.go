package analyze_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/mboxio"
)

// checkAccounts reads sources and gives what is said of several accounts.
func checkAccounts(t *testing.T, opts evidence.Options, sources ...evidence.Source) error {
	t.Helper()
	opts.Spool = spool(t)
	ctx := context.Background()
	c, err := evidence.Discover(ctx, sources, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c.CheckAccounts(v)
}

func TestACaseFolderGivenAsOneDeviceIsRefused(t *testing.T) {
	for _, folder := range cases(t) {
		source := evidence.Source{Path: folder, FS: os.DirFS(folder), Name: "."}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			if err := checkAccounts(t, evidence.Options{}, source); err != nil {
				t.Errorf("as a case: %v", err)
			}
			source.Device = "x"
			var advice *evidence.Error
			err := checkAccounts(t, evidence.Options{}, source)
			if !errors.Is(err, evidence.ErrSeveralAccounts) || !errors.As(err, &advice) || !strings.Contains(advice.Fix, "bob="+folder+"/bob ") {
				t.Errorf("as one device: %v, %+v", err, advice)
			}
		})
	}
}

// flatFolder holds the mail of several people of a case in one folder, and their
// keys if asked for.
func flatFolder(t *testing.T, name string, withKeys bool, people ...string) fstest.MapFS {
	folder := filepath.Join(casesDir, name)
	fsys := fstest.MapFS{}
	for _, person := range people {
		fsys["all/"+person+".mbox"] = &fstest.MapFile{Data: mboxOf(t, folder, person)}
	}
	if withKeys {
		keys := fstest.MapFS{}
		addKeys(t, folder, keys)
		for key, file := range keys {
			for _, person := range people {
				if strings.HasPrefix(key, "case/"+person+"/") {
					fsys["all/keys/"+person+filepath.Base(key)] = file
				}
			}
		}
	}
	return fsys
}

// mboxOf is the mail of one device of a case as an mbox.
func mboxOf(t *testing.T, folder, device string) []byte {
	var out bytes.Buffer
	eachMessage(t, folder, func(of string, m *mboxio.Message) {
		if of == device {
			out.WriteString("From x Thu Jan  1 00:00:00 2026\n")
			out.Write(bytes.ReplaceAll(m.Raw, []byte("\nFrom "), []byte("\n>From ")))
			out.WriteString("\n\n")
		}
	})
	return out.Bytes()
}

func TestMailOfSeveralPeopleInOneFolderIsRefused(t *testing.T) {
	for _, name := range []string{"lost-and-spam", "two-releases"} {
		for _, withKeys := range []bool{true, false} {
			fsys := flatFolder(t, name, withKeys, "alice", "bob", "carol")
			err := checkAccounts(t, evidence.Options{}, evidence.Source{Path: "all", FS: fsys, Name: "all"})
			var advice *evidence.Error
			if !errors.Is(err, evidence.ErrSeveralAccounts) || !errors.As(err, &advice) || !strings.Contains(advice.Fix, "alice=all/alice.mbox bob=all/bob.mbox carol=all/carol.mbox") {
				t.Errorf("%s, keys %v: %v, %+v", name, withKeys, err, advice)
			}
		}
	}
}

func TestMailOfSeveralPeopleInOneArchiveIsRefused(t *testing.T) {
	for _, name := range []string{"lost-and-spam", "two-releases"} {
		for _, withKeys := range []bool{true, false} {
			fsys := flatFolder(t, name, withKeys, "alice", "bob", "carol")
			var all []byte
			for _, person := range []string{"alice", "bob", "carol"} {
				all = append(all, fsys["all/"+person+".mbox"].Data...)
				delete(fsys, "all/"+person+".mbox")
			}
			fsys["all/all.mbox"] = &fstest.MapFile{Data: all}
			err := checkAccounts(t, evidence.Options{}, evidence.Source{Path: "all", FS: fsys, Name: "all"})
			if !errors.Is(err, evidence.ErrSeveralAccounts) || !strings.Contains(err.Error(), "all/all.mbox was delivered to ") || !strings.Contains(err.Error(), "bob@lab.example, carol@lab.example") {
				t.Errorf("%s, keys %v: %v", name, withKeys, err)
			}
		}
	}
}

func TestWhoNamesTheAddressesIsBelieved(t *testing.T) {
	fsys := flatFolder(t, "two-releases", false, "alice", "bob")
	opts := evidence.Options{Addresses: map[string][]string{"all": {"alice@lab.example", "Bob@lab.example"}}}
	if err := checkAccounts(t, opts, evidence.Source{Path: "all", FS: fsys, Name: "all"}); err != nil {
		t.Error(err)
	}
}

func TestOnePersonWithSeveralAddressesIsOneDevice(t *testing.T) {
	elsewhere := func(mail []byte) []byte {
		return bytes.ReplaceAll(mail, []byte("Delivered-To: alice@lab.example"), []byte("Delivered-To: alice@relay.example"))
	}
	alice := mboxOf(t, filepath.Join(casesDir, "two-releases"), "alice")
	twice := append(slices.Clone(alice), elsewhere(alice)...)
	half := len(alice)/2 + bytes.Index(alice[len(alice)/2:], []byte("\n\nFrom x ")) + 2
	plain := func(to string) []byte {
		return []byte(strings.Repeat("From x Thu Jan  1 00:00:00 2026\nDelivered-To: "+to+"\nFrom: bob@lab.example\nTo: "+to+"\nChat-Version: 1.0\nMessage-ID: <"+to+">\n\nhello\n\n", 9))
	}
	for name, fsys := range map[string]fstest.MapFS{
		"one key, a mailbox for each relay":       {"all/a.mbox": {Data: alice[:half]}, "all/b.mbox": {Data: elsewhere(alice[half:])}},
		"addresses mixed in one archive":          {"all/a.mbox": {Data: append(alice[:half:half], elsewhere(alice[half:])...)}, "all/b.mbox": {Data: elsewhere(alice[half:])}},
		"each message at two relays":              {"all/a.mbox": {Data: twice}},
		"plain mail, and the two never write":     {"all/a.mbox": {Data: plain("a@lab.example")}, "all/b.mbox": {Data: plain("b@lab.example")}},
		"a few letters that were delivered aside": {"all/a.mbox": {Data: alice}, "all/b.mbox": {Data: plain("list@lab.example")[:150]}},
	} {
		t.Run(name, func(t *testing.T) {
			keys := fstest.MapFS{}
			addKeys(t, filepath.Join(casesDir, "two-releases"), keys)
			for key, file := range keys {
				if strings.HasPrefix(key, "case/alice/") {
					fsys["all/keys/"+filepath.Base(key)] = file
				}
			}
			if err := checkAccounts(t, evidence.Options{}, evidence.Source{Path: "all", FS: fsys, Name: "all"}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAPackThatIsOnlyWrappingIsLookedThrough(t *testing.T) {
	folder := filepath.Join(casesDir, "two-releases")
	want := outcome(analyzeFolder(t, folder, evidence.Options{}))
	for name, pack := range map[string]func(*testing.T, string) (fs.FS, string){"tar": packTar, "tar.gz": packTarGz, "zip": packZip} {
		inner, file := pack(t, folder)
		data, err := fs.ReadFile(inner, file)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
		for outerName, wrap := range map[string]func(*testing.T, string) (fs.FS, string){"tar": packTar, "zip": packZip} {
			t.Run(name+" in "+outerName, func(t *testing.T) {
				outer, root := wrap(t, dir)
				got := outcome(analyzeSources(t, evidence.Options{Spool: spool(t)}, evidence.Source{Path: root, FS: outer, Name: root}))
				if got != want {
					t.Errorf("got:\n%.500s\nwant:\n%.500s", got, want)
				}
			})
		}
	}
}
