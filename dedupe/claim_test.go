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

// A forgery: the key of the forger, who writes from an address of their own, signed
// as the victim, whose key is not known.
const victim, forger = "bob@home.example", "bob.brown@evil.example"

// Mail as the victim arrives before that as the forger, or after.
var victimFirst = []record.Bond{between(bond(victim, keyA), 300, 300), between(bond(forger, keyA), 500, 500)}
var forgerFirst = []record.Bond{between(bond(victim, keyA), 500, 500), between(bond(forger, keyA), 300, 300)}

func TestAForgedFromIsNotProofWhereTheVictimHasNoKey(t *testing.T) {
	move := []record.Move{{Old: victim, New: forger, Key: keyA, Direct: true, Newer: true}}
	cards := []record.Record{card("bob", "Bob Brown", victim), card("new", "Bob Brown", forger)}
	stranger := correspondent("Bob Brown", victim)
	for name, c := range map[string]struct {
		records   []record.Record
		testimony record.Testimony
		want      []string
	}{
		"the user ids of the key name the forger alone": {cards, record.Testimony{
			Signed: victimFirst, UserIDs: []record.Bond{bond(forger, keyA)}}, []string{"propose refuse: bob new"}},
		"and it moves to the forger's address": {cards, record.Testimony{
			Signed: victimFirst, UserIDs: []record.Bond{bond(forger, keyA)}, Moves: move}, []string{"propose refuse: bob new"}},
		"the user ids name both": {cards, record.Testimony{
			Signed: victimFirst, UserIDs: []record.Bond{bond(forger, keyA), bond(victim, keyA)}, Moves: move}, []string{"propose accept: bob new"}},
		"there are no user ids": {cards, record.Testimony{
			Signed: victimFirst, Moves: move}, []string{"propose accept: bob new"}},
		"the forger wrote from the other address first": {cards, record.Testimony{
			Signed: forgerFirst, UserIDs: []record.Bond{bond(forger, keyA)}}, []string{"propose accept: bob new"}},
		"the victim is a correspondent who wrote unsigned": {[]record.Record{stranger, card("new", "Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Unsigned: []record.Bond{between(bond(victim, ""), 100, 100)}}, []string{"propose accept: " + victim + " new"}},
		"who wrote unsigned from another program afterwards": {[]record.Record{stranger, card("new", "Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Unsigned: []record.Bond{between(bond(victim, ""), 900, 900)}}, []string{"propose accept: " + victim + " new"}},
		"whom the user had written to": {[]record.Record{stranger, correspondent("Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Addressed: []record.Bond{between(bond(victim, ""), 100, 100)}}, []string{"propose accept: " + forger + " " + victim}},
		"though the forger says to have signed before": {[]record.Record{stranger, correspondent("Bob Brown", forger)}, record.Testimony{
			Signed: []record.Bond{
				{Address: victim, Key: keyA, First: record.Witness{Time: 50, Arrived: 300}, Last: record.Witness{Time: 50, Arrived: 300}, Count: 1}, victimFirst[1]},
			Addressed: []record.Bond{between(bond(victim, ""), 100, 100)}}, []string{"propose accept: " + forger + " " + victim}},
		"a friend says that the victim has another key": {[]record.Record{stranger, correspondent("Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Gossiped: []record.Bond{bond(victim, keyB)}}, []string{"propose accept: " + forger + " " + victim}},
		"the victim signed a text, though not the From, with another key": {[]record.Record{stranger, correspondent("Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Unsigned: []record.Bond{bond(victim, keyB)}}, []string{"propose accept: " + forger + " " + victim}},
		"the server disowned the mail": {[]record.Record{stranger, correspondent("Bob Brown", forger)}, record.Testimony{
			Signed: victimFirst, Disowned: []record.Bond{bond(victim, keyA)}}, []string{"propose refuse: " + forger + " " + victim}},
		"the server vouches for mail by another key": {cards, record.Testimony{
			Signed: victimFirst, UserIDs: []record.Bond{bond(forger, keyA)}, Vouched: []record.Bond{bond(victim, keyB), bond(forger, keyA)}}, []string{"propose refuse: bob new"}},
		"the victim answered under another key": {cards, record.Testimony{
			Signed: victimFirst, UserIDs: []record.Bond{bond(forger, keyA)}, Replied: []record.Bond{bond(victim, keyB), bond(forger, keyA)}}, []string{"propose refuse: bob new"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := find(t, c.records, &c.testimony)
			f.expect(c.want...)
			if rules := f.rules(); !slices.Contains(rules, "claimed-author") {
				t.Errorf("it rests on %v, and does not say that the From is a claim", rules)
			}
		})
	}
}

func TestASignedFromIsProofWhereKeyAndMailboxAreTied(t *testing.T) {
	cards := []record.Record{card("bob", "Bob Brown", victim), card("new", "Bob Brown", forger)}
	for name, c := range map[string]struct {
		records   []record.Record
		testimony record.Testimony
		want      string
	}{
		"the user's own server vouches for mail from both": {cards, *vouched(record.Testimony{Signed: victimFirst}), "accept: bob new"},
		"the owner answered mail sent only there":          {cards, record.Testimony{Signed: victimFirst, Replied: victimFirst}, "accept: bob new"},
		"one by an answer, the other by the server":        {cards, record.Testimony{Signed: victimFirst, Replied: victimFirst[:1], Vouched: victimFirst[1:]}, "accept: bob new"},
		"the user's own cards name the key": {[]record.Record{with(cards[0], keyed(keyA, record.LearntCard)), with(cards[1], keyed(keyA, record.LearntCard))},
			record.Testimony{Signed: victimFirst}, "accept: bob new"},
		"nobody else has either mailbox": {[]record.Record{correspondent("Bob Brown", victim), correspondent("Bob Brown", forger)},
			record.Testimony{Signed: victimFirst}, "accept: " + forger + " " + victim},
		"the user answered after the key was met": {[]record.Record{correspondent("Bob Brown", victim), correspondent("Bob Brown", forger)},
			record.Testimony{Signed: victimFirst, Addressed: []record.Bond{between(bond(victim, ""), 400, 400)}}, "accept: " + forger + " " + victim},
		"a probe was answered from both": {cards, record.Testimony{Signed: victimFirst, Probes: []record.Answered{{ID: "p", Addresses: [2]string{victim, forger}, Keys: [2]string{keyA, keyA}}}}, "accept: bob new"},
	} {
		t.Run(name, func(t *testing.T) { find(t, c.records, &c.testimony).expect(c.want) })
	}
}

func TestAClaimStillShowsAConflict(t *testing.T) {
	f := find(t, []record.Record{card("bob", "Bob Brown", victim), card("new", "", forger)}, &record.Testimony{
		Signed: victimFirst, Dialogues: []record.AddressPair{{From: victim, To: forger}}})
	f.expect("conflict: bob new")
}

func TestAClaimTakesNoProofWithIt(t *testing.T) {
	second := "bob@work.example"
	signed := append(slices.Clone(victimFirst), between(bond(victim, keyB), 50, 900), between(bond(second, keyB), 60, 900))
	records := []record.Record{correspondent("Bob Brown", victim), correspondent("Bob Brown", second), correspondent("", forger)}
	f := find(t, records, &record.Testimony{Signed: signed, Replied: signed[2:], Dialogues: []record.AddressPair{{From: second, To: forger}}})
	f.expect("accept: "+victim+" "+second, "conflict: "+forger+" "+second)
}

func TestAKeyThatMerelyClaimsAnAddressIsNotListedBesideIt(t *testing.T) {
	key := record.Record{Source: record.KeyHolder, Addresses: []string{victim}, Keys: []record.Key{{Fingerprint: keyA, Learnt: record.LearntSigned}}}
	find(t, []record.Record{card("bob", "Bob Brown", victim), key}, &record.Testimony{Signed: victimFirst[:1]}).expect()
}

func TestAKeyRevokedAsCompromisedProvesNothingInMailThatArrivedLater(t *testing.T) {
	late := between(bond("x@b.example", keyA), 150, 150)
	for name, arrived := range map[string]int64{"and it arrived later": 900, "and nobody knows when it arrived": 0} {
		t.Run(name, func(t *testing.T) {
			late.First.Arrived, late.Last.Arrived = arrived, arrived
			testimony := record.Testimony{Signed: []record.Bond{between(bond("a@a.example", keyA), 100, 100), late}, Revoked: []record.Revocation{{Key: keyA, Reason: record.Compromised, Time: 500}}}
			f := find(t, []record.Record{card("a", "Anna Arendt", "a@a.example"), card("b", "Anna Arendt", "x@b.example")}, vouched(testimony))
			f.expect("propose refuse: a b")
			if !slices.Contains(f.rules(), "key-compromised") {
				t.Errorf("it rests on %v, and does not say that the key was compromised", f.rules())
			}
		})
	}
}

func TestARevocationIsAlwaysInThePlan(t *testing.T) {
	for _, reason := range []string{record.Compromised, "superseded", "retired"} {
		revoked := record.Revocation{Key: keyA, Reason: reason, Time: 500}
		f := find(t, []record.Record{with(card("a", "Anna Arendt", "a@a.example"), keyed(keyA, record.LearntCard))},
			&record.Testimony{Revoked: []record.Revocation{revoked, {Key: keyB, Reason: reason}}})
		if len(f.Revocations) != 1 || f.Revocations[0].Revocation != revoked || f.group(f.Revocations[0].Records) != "a" {
			t.Errorf("%s: got %+v", reason, f.Revocations)
		}
	}
}
