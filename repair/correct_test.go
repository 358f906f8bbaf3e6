package repair_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/repair"
)

const casesDir = "../testdata/cases"

// afterwards is when the corrections are written: after all the cases were played.
var afterwards = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

// load copies a case into memory, so that mail can be delivered to it.
func load(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	root := os.DirFS(filepath.Join(casesDir, name))
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, file)
		fsys[path.Join("case", file)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// A rebuilt case is one that was read, with what follows from it.
type rebuilt struct {
	*evidence.Case
	evidence  *evidence.Evidence
	histories *history.Histories
}

func rebuild(t *testing.T, fsys fs.FS) rebuilt {
	t.Helper()
	return rebuildWith(t, fsys, evidence.Options{Jobs: 2})
}

func rebuildWith(t *testing.T, fsys fs.FS, opts evidence.Options) rebuilt {
	t.Helper()
	c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.Read(context.Background(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return rebuilt{c, v, hs}
}

func (r rebuilt) correct(opts repair.Options) (*repair.Result, error) {
	opts.Random = rand.Reader
	opts.Jobs = 2
	return repair.Correct(context.Background(), r.Case, r.histories, opts)
}

func correct(t *testing.T, fsys fs.FS) *repair.Result {
	t.Helper()
	result, err := rebuild(t, fsys).correct(repair.Options{Now: afterwards})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// deliver puts the corrections of a plan into the inboxes of their recipients,
// in order, as a mail server would.
func deliver(fsys fstest.MapFS, result *repair.Result) {
	for i, c := range result.Plan.Corrections {
		for _, recipient := range c.Recipients {
			device, _, _ := strings.Cut(recipient, "@")
			name := fmt.Sprintf("case/%s/Maildir/cur/%d.M%dP1.test!2,", device, afterwards.Unix(), i)
			fsys[name] = &fstest.MapFile{Data: result.Files[i].Data}
		}
	}
}

func TestCorrectionsBringEveryViewTogether(t *testing.T) {
	cases, err := os.ReadDir(casesDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range cases {
		t.Run(entry.Name(), func(t *testing.T) {
			fsys := load(t, entry.Name())
			result := correct(t, fsys)
			deliver(fsys, result)
			after := rebuild(t, fsys)
			report := analyze.NewReport(after.evidence, after.histories)
			for _, group := range result.Plan.Groups {
				if len(group.Unhealed)+len(group.Unreachable) > 0 {
					t.Errorf("%s: unhealed %v, unreachable %v", group.Name, group.Unhealed, group.Unreachable)
				}
				for _, device := range group.Devices {
					if shown := shownBy(after, group.ID, device.Device); !slices.Equal(shown, device.After) {
						t.Errorf("%s on %s: predicted %v, is %v", group.Name, device.Device, device.After, shown)
					}
				}
			}
			for _, group := range report.Groups {
				if !group.Consistent {
					t.Errorf("%s is still inconsistent", group.Name)
				}
			}
			if again := correct(t, fsys); len(again.Files) > 0 {
				t.Errorf("healed, and still %d corrections", len(again.Files))
			}
		})
	}
}

func shownBy(r rebuilt, group, device string) []string {
	for _, state := range r.histories.Group(group).DeviceStates() {
		if state.Device == device {
			return state.Shown()
		}
	}
	return nil
}

func TestARerunWritesTheSameMessageIDs(t *testing.T) {
	fsys := load(t, "two-releases")
	first, second := correct(t, fsys), correct(t, fsys)
	for i := range first.Plan.Corrections {
		if a, b := first.Plan.Corrections[i].MessageID, second.Plan.Corrections[i].MessageID; a != b {
			t.Errorf("%s, then %s", a, b)
		}
	}
	if len(first.Plan.Corrections) == 0 {
		t.Error("no corrections")
	}
}

func TestNobodyCanReadACorrectionFromOutside(t *testing.T) {
	result := correct(t, load(t, "two-releases"))
	for i, file := range result.Files {
		for _, secret := range []string{"Chat-Group", "Group 1", "Group 2", "PRIVATE KEY", "member list"} {
			if bytes.Contains(file.Data, []byte(secret)) {
				t.Errorf("%s shows %q", file.Name, secret)
			}
		}
		if result.Plan.Corrections[i].File != file.Name {
			t.Errorf("%s is planned as %s", file.Name, result.Plan.Corrections[i].File)
		}
	}
}

func TestWithoutAnySecretKeyThePlanSaysWhoHasToAct(t *testing.T) {
	fsys := load(t, "before-keys") // plain mail: readable without keys
	for name := range fsys {
		if strings.Contains(name, "/keys/private") {
			delete(fsys, name)
		}
	}
	result := correct(t, fsys)
	if len(result.Files) > 0 {
		t.Errorf("%d corrections without a key", len(result.Files))
	}
	told := slices.ContainsFunc(result.Plan.Groups, func(g repair.Group) bool {
		return slices.ContainsFunc(g.Unhealed, func(s string) bool { return strings.Contains(s, "no secret key of any member") })
	})
	if !told || result.Healthy() {
		t.Errorf("plan: %+v", result.Plan.Groups)
	}
}

func TestAnOriginalThatIsNotCarriedIsNamed(t *testing.T) {
	plain := load(t, "before-keys")
	for _, c := range correct(t, plain).Plan.Corrections {
		if len(c.GMMs) > 0 || len(c.MissingGMMs) == 0 || !strings.Contains(c.MissingGMMs[0].Why, "without encryption") {
			t.Errorf("plain originals: carries %v, misses %v", c.GMMs, c.MissingGMMs)
		}
	}

	fsys := load(t, "two-releases")
	wanted := correct(t, fsys).Plan.Corrections[0].GMMs
	if len(wanted) == 0 {
		t.Fatal("nothing was carried")
	}
	r := rebuild(t, fsys)
	for name, file := range fsys {
		if bytes.Contains(file.Data, []byte(wanted[0])) {
			delete(fsys, name)
		}
	}
	result, err := r.correct(repair.Options{Now: afterwards})
	if err != nil {
		t.Fatal(err)
	}
	c := result.Plan.Corrections[0]
	if slices.Contains(c.GMMs, wanted[0]) || !slices.ContainsFunc(c.MissingGMMs, func(m repair.MissingGMM) bool { return m.MessageID == wanted[0] && m.Why != "" }) {
		t.Errorf("carries %v, misses %v", c.GMMs, c.MissingGMMs)
	}
}

// TestGnuPGVerifiesACarriedMessage checks the promise that any OpenPGP program
// can check an attached GMM with its author's public key alone.
func TestGnuPGVerifiesACarriedMessage(t *testing.T) {
	gpg, err := exec.LookPath("gpg")
	if err != nil {
		t.Skip("gpg is not installed")
	}
	result := correct(t, load(t, "two-releases"))
	verified := 0
	for _, file := range result.Files {
		for author, parts := range carried(t, file.Data) {
			home := t.TempDir()
			importKey(t, gpg, home, author)
			signed, signature := filepath.Join(home, "gmm.eml"), filepath.Join(home, "gmm.asc")
			write(t, signed, parts[0])
			write(t, signature, parts[1])
			out, err := exec.Command(gpg, "--homedir", home, "--batch", "--verify", signature, signed).CombinedOutput()
			if err != nil {
				t.Errorf("%s: %v\n%s", author, err, out)
			}
			verified++
		}
	}
	if verified == 0 {
		t.Error("nothing was carried")
	}
}

// carried opens a correction with a recipient's key and returns, by author,
// the signed part and the signature of what it carries.
func carried(t *testing.T, data []byte) map[string][2][]byte {
	t.Helper()
	sealed, ok := gmm.Sealed(data)
	if !ok {
		t.Fatal("not sealed")
	}
	opened, err := pgp.Open(sealed, secretKeys(t), nil, pgp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][2][]byte{}
	for _, part := range bytes.Split(opened.Plain, []byte("Content-Type: message/rfc822"))[1:] {
		_, boundary, _ := bytes.Cut(part, []byte("boundary=\"signed-"))
		name, _, _ := bytes.Cut(boundary, []byte("\""))
		pieces := bytes.Split(part, append([]byte("\r\n--signed-"), name...))
		_, from, _ := bytes.Cut(part, []byte("from: <"))
		author, _, _ := bytes.Cut(from, []byte("@"))
		_, signature, _ := bytes.Cut(pieces[2], []byte("\r\n\r\n"))
		found[string(author)] = [2][]byte{bytes.TrimPrefix(pieces[1], []byte("\r\n")), signature}
	}
	return found
}

func secretKeys(t *testing.T) *pgp.Ring {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(casesDir, "two-releases", "*", "keys", "private*"))
	if err != nil {
		t.Fatal(err)
	}
	ring := pgp.NewRing()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		keys, _ := pgp.ReadKeys(data, nil)
		for _, key := range keys {
			ring.Add(key)
		}
	}
	return ring
}

func importKey(t *testing.T, gpg, home, author string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(casesDir, "two-releases", author, "keys", "public*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no public key of %q: %v", author, err)
	}
	if out, err := exec.Command(gpg, "--homedir", home, "--batch", "--import", files[0]).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
