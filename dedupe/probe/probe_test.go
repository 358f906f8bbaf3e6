package probe

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/compose"
)

func TestAnAnswerByBothKeysProvesThatTwoRecordsAreOnePerson(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	bob := []string{home, work}
	for name, order := range map[string][][]byte{
		"probe before check": {mail[0], mail[1]},
		"check before probe": {mail[1], mail[0]},
		"each of them twice": {mail[1], mail[0], mail[0], delivered(mail[1]), delivered(mail[0])},
	} {
		t.Run(name, func(t *testing.T) {
			oks := answersAll(t, bob, order...)
			if len(oks) != 1 {
				t.Fatalf("%d answers", len(oks))
			}
			answers, refused := reads(t, state, oks[0], oks[0])
			want := []record.Answered{{ID: state.Asked[0].ID, Addresses: [2]string{home, work},
				Keys:    [2]string{identity(t, home).Fingerprint, identity(t, work).Fingerprint},
				Witness: record.Witness{MessageID: answers[0].Witness.MessageID, Archive: answers[0].Witness.Archive, Time: now.Unix()}}}
			if diff := cmp.Diff(want, answers); diff != "" || len(refused) > 0 {
				t.Errorf("%s\nrefused %v", diff, refused)
			}
			if confirmed := state.Confirm(answers); confirmed.Asked[0].Candidates[0].Standing != Confirmed || state.Asked[0].Candidates[0].Standing != Open {
				t.Errorf("%v, %v", confirmed, state)
			}
		})
	}
}

func TestTwoCandidatesBothConfirmAndEachCountsByItself(t *testing.T) {
	state, mail := asks(t, question(t, home, work, club))
	oks := answersAll(t, []string{home, work, club}, mail...)
	answers, refused := reads(t, state, oks...)
	if len(answers) != 2 || len(refused) > 0 || answers[0].Addresses == answers[1].Addresses {
		t.Errorf("%v, %v", answers, refused)
	}
	oks = answersAll(t, []string{home, work}, mail...) // club belongs to somebody else
	if answers, _ := reads(t, state, oks...); len(answers) != 1 || answers[0].Addresses != [2]string{home, work} {
		t.Errorf("%v", answers)
	}
}

