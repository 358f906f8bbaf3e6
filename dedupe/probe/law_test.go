package probe

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func jsonOf(v any) ([]byte, error) { return json.MarshalIndent(v, "", "  ") }

// Every answer to a question is accepted, and no other statement that the same
// hands could write.
func TestEveryAnswerVerifiesAndNoMutationOfItDoes(t *testing.T) {
	number := "25" // each takes several keys and messages
	if os.Getenv("GMMTOOL_LONG") != "" {
		number = "100"
	}
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set(number); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	rapid.Check(t, func(t *rapid.T) {
		pair := rapid.SampledFrom([][2]string{{home, work}, {work, home}, {home, club}, {club, work}}).Draw(t, "pair")
		q := question(t, pair[0], pair[1])
		q.Expires = now.Add(time.Duration(rapid.IntRange(1, int(MaxLife/time.Second)).Draw(t, "seconds")) * time.Second)
		state, mail := asks(t, q)
		ok := answersAll(t, []string{home, work, club}, mail...)[0]
		if answers, refused := reads(t, state, ok); len(answers) != 1 || len(refused) > 0 {
			t.Fatalf("%v, %v", answers, refused)
		}
		field, mutated := mutate(t, statementIn(t, ok, alice).statement)
		var f found
		err := f.read(seals(t, mutated, pair[1], alice), pgp.NewRing(keyOf(t, alice)), allCertificates(t))
		if err == nil && f.answers(&state.Asked[0], allCertificates(t)) == nil {
			t.Fatalf("accepted with another %s: %+v", field, mutated)
		}
	})
}

// mutate changes one field to another valid value.
func mutate(t *rapid.T, s statement) (field string, mutated statement) {
	other := func(i Identity) Identity {
		return identity(t, rapid.SampledFrom([]string{mallory, carol}).Draw(t, "other"))
	}
	secret := base64.StdEncoding.EncodeToString(rapid.SliceOfN(rapid.Byte(), secretLength, secretLength).Draw(t, "secret"))
	changes := map[string]func(){
		"id":                       func() { s.ID = digest([]byte(s.ID))[:2*idLength] },
		"end":                      func() { s.Expires += rapid.Int64Range(1, 1000).Draw(t, "later") },
		"probe":                    func() { s.Probe = secret },
		"challenge":                func() { s.Challenge = secret },
		"prober":                   func() { s.Prober = other(s.Prober) },
		"address of the prober":    func() { s.Prober.Address = other(s.Prober).Address },
		"key of the prober":        func() { s.Prober.Fingerprint = other(s.Prober).Fingerprint },
		"record":                   func() { s.Record = other(s.Record) },
		"address of the record":    func() { s.Record.Address = other(s.Record).Address },
		"key of the record":        func() { s.Record.Fingerprint = other(s.Record).Fingerprint },
		"no key of the record":     func() { s.Record.Fingerprint = "" },
		"candidate":                func() { s.Candidate = other(s.Candidate) },
		"address of the candidate": func() { s.Candidate.Address = other(s.Candidate).Address },
		"key of the candidate":     func() { s.Candidate.Fingerprint = other(s.Candidate).Fingerprint },
		"no key of the candidate":  func() { s.Candidate.Fingerprint = "" },
		"countersignature":         func() { s.Countersignature = strings.ToUpper(s.Countersignature) },
		"no countersignature":      func() { s.Countersignature = "" },
	}
	field = rapid.SampledFrom(keysOf(changes)).Draw(t, "field")
	changes[field]()
	return field, s
}

func keysOf(m map[string]func()) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	// rapid repeats a failure by its draws: the order must not change.
	for i := range keys {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func TestNoTwoListsOfFieldsHaveOneTranscript(t *testing.T) {
	list := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("a\x00\x01b"))), 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		if same := bytes.Equal(transcript("x", a...), transcript("x", b...)); same != cmp.Equal(a, b) {
			t.Fatalf("%q and %q", a, b)
		}
	})
}

