package probe

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// The people of these tests. Bob has three accounts.
const (
	alice   = "alice@prober.example"
	home    = "bob@home.example"
	work    = "bob@work.example"
	club    = "bob@club.example"
	mallory = "mallory@evil.example"
	carol   = "carol@other.example"
)

var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func everybody() []string { return []string{alice, home, work, club, mallory, carol} }

// A failer is a test or a property that is checked.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func keyFile(t failer, address string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "keys", strings.ReplaceAll(address, "@", "-at-")+".asc"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

func keyOf(t failer, address string) *pgp.Key {
	t.Helper()
	keys, problems := pgp.ReadKeys(keyFile(t, address), nil)
	if len(problems) > 0 || len(keys) != 1 {
		t.Fatalf("%s: %v", address, problems)
	}
	return keys[0]
}

func identity(t failer, address string) Identity {
	t.Helper()
	return Identity{address, string(keyOf(t, address).Fingerprint())}
}

// caseOf is the case of one user: the devices with these addresses, all with the
// same mail, who have everybody's certificate.
func caseOf(t failer, own []string, mail ...[]byte) Case {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, address := range own {
		device := fmt.Sprintf("case/device%d/", i)
		fsys[device+"keys/own.asc"] = &fstest.MapFile{Data: keyFile(t, address)}
		for _, other := range everybody() {
			armored, err := keyOf(t, other).Armored()
			if err != nil {
				t.Fatalf("%v", err)
			}
			fsys[device+"keys/"+other+".asc"] = &fstest.MapFile{Data: armored}
		}
		fsys[device+"mail/0.eml"] = &fstest.MapFile{Data: []byte("From: <news@list.example>\nTo: <" + address + ">\nMessage-ID: <0@list.example>\n\nnews\n")}
		for n, raw := range mail {
			fsys[fmt.Sprintf("%smail/%d.eml", device, n+1)] = &fstest.MapFile{Data: raw}
		}
	}
	return readCase(t, fsys, evidence.Options{})
}

func readCase(t failer, fsys fs.FS, opts evidence.Options) Case {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		t.Fatalf("%v", err)
	}
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatalf("%v", err)
	}
	hs, err := history.Rebuild(ctx, v, history.Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return Case{Evidence: v, Histories: hs, Secrets: c.Secrets(), Raw: c.Raw}
}

func options(seed uint64) Options {
	var s [32]byte
	s[0], s[1] = byte(seed), byte(seed>>8)
	return Options{Now: now, Random: rand.NewChaCha8(s)}
}

func question(t failer, first string, candidates ...string) Question {
	t.Helper()
	q := Question{New: identity(t, first), Expires: now.Add(14 * 24 * time.Hour)}
	for _, c := range candidates {
		q.Candidates = append(q.Candidates, identity(t, c))
	}
	return q
}

// asks lets alice ask; the first message is the probe.
func asks(t failer, q Question) (State, [][]byte) {
	t.Helper()
	state, _, files, err := New(caseOf(t, []string{alice}), NewState(), q, options(1))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return state, mailOf(files)
}

func mailOf(files []File) (mail [][]byte) {
	for _, f := range files {
		mail = append(mail, f.Data)
	}
	return mail
}

// answersAll lets a user answer everything found.
func answersAll(t failer, own []string, mail ...[]byte) [][]byte {
	t.Helper()
	s := caseOf(t, own, mail...)
	requests, refused, err := Requests(context.Background(), s, NewState(), options(2))
	if err != nil || len(refused) > 0 {
		t.Fatalf("%v, %v", err, refused)
	}
	state, files := NewState(), []File{}
	for _, r := range requests {
		next, file, err := Answer(s, state, r, "ok.eml", options(3))
		if err != nil {
			t.Fatalf("%v", err)
		}
		state, files = next, append(files, file)
	}
	return mailOf(files)
}

// reads lets alice read what came.
func reads(t failer, state State, mail ...[]byte) ([]record.Answered, []Refusal) {
	t.Helper()
	answers, refused, err := Read(context.Background(), caseOf(t, []string{alice}, mail...), state)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return answers, refused
}

// statementIn opens a message as the owner of a key does.
func statementIn(t failer, raw []byte, reader string) found {
	t.Helper()
	var f found
	if err := f.read(raw, pgp.NewRing(keyOf(t, reader)), allCertificates(t)); err != nil {
		t.Fatalf("%v", err)
	}
	return f
}

func allCertificates(t failer) *pgp.Ring {
	ring := pgp.NewRing()
	for _, address := range everybody() {
		ring.Add(keyOf(t, address))
	}
	return ring
}

// seals writes any statement, signed by anybody for anybody.
func seals(t failer, s statement, signer, recipient string) []byte {
	t.Helper()
	file, err := letter{statement: s, signer: keyOf(t, signer), recipient: keyOf(t, recipient)}.write("x.eml", options(4))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return file.Data
}

// outside changes text of the outer header.
func outside(raw []byte, old, changed string) []byte {
	return bytes.Replace(raw, []byte(old), []byte(changed), 1)
}

// outsider is Bob's case with the key of his home and, on another device,
// accounts that have none, separated by commas.
func outsider(t failer, addresses string, mail ...[]byte) Case {
	t.Helper()
	armored, err := keyOf(t, alice).Armored()
	if err != nil {
		t.Fatalf("%v", err)
	}
	fsys := fstest.MapFS{"case/phone/keys/own.asc": {Data: keyFile(t, home)}, "case/phone/keys/alice.asc": {Data: armored}}
	for i, raw := range mail {
		fsys[fmt.Sprintf("case/phone/mail/%d.eml", i)] = &fstest.MapFile{Data: raw}
		fsys[fmt.Sprintf("case/webmail/mail/%d.eml", i)] = &fstest.MapFile{Data: raw}
	}
	return readCase(t, fsys, evidence.Options{Addresses: map[string][]string{"webmail": strings.Split(addresses, ",")}})
}