func TestWhoHasOneHalfCannotAnswer(t *testing.T) {
	_, mail := asks(t, question(t, home, work))
	for name, tc := range map[string]struct {
		own  []string
		mail [][]byte
	}{
		"only the probe came":               {[]string{home, work}, mail[:1]},
		"only the check came":               {[]string{home, work}, mail[1:]},
		"no message came":                   {[]string{home, work}, nil},
		"only the key of the record":        {[]string{home}, mail},
		"only the key of the candidate":     {[]string{work}, mail},
		"the keys of two other people":      {[]string{mallory, carol}, mail},
		"the prober who keeps what is sent": {[]string{alice}, mail},
	} {
		requests, _, err := Requests(context.Background(), caseOf(t, tc.own, tc.mail...), NewState(), options(2))
		if err != nil || len(requests) > 0 {
			t.Errorf("%s: %v, %v", name, requests, err)
		}
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	_, mail := asks(t, question(t, home, work))
	bob := []string{home, work}
	s := caseOf(t, bob, mail...)
	requests, _, _ := Requests(context.Background(), s, NewState(), options(2))
	state, file, err := Answer(s, NewState(), requests[0], "ok.eml", options(2))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Answer(s, state, requests[0], "ok.eml", options(2)); !errors.Is(err, ErrAnswered) {
		t.Errorf("by the state: %v", err)
	}
	again, refused, _ := Requests(context.Background(), s, state, options(2))
	if len(again) != 0 || len(refused) != 1 || !errors.Is(refused[0], ErrAnswered) {
		t.Errorf("by the state: %v, %v", again, refused)
	}
	sent := caseOf(t, bob, append(slices.Clone(mail), file.Data)...)
	again, refused, _ = Requests(context.Background(), sent, NewState(), options(2))
	if len(again) != 0 || len(refused) != 1 || !errors.Is(refused[0], ErrAnswered) {
		t.Errorf("by the copy of the sent mail: %v, %v", again, refused)
	}
	// Somebody else cannot make an answer look written.
	s2 := statementIn(t, file.Data, alice).statement
	forged := caseOf(t, bob, append(slices.Clone(mail), seals(t, s2, mallory, work))...)
	if again, _, _ := Requests(context.Background(), forged, NewState(), options(2)); len(again) != 1 {
		t.Errorf("a forged answer silences the question: %v", again)
	}
}

func TestNobodyIsAskedWhoShouldNotBe(t *testing.T) {
	own := caseOf(t, []string{alice})
	id := func(address string) Identity { return identity(t, address) }
	stranger := Identity{Address: "dora@nokey.example"}
	open, _ := asks(t, question(t, home, work))
	confirmed, _ := asks(t, question(t, home, work))
	confirmed.Asked[0].Candidates[0].Standing = Confirmed
	for _, tc := range []struct {
		name   string
		state  State
		change func(q *Question)
		want   error
	}{
		{"the prober as new record", NewState(), func(q *Question) { q.New = id(alice) }, ErrSelf},
		{"the prober as candidate", NewState(), func(q *Question) { q.Candidates[0] = id(alice) }, ErrSelf},
		{"the prober's key at another address", NewState(), func(q *Question) { q.New = Identity{home, id(alice).Fingerprint} }, ErrSelf},
		{"one key at both records", NewState(), func(q *Question) { q.Candidates[0] = Identity{work, q.New.Fingerprint} }, ErrSameKey},
		{"one record twice", NewState(), func(q *Question) { q.Candidates[0] = q.New }, ErrSameRecord},
		{"one candidate twice", NewState(), func(q *Question) { q.Candidates = append(q.Candidates, q.Candidates[0]) }, ErrOpen},
		{"a pair with an open question", open, func(*Question) {}, ErrOpen},
		{"the same pair the other way round", open, func(q *Question) { *q = question(t, work, home) }, ErrOpen},
		{"a pair that is confirmed", confirmed, func(*Question) {}, ErrAnswered},
		{"a record without a key", NewState(), func(q *Question) { q.New = stranger }, ErrNoKey},
		{"a record with a key that nobody here has", NewState(), func(q *Question) {
			q.AllowClear, q.New.Fingerprint = true, "0123456789ABCDEF0123456789ABCDEF01234567"
		}, ErrNoKey},
		{"two records without a key", NewState(), func(q *Question) {
			q.AllowClear, q.New, q.Candidates[0] = true, stranger, Identity{Address: "eve@nokey.example"}
		}, ErrNoKey},
		{"a question that ended", NewState(), func(q *Question) { q.Expires = now }, ErrLifetime},
		{"a question without end", NewState(), func(q *Question) { q.Expires = now.Add(MaxLife + time.Hour) }, ErrLifetime},
		{"an address nobody has here", NewState(), func(q *Question) { q.From = carol }, ErrNoSigner},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := question(t, home, work)
			tc.change(&q)
			state, _, files, err := New(own, tc.state, q, options(1))
			if !errors.Is(err, tc.want) || files != nil {
				t.Errorf("%v, %d files", err, len(files))
			}
			if diff := cmp.Diff(tc.state, state); diff != "" {
				t.Errorf("the state changed: %s", diff)
			}
		})
	}
	if _, _, _, err := New(caseOf(t, []string{alice, carol}), NewState(), question(t, home, work), options(1)); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("two own addresses: %v", err)
	}
}

func TestAPairMayBeAskedAgainAfterTheQuestionHasEnded(t *testing.T) {
	state, _ := asks(t, question(t, home, work))
	later := options(5)
	later.Now = now.Add(15 * 24 * time.Hour)
	q := question(t, home, work)
	q.Expires = later.Now.Add(time.Hour)
	next, asked, _, err := New(caseOf(t, []string{alice}), state.Purge(later.Now), q, later)
	if err != nil || len(next.Asked) != 2 || next.Asked[0].Candidates[0].Standing != Expired || asked.ID == state.Asked[0].ID {
		t.Errorf("%v, %v", next, err)
	}
	if old := next.Purge(now.Add(2 * keptFor)); len(old.Asked) != 0 {
		t.Errorf("still remembered: %v", old)
	}
	next.Asked[0].Candidates[0].Standing = Confirmed
	if old := next.Purge(now.Add(2 * keptFor)); len(old.Asked) != 1 {
		t.Errorf("a confirmed question is forgotten: %v", old)
	}
}