func TestTheHashIsOfOneProberAndOneRecord(t *testing.T) {
	prober, record := Identity{"a@b.example", "AA"}, Identity{"c@d.example", "CC"}
	want := hashOf("x", prober, record)
	for name, got := range map[string]string{
		"probe":                 hashOf("y", prober, record),
		"prober":                hashOf("x", Identity{"a@b.example", "BB"}, record),
		"address of the record": hashOf("x", prober, Identity{"e@d.example", "CC"}),
		"key of the record":     hashOf("x", prober, Identity{"c@d.example", "DD"}),
	} {
		if got == want {
			t.Errorf("another %s has the same hash", name)
		}
	}
}

func FuzzStatement(f *testing.F) {
	id, secret := strings.Repeat("0a", idLength), base64.StdEncoding.EncodeToString(make([]byte, secretLength))
	prober := Identity{"a@b.example", strings.Repeat("AB", 20)}
	record := Identity{"c&d=e@b.example", strings.Repeat("CD", 32)}
	for _, s := range []statement{
		{Label: label, Version: version, Kind: Probe, ID: id, Prober: prober, Record: record, Expires: 1, Probe: secret},
		{Label: label, Version: version, Kind: Check, ID: id, Prober: prober, Candidate: record, Expires: 1, Hash: strings.Repeat("0a", hashLength), Challenge: secret},
		{Label: label, Version: version, Kind: OK, ID: id, Prober: prober, Record: Identity{Address: "c@d.example"}, Candidate: record, Expires: 1, Probe: secret, Challenge: secret},
		{Label: label, Version: version, Kind: OK, ID: id, Prober: prober, Record: record, Candidate: prober, Expires: 1, Probe: secret, Challenge: secret, Countersignature: "x\n"},
	} {
		data, err := s.encode()
		if err != nil {
			f.Fatal(err)
		}
		if _, err := parseStatement(data); err != nil {
			f.Fatalf("%s: %v", data, err)
		}
		f.Add(data)
		f.Add(append(data, ' '))
		f.Add(bytes.Replace(data, []byte(`"id"`), []byte(`"ID"`), 1))
	}
	f.Add([]byte(`{"label":"gmmtool probe","label":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseStatement(data)
		if err != nil {
			return
		}
		if again, err := s.encode(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q became %q, %v", data, again, err)
		}
		if text := s.text() + s.from().Address + s.to().Address; strings.ContainsAny(text, "\r\x1b<>") {
			t.Fatalf("unsafe text %q", text)
		}
	})
}

func FuzzState(f *testing.F) {
	f.Add([]byte(`{"schema":1,"kind":"probes","asked":[],"answered":[]}`))
	f.Add([]byte(`{"schema":1,"kind":"probes","asked":[{"id":"` + strings.Repeat("0a", idLength) + `","prober":{"address":"a@b.example","fingerprint":"` +
		strings.Repeat("AB", 20) + `"},"record":{"address":"c@b.example","fingerprint":""},"hash":"` + strings.Repeat("0a", hashLength) +
		`","created":1,"expires":2,"message_id":"x@y","candidates":[{"address":"d@b.example","fingerprint":"","challenge_hash":"` +
		strings.Repeat("0a", hashLength) + `","message_id":"z@y","state":"open"}]}],"answered":[]}`))
	f.Add([]byte(`{"schema":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		state, err := ParseState(data)
		if err != nil {
			return
		}
		written, err := jsonOf(state)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ParseState(written); err != nil || !cmp.Equal(state, again) {
			t.Fatalf("%s: %v", written, err)
		}
		state.Purge(now).Confirm(nil)
	})
}

func FuzzIdentity(f *testing.F) {
	for _, text := range []string{home, "A@B.Example=" + strings.Repeat("ab", 20), "a=b@c.example", "a=b@c.example=00", "@", "a@b=", "<a@b>", "a@b\r\nTo: c@d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseIdentity(text)
		if err != nil {
			return
		}
		again, err := ParseIdentity(fmt.Sprintf("%s=%s", id.Address, id.Fingerprint))
		if err != nil || again != id || !id.valid() {
			t.Fatalf("%q became %v, then %v, %v", text, id, again, err)
		}
	})
}
