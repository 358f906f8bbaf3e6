package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Mallory looks like Bob to Alice: Alice sends her the probe, and Bob the check.
// Whatever Mallory makes of the probe, Bob has nothing to answer.
func TestARelayedProbeMakesNobodyAnswer(t *testing.T) {
	_, mail := asks(t, question(t, mallory, home))
	stolen := statementIn(t, mail[0], mallory).statement
	hers := stolen
	hers.Prober, hers.Record = identity(t, mallory), identity(t, work)
	readdressed := stolen
	readdressed.Record = identity(t, work)
	rehashed := statementIn(t, mail[1], home).statement
	rehashed.Prober = identity(t, mallory)
	for name, tc := range map[string]struct {
		relayed [][]byte
		want    error // nil: a half without the other
	}{
		"as it is, to another mailbox":            {[][]byte{mail[0]}, ErrUnreadable},
		"with Alice's signature, opened":          {[][]byte{unwrapped(t, mail[0], mallory)}, ErrBinding},
		"sealed by Mallory in Alice's name":       {[][]byte{seals(t, stolen, mallory, home)}, ErrBinding},
		"readdressed to Bob, in Alice's name":     {[][]byte{seals(t, readdressed, mallory, work)}, ErrSignature},
		"as a question of her own":                {[][]byte{seals(t, hers, mallory, work)}, nil},
		"as a question of her own, with the hash": {[][]byte{seals(t, hers, mallory, work), seals(t, rehashed, mallory, home)}, ErrBinding},
	} {
		bob := caseOf(t, []string{home, work}, append(slices.Clone(tc.relayed), mail[1])...)
		requests, refused, err := Requests(context.Background(), bob, NewState(), options(2))
		if err != nil || len(requests) > 0 {
			t.Errorf("%s: %v, %v", name, requests, err)
		}
		if tc.want == nil && len(refused) == 0 || tc.want == ErrUnreadable && len(refused) == 0 {
			continue // what cannot be opened is not even recognised
		}
		if len(refused) != 1 || !errors.Is(refused[0], tc.want) {
			t.Errorf("%s: refused %v", name, refused)
		}
	}
}