func TestWhoOptedOutNeitherAsksNorAnswers(t *testing.T) {
	off := options(1)
	off.Off = true
	if _, _, files, err := New(caseOf(t, []string{alice}), NewState(), question(t, home, work), off); !errors.Is(err, ErrSwitchedOff) || files != nil {
		t.Errorf("New: %v", err)
	}
	_, mail := asks(t, question(t, home, work))
	s := caseOf(t, []string{home, work}, mail...)
	if requests, _, err := Requests(context.Background(), s, NewState(), off); !errors.Is(err, ErrSwitchedOff) || requests != nil {
		t.Errorf("Requests: %v", err)
	}
	requests, _, _ := Requests(context.Background(), s, NewState(), options(1))
	if _, file, err := Answer(s, NewState(), requests[0], "ok.eml", off); !errors.Is(err, ErrSwitchedOff) || file.Data != nil {
		t.Errorf("Answer: %v", err)
	}
}

// Alice asks Bob while Bob asks Alice, who has two accounts, too.
func TestQuestionsInBothDirectionsDoNotCollide(t *testing.T) {
	aliceState, toBob := asks(t, question(t, home, work))
	bob := []string{home, work}
	q := question(t, alice, carol)
	q.From = home
	bobState, _, files, err := New(caseOf(t, bob, toBob...), NewState(), q, options(9))
	if err != nil {
		t.Fatal(err)
	}
	toAlice := mailOf(files)
	fromBob := answersAll(t, bob, slices.Concat(toBob, toAlice)...)
	fromAlice := answersAll(t, []string{alice, carol}, slices.Concat(toBob, toAlice)...)
	if answers, refused := reads(t, aliceState, slices.Concat(toAlice, fromBob, fromAlice)...); len(answers) != 1 || len(refused) > 0 {
		t.Errorf("alice reads %v, %v", answers, refused)
	}
	answers, refused, err := Read(context.Background(), caseOf(t, bob, slices.Concat(toBob, fromBob, fromAlice)...), bobState)
	if err != nil || len(answers) != 1 || len(refused) > 0 {
		t.Errorf("bob reads %v, %v, %v", answers, refused, err)
	}
}

// Two probers ask the same person at once: the lower fingerprint comes first.
func TestTheLowerFingerprintIsAnsweredFirst(t *testing.T) {
	_, first := asks(t, question(t, home, work))
	_, _, files, err := New(caseOf(t, []string{carol}), NewState(), question(t, home, work), options(8))
	if err != nil {
		t.Fatal(err)
	}
	for _, mail := range [][][]byte{slices.Concat(first, mailOf(files)), slices.Concat(mailOf(files), first)} {
		requests, _, err := Requests(context.Background(), caseOf(t, []string{home, work}, mail...), NewState(), options(2))
		if err != nil || len(requests) != 2 || requests[0].Prober.Fingerprint >= requests[1].Prober.Fingerprint {
			t.Errorf("%v, %v", requests, err)
		}
	}
}

func TestARecordWithoutAKeyProvesOnlyAccessToItsMailbox(t *testing.T) {
	const keyless = "bob@nokey.example"
	for name, turn := range map[string]bool{"the new record has none": false, "the candidate has none": true} {
		t.Run(name, func(t *testing.T) {
			q := question(t, home, work)
			q.AllowClear = true
			want := [2]string{keyless, home}
			if q.Candidates[0] = (Identity{Address: keyless}); !turn {
				q.New, q.Candidates[0] = q.Candidates[0], q.New
			} else {
				want = [2]string{home, keyless}
			}
			state, mail := asks(t, q)
			device := outsider(t, keyless, mail...)
			requests, refused, err := Requests(context.Background(), device, NewState(), options(2))
			if err != nil || len(requests) != 1 || len(refused) > 0 {
				t.Fatalf("%v, %v, %v", requests, refused, err)
			}
			_, file, err := Answer(device, NewState(), requests[0], "ok.eml", options(3))
			if err != nil {
				t.Fatal(err)
			}
			answers, refused := reads(t, state, file.Data)
			if len(answers) != 1 || len(refused) > 0 || answers[0].Addresses != want {
				t.Fatalf("%v, %v", answers, refused)
			}
			keyed := slices.Index(want[:], home)
			if answers[0].Keys[keyed] != identity(t, home).Fingerprint || answers[0].Keys[1-keyed] != "" {
				t.Errorf("keys %q", answers[0].Keys)
			}
		})
	}
}

