package labelled

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// asked is when all questions of a case are asked: after all its mail.
var asked = time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)

// exchange asks the questions of a case, lets those answer who do, and puts the
// answers into the mail of the device that asked.
func exchange(t *testing.T, dir string, c Case) probe.State {
	t.Helper()
	state := probe.NewState()
	if len(c.Exchanges) == 0 {
		return state
	}
	asking := readCase(t, os.DirFS(dir), "mail", evidence.Options{Jobs: 2})
	opts := probe.Options{Now: asked, Random: newSource(c.Truth.Seed)}
	var answer []byte
	for i, e := range c.Exchanges {
		question := probe.Question{From: deviceAddress(c, e.Device), New: e.New, Candidates: []probe.Identity{e.Candidate}, Expires: asked.AddDate(0, 0, 14)}
		next, _, files, err := probe.New(asking, state, question, opts)
		if err != nil {
			t.Fatalf("%s: %v", e.New.Address, err)
		}
		state = next
		arriving := [][]byte{received(files[0].Data), received(files[1].Data)}
		if e.Relay != nil {
			arriving[0] = relayed(t, c, files[0].Data, e)
		}
		if !e.Replay {
			answer = answerOf(t, e, arriving, opts)
		}
		if answer != nil {
			path := filepath.Join(dir, "mail", e.Device, "answers", fmt.Sprintf("%03d.eml", i))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, answer, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return state
}

func deviceAddress(c Case, device string) string {
	for _, e := range c.Truth.Records {
		if e.Kind == "own" && e.Device == device {
			return e.Address
		}
	}
	return ""
}

func received(raw []byte) []byte {
	return append([]byte("Received: from mx.example by mail.example with ESMTPS; "+asked.Add(time.Hour).Format(time.RFC1123Z)+"\r\n"), raw...)
}

// relayed opens a probe as its recipient and seals it for the candidate, as a
// question of the one who relays it.
func relayed(t *testing.T, c Case, raw []byte, e Exchange) []byte {
	t.Helper()
	begin, end := bytes.Index(raw, []byte("-----BEGIN PGP MESSAGE-----")), bytes.Index(raw, []byte("-----END PGP MESSAGE-----"))
	mallory, bob := keyIn(t, e.Relay), keyIn(t, e.Keys[0])
	opened, err := pgp.Open(append(raw[begin:end:end], "-----END PGP MESSAGE-----\n"...), pgp.NewRing(mallory), nil, pgp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	from := []byte("<" + e.New.Address + ">")
	entity := bytes.Replace(opened.Plain, []byte("<"+deviceAddress(c, e.Device)+">"), from, 1)
	sealed, err := pgp.Seal(entity, mallory, []*pgp.Key{bob}, pgp.SealOptions{Time: asked, Random: newSource(1), Intended: true})
	if err != nil {
		t.Fatal(err)
	}
	l := letter{from: mailbox{"", e.New.Address}, at: asked, id: "relayed@example", sealed: sealed}
	_, mail, _ := bytes.Cut(l.raw(&device{address: e.Candidate.Address}), []byte("\n"))
	return mail
}

func keyIn(t *testing.T, file []byte) *pgp.Key {
	t.Helper()
	keys, errs := pgp.ReadKeys(file, nil)
	if len(keys) != 1 || len(errs) > 0 {
		t.Fatalf("%d keys, %v", len(keys), errs)
	}
	return keys[0]
}

// answerOf is what comes back from whoever holds the keys, as it arrives; nil
// if nothing does.
func answerOf(t *testing.T, e Exchange, arriving [][]byte, opts probe.Options) []byte {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, key := range e.Keys {
		folder := fmt.Sprintf("case/account%d/", i)
		fsys[folder+"keys/own.asc"] = &fstest.MapFile{Data: key}
		for j, raw := range arriving {
			fsys[fmt.Sprintf("%smail/%d.eml", folder, j)] = &fstest.MapFile{Data: raw}
		}
	}
	answering := readCase(t, fsys, "case", evidence.Options{})
	requests, refused, err := probe.Requests(context.Background(), answering, probe.NewState(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(requests) == 0 {
		if e.Relay != nil && len(refused) == 0 {
			t.Errorf("%s did not even read the relayed question", e.Candidate.Address)
		}
		if e.Relay == nil {
			t.Errorf("%s finds no question to answer: %v", e.Candidate.Address, refused)
		}
		return nil
	}
	_, file, err := probe.Answer(answering, probe.NewState(), requests[0], "ok.eml", opts)
	if err != nil {
		t.Fatal(err)
	}
	return received(file.Data)
}