// unwrapped is the content of a sealed message in multipart/signed, with the
// signature of its author.
func unwrapped(t *testing.T, raw []byte, reader string) []byte {
	sealed, _ := gmm.Sealed(raw)
	opened, err := pgp.Open(sealed, pgp.NewRing(keyOf(t, reader)), nil, pgp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signature, err := opened.DetachedSignature()
	if err != nil {
		t.Fatal(err)
	}
	d := draftOf(t, letter{statement: statementIn(t, raw, reader).statement, signer: keyOf(t, reader)})
	return compose.Signed(&d.Outer, d.OuterBoundary, opened.Plain, signature, opened.Micalg())
}

func draftOf(t *testing.T, l letter) *compose.Draft {
	t.Helper()
	d, err := l.draft(now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Mallory has the probe, since she is the new record, and wants to be Bob.
func TestAnAnswerIsWorthNothingUnlessAllOfItFits(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	oks := answersAll(t, []string{home, work}, mail...)
	good := statementIn(t, oks[0], alice).statement
	changed := func(change func(s *statement)) statement {
		s := good
		change(&s)
		return s
	}
	countersigned := func(s statement, by string) statement {
		signature, _, err := compose.Signature(s.countersigned(), keyOf(t, by), now, options(6).Random)
		if err != nil {
			t.Fatal(err)
		}
		s.Countersignature = string(signature)
		return s
	}
	other := options(7)
	second, _, files, err := New(caseOf(t, []string{alice}), NewState(), question(t, home, work), other)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name  string
		state State
		mail  []byte
		want  error
	}{
		{"an answer to an older question", second, oks[0], ErrNotAsked},
		{"an answer when nothing is known to be asked", NewState(), oks[0], ErrNotAsked},
		{"the id of a new question on an old answer", second, seals(t, countersigned(changed(func(s *statement) { s.ID = second.Asked[0].ID }), home), work, alice), ErrBinding},
		{"a candidate with another key", state, seals(t, countersigned(changed(func(s *statement) { s.Candidate = Identity{work, identity(t, club).Fingerprint} }), home), club, alice), ErrNotAsked},
		{"another candidate", state, seals(t, countersigned(changed(func(s *statement) { s.Candidate = identity(t, club) }), home), club, alice), ErrNotAsked},
		{"another record", state, seals(t, countersigned(changed(func(s *statement) { s.Record = identity(t, mallory) }), mallory), work, alice), ErrNotAsked},
		{"record and candidate exchanged", state, seals(t, countersigned(changed(func(s *statement) { s.Record, s.Candidate = s.Candidate, s.Record }), work), home, alice), ErrNotAsked},
		{"for another prober", state, seals(t, countersigned(changed(func(s *statement) { s.Prober = identity(t, carol) }), home), work, alice), ErrBinding},
		{"another probe", state, seals(t, countersigned(changed(func(s *statement) { s.Probe = good.Challenge }), home), work, alice), ErrBinding},
		{"another challenge", state, seals(t, countersigned(changed(func(s *statement) { s.Challenge = good.Probe }), home), work, alice), ErrBinding},
		{"another end", state, seals(t, countersigned(changed(func(s *statement) { s.Expires++ }), home), work, alice), ErrBinding},
		{"a mail signed by somebody else", state, seals(t, good, mallory, alice), ErrSignature},
		{"a mail signed by the record", state, seals(t, good, home, alice), ErrSignature},
		{"one key alone: no countersignature", state, seals(t, changed(func(s *statement) { s.Countersignature = "" }), work, alice), ErrMalformed},
		{"one key alone: countersigned by the candidate", state, seals(t, countersigned(good, work), work, alice), ErrSignature},
		{"countersigned by a stranger", state, seals(t, countersigned(good, mallory), work, alice), ErrSignature},
		{"a countersignature of another statement", state, seals(t, changed(func(s *statement) {
			s.Countersignature = countersigned(changed(func(s *statement) { s.Expires++ }), home).Countersignature
		}), work, alice), ErrSignature},
		{"not encrypted", state, unwrapped(t, oks[0], alice), ErrBinding},
		{"sealed for somebody else's key", state, seals(t, good, work, carol), ErrUnreadable},
		{"the probe itself", state, files[0].Data, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, refused := reads(t, tc.state, tc.mail)
			if len(answers) > 0 {
				t.Fatalf("accepted: %v", answers)
			}
			if tc.want == nil || tc.want == ErrUnreadable {
				if len(refused) > 0 {
					t.Errorf("%v", refused)
				}
				return
			}
			if len(refused) != 1 || !errors.Is(refused[0], tc.want) {
				t.Errorf("refused %v", refused)
			}
		})
	}
}

func TestTheOuterHeaderSaysNothing(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	ok := answersAll(t, []string{home, work}, mail...)[0]
	renamed := outside(ok, "From: <"+work+">", "From: <"+mallory+">")
	if bytes.Equal(renamed, ok) {
		t.Fatal("nothing was changed")
	}
	answers, refused := reads(t, state, renamed)
	if len(answers) != 1 || len(refused) > 0 || answers[0].Addresses != [2]string{home, work} {
		t.Errorf("%v, %v", answers, refused)
	}
}

func TestHalvesThatAreNotForTheReaderAreRefused(t *testing.T) {
	_, mail := asks(t, question(t, home, work))
	probe := statementIn(t, mail[0], home).statement
	to := func(record Identity) statement {
		s := probe
		s.Record = record
		return s
	}
	toTwo := func(s statement, signer string, recipients ...string) []byte {
		d := draftOf(t, letter{statement: s, signer: keyOf(t, signer)})
		var keys []*pgp.Key
		for _, r := range recipients {
			keys = append(keys, keyOf(t, r))
		}
		sealed, err := d.Seal(keyOf(t, signer), keys, pgp.SealOptions{Time: now, Random: options(4).Random, Intended: true})
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	checkOf := func(p statement, change func(*statement)) []byte {
		s := statementIn(t, mail[1], work).statement
		s.Prober, s.Hash = p.Prober, hashOf(p.Probe, p.Prober, p.Record)
		if change != nil {
			change(&s)
		}
		return seals(t, s, alice, work)
	}
	self := to(identity(t, home))
	self.Prober = identity(t, work)
	elsewhere, foreign := to(Identity{club, probe.Record.Fingerprint}), to(Identity{home, identity(t, club).Fingerprint})
	for name, tc := range map[string]struct {
		probe, check []byte
		want         error // nil: two halves of different questions
	}{
		"Bob's key at an address that is not his":  {seals(t, elsewhere, alice, home), checkOf(elsewhere, nil), ErrBinding},
		"Bob's address with a key that is not his": {toTwo(foreign, alice, home, club), checkOf(foreign, nil), ErrBinding},
		"asked by Bob himself":                     {seals(t, self, work, home), mail[1], ErrSelf},
		"of another question by its id":            {mail[0], checkOf(probe, func(s *statement) { s.ID = digest(nil)[:2*idLength] }), nil},
		"of another question by its end":           {mail[0], checkOf(probe, func(s *statement) { s.Expires++ }), nil},
		"of one key":                               {mail[0], seals(t, sameKey(t, mail[1]), alice, home), ErrSameKey},
	} {
		requests, refused, err := Requests(context.Background(), caseOf(t, []string{home, work}, tc.probe, tc.check), NewState(), options(2))
		if err != nil || len(requests) > 0 {
			t.Errorf("%s: %v, %v", name, requests, err)
		}
		if tc.want == nil && len(refused) == 0 {
			continue
		}
		if len(refused) != 1 || !errors.Is(refused[0], tc.want) {
			t.Errorf("%s: refused %v", name, refused)
		}
	}
}

// sameKey is a check for Bob's other address with the key of the first.
func sameKey(t *testing.T, check []byte) statement {
	s := statementIn(t, check, work).statement
	s.Candidate.Fingerprint = identity(t, home).Fingerprint
	return s
}

func TestASealedMessageIsBoundToItsSenderAndReader(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	ok := answersAll(t, []string{home, work}, mail...)[0]
	l := letter{statement: statementIn(t, ok, alice).statement, signer: keyOf(t, work), recipient: keyOf(t, alice)}
	d := draftOf(t, l)
	entity := d.Entity(compose.Cipher)
	anybody := pgp.SealOptions{Time: now, Random: options(4).Random}
	named := pgp.SealOptions{Time: now, Random: options(4).Random, Intended: true}
	for name, tc := range map[string]struct {
		entity []byte
		opts   pgp.SealOptions
		want   error
	}{
		"no intended recipient":   {entity, anybody, ErrBinding},
		"from somebody else":      {outside(entity, "From: <"+work+">", "From: <"+mallory+">"), named, ErrSignature},
		"from the record instead": {outside(entity, "From: <"+work+">", "From: <"+home+">"), named, ErrSignature},
		"from two people":         {outside(entity, "From: <"+work+">", "From: <"+work+">, <"+home+">"), named, ErrMalformed},
		"as it should be":         {entity, named, nil},
	} {
		sealed, err := pgp.Seal(tc.entity, l.signer, []*pgp.Key{l.recipient}, tc.opts)
		if err != nil {
			t.Fatal(err)
		}
		answers, refused := reads(t, state, compose.Sealed(&d.Outer, d.OuterBoundary, sealed))
		if tc.want == nil && len(answers) == 1 {
			continue
		}
		if len(answers) > 0 || len(refused) != 1 || !errors.Is(refused[0], tc.want) {
			t.Errorf("%s: %v, %v", name, answers, refused)
		}
	}
}

func TestWhatComesLateCountsForNothing(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	s := caseOf(t, []string{home, work}, mail...)
	late := options(2)
	late.Now = now.Add(15 * 24 * time.Hour)
	if requests, refused, err := Requests(context.Background(), s, NewState(), late); err != nil || len(requests) > 0 || len(refused) != 2 || !errors.Is(refused[0], ErrExpired) {
		t.Errorf("a question that ended is asked of its reader: %v, %v, %v", requests, refused, err)
	}
	requests, _, _ := Requests(context.Background(), s, NewState(), options(2))
	if _, _, err := Answer(s, NewState(), requests[0], "ok.eml", late); !errors.Is(err, ErrExpired) {
		t.Errorf("a question that ended is answered: %v", err)
	}
	file, err := requests[0].write("ok.eml", caseOf(t, []string{home, work}).Secrets, keyOf(t, alice), late)
	if err != nil {
		t.Fatal(err)
	}
	_, onTime, _ := Answer(s, NewState(), requests[0], "ok.eml", options(3))
	// Neither of the two signatures may be late.
	good := statementIn(t, onTime.Data, alice).statement
	signature, _, err := compose.Signature(good.countersigned(), keyOf(t, home), late.Now, late.Random)
	if err != nil {
		t.Fatal(err)
	}
	lateRecord := good
	lateRecord.Countersignature = string(signature)
	lateMail, err := letter{statement: good, signer: keyOf(t, work), recipient: keyOf(t, alice)}.write("x.eml", late)
	if err != nil {
		t.Fatal(err)
	}
	received := fmt.Sprintf("Received: from a by b; %s\r\n", late.Now.Format(time.RFC1123Z))
	for name, ok := range map[string][]byte{
		"signed late":                  file.Data,
		"signed late by the candidate": lateMail.Data,
		"signed late by the record":    seals(t, lateRecord, work, alice),
		"received late":                append([]byte(received), onTime.Data...),
	} {
		if answers, refused := reads(t, state, ok); len(answers) > 0 || len(refused) != 1 || !errors.Is(refused[0], ErrExpired) {
			t.Errorf("%s: %v, %v", name, answers, refused)
		}
	}
	if answers, _ := reads(t, state.Purge(late.Now), onTime.Data); len(answers) != 1 {
		t.Error("an answer that came in time does not count when it is read later")
	}
}

func TestAMessageWithTwoStatementsHasNone(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	ok := answersAll(t, []string{home, work}, mail...)[0]
	l := letter{statement: statementIn(t, ok, alice).statement, signer: keyOf(t, work), recipient: keyOf(t, alice)}
	d := draftOf(t, l)
	for name, change := range map[string]func([]byte) []byte{
		"a second part": func(entity []byte) []byte {
			part := entity[bytes.LastIndex(entity, []byte("Content-Type: "+MediaType)):]
			end := []byte("--" + d.Boundary + "--")
			return bytes.Replace(entity, end, append([]byte("--"+d.Boundary+"\r\n"), part...), 1)
		},
		"no part":         func(entity []byte) []byte { return bytes.ReplaceAll(entity, []byte(MediaType), []byte("text/plain")) },
		"two From fields": func(entity []byte) []byte { return append([]byte("From: <"+mallory+">\r\n"), entity...) },
		"not canonical": func([]byte) []byte {
			spaced := draftOf(t, l)
			spaced.Attached[0].Data = append([]byte(" "), spaced.Attached[0].Data...)
			return spaced.Entity(compose.Cipher)
		},
	} {
		sealed, err := pgp.Seal(change(d.Entity(compose.Cipher)), l.signer, []*pgp.Key{l.recipient}, pgp.SealOptions{Time: now, Random: options(4).Random, Intended: true})
		if err != nil {
			t.Fatal(err)
		}
		if answers, refused := reads(t, state, compose.Sealed(&d.Outer, d.OuterBoundary, sealed)); len(answers) > 0 || len(refused) != 1 || !errors.Is(refused[0], ErrMalformed) {
			t.Errorf("%s: %v, %v", name, answers, refused)
		}
	}
}