func TestAQuestionNobodyCouldSignAnAnswerToIsRefused(t *testing.T) {
	q := question(t, home, work)
	q.New, q.Candidates[0], q.AllowClear = Identity{Address: "a@nokey.example"}, Identity{Address: "b@nokey.example"}, true
	prober := identity(t, alice)
	_, letters, err := q.draw(prober, options(1))
	if err != nil {
		t.Fatal(err)
	}
	var mail [][]byte
	for _, l := range letters {
		l.signer = keyOf(t, alice)
		file, err := l.write("x.eml", options(1))
		if err != nil {
			t.Fatal(err)
		}
		mail = append(mail, file.Data)
	}
	requests, refused, err := Requests(context.Background(), outsider(t, "a@nokey.example", mail...), NewState(), options(2))
	if err != nil || len(requests) > 0 || len(refused) != 1 || !errors.Is(refused[0], ErrBinding) {
		t.Errorf("with one of the mailboxes: %v, %v, %v", requests, refused, err)
	}
	requests, refused, err = Requests(context.Background(), outsider(t, "a@nokey.example,b@nokey.example", mail...), NewState(), options(2))
	if err != nil || len(requests) > 0 || len(refused) != 1 || !errors.Is(refused[0], ErrNoKey) {
		t.Errorf("with both mailboxes: %v, %v, %v", requests, refused, err)
	}
}

// delivered is another copy of a message.
func delivered(raw []byte) []byte {
	return append([]byte("Received: from a by b; Mon, 01 Jun 2026 11:00:00 +0000\r\n"), raw...)
}

func TestACheckDoesNotNameTheOtherRecord(t *testing.T) {
	state, mail := asks(t, question(t, home, work))
	check := statementIn(t, mail[1], work)
	encoded, err := check.encode()
	if err != nil {
		t.Fatal(err)
	}
	text := check.text() + string(encoded)
	for _, secret := range []string{home, identity(t, home).Fingerprint, statementIn(t, mail[0], home).Probe} {
		if bytes.Contains([]byte(text), []byte(secret)) || bytes.Contains(mail[1], []byte(secret)) {
			t.Errorf("%q is in the check", secret)
		}
	}
	probe := statementIn(t, mail[0], home)
	if kept, _ := jsonOf(state); bytes.Contains(kept, []byte(probe.Probe)) || bytes.Contains(kept, []byte(check.Challenge)) {
		t.Error("the state holds a secret value")
	}
}

func TestAddressesAloneAreCompletedByTheKeysOfTheCase(t *testing.T) {
	hello := func(from string) []byte {
		var key compose.Header
		key.AddAutocrypt(from, keyOf(t, from))
		return []byte("From: <" + from + ">\r\nTo: <" + alice + ">\r\nMessage-ID: <hello." + from + ">\r\nDate: Mon, 01 Jun 2026 10:00:00 +0000\r\n" +
			"Chat-Version: 1.0\r\n" + key.String() + "\r\nhello\r\n")
	}
	q := Question{New: Identity{Address: home}, Candidates: []Identity{{Address: work}}, Expires: now.Add(time.Hour)}
	_, asked, _, err := New(caseOf(t, []string{alice}, hello(home), hello(work)), NewState(), q, options(1))
	if err != nil || asked.Record != identity(t, home) || asked.Candidates[0].Identity != identity(t, work) {
		t.Errorf("%v, %v", asked, err)
	}
}
