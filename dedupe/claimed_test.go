package dedupe

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// vouched is testimony of mail that the user's own server found authentic, as far
// as it is signed.
func vouched(t record.Testimony) *record.Testimony {
	t.Vouched = slices.Concat(t.Vouched, t.Signed)
	return &t
}

func TestASignedFromIsAClaimUntilMoreTiesKeyAndMailbox(t *testing.T) {
	victim, forger := "bob@home.example", "bob.brown@evil.example"
	signed := []record.Bond{bond(victim, keyA), bond(forger, keyA)}
	for name, c := range map[string]struct {
		testimony record.Testimony
		want      string
		rules     []string
	}{
		"a key that signed as a keyless card and as another is for review": {
			record.Testimony{UserIDs: []record.Bond{bond(forger, keyA)}, Signed: signed}, "propose refuse: bob new", []string{"claimed-author", "same-key-signed", "same-name"},
		},
		"nor does a move of address by that key join": {
			record.Testimony{UserIDs: []record.Bond{bond(forger, keyA)}, Signed: signed, Moves: []record.Move{{Old: victim, New: forger, Key: keyA, Direct: true, Newer: true}}},
			"propose refuse: bob new", []string{"address-move", "claimed-author", "same-key-signed", "same-name"},
		},
		"what the user's own server says of mail by another key does not help": {
			record.Testimony{UserIDs: []record.Bond{bond(forger, keyA)}, Signed: signed, Vouched: []record.Bond{bond(victim, keyB), bond(forger, keyA)}},
			"propose refuse: bob new", []string{"claimed-author", "same-key-signed", "same-name"},
		},
		"a mail the user's own server disowned counts against it": {
			record.Testimony{UserIDs: []record.Bond{bond(forger, keyA)}, Signed: signed, Disowned: []record.Bond{bond(victim, keyA)}},
			"propose refuse: bob new", []string{"claimed-author", "dmarc-failed", "same-key-signed", "same-name"},
		},
		"a server that vouches for mail by the key from both makes it proof": {
			record.Testimony{UserIDs: []record.Bond{bond(forger, keyA)}, Signed: signed, Vouched: signed}, "accept: bob new", []string{"same-key-signed"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := find(t, []record.Record{card("bob", "Bob Brown", victim), card("new", "Bob Brown", forger)}, &c.testimony)
			f.expect(c.want)
			if rules := f.rules(); !slices.Equal(rules, c.rules) {
				t.Errorf("it rests on %v, want %v", rules, c.rules)
			}
		})
	}
}

func TestAKeyRevokedAsCompromisedProvesNothingInMailThatArrivedLater(t *testing.T) {
	late := between(bond("x@b.example", keyA), 150, 150)
	late.First.Arrived = 900
	testimony := record.Testimony{Signed: []record.Bond{between(bond("a@a.example", keyA), 100, 100), late}, Revoked: []record.Bond{between(bond("", keyA), 500, 500)}}
	if f := find(t, []record.Record{card("a", "Anna Arendt", "a@a.example"), card("b", "Anna Arendt", "x@b.example")}, vouched(testimony)); len(f.Persons) > 0 {
		t.Error("joined")
	}
}
