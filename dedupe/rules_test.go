package dedupe

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

func inGermany(r *record.Record) { r.Country = "49" }

type evidenceCase struct {
	name      string
	records   []record.Record
	testimony record.Testimony
	want      []string // the plan
	rules     []string // that it rests on
}

// evidenceCases go through the grades of evidence: for each what it accepts, and
// what it must not be fooled by.
var evidenceCases = []evidenceCase{
	// Keys.
	{
		name:      "a key that signed from both addresses is proof",
		records:   []record.Record{card("a", "Anna Arendt", "anna@a.example"), card("b", "Anna Arendt", "anna@b.example")},
		testimony: *vouched(record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("anna@b.example", keyA)}}),
		want:      []string{"accept: a b"}, rules: []string{"same-key-signed"},
	},
	{
		name:      "a shared role key proves nothing of those who fill the role",
		records:   []record.Record{card("a", "Anna Arendt", "anna@a.example"), card("b", "Bert Brecht", "bert@a.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("bert@a.example", keyA), bond("support@a.example", keyA)}},
	},
	{
		name:      "a shared role key is a hint for two without a name",
		records:   []record.Record{card("a", "", "anna@a.example"), card("b", "", "bert@a.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("bert@a.example", keyA), bond("support@a.example", keyA)}},
		want:      []string{"propose undecided: a b"}, rules: []string{"same-key-of-a-role"},
	},
	{
		name:      "a key handed to a colleague is left to a reviewer",
		records:   []record.Record{card("a", "Anna Arendt", "anna@a.example"), card("b", "Bert Brecht", "bert@a.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("bert@a.example", keyA)}},
	},
	{
		name:    "a key of two who talk to each other is a conflict",
		records: []record.Record{card("a", "Anna", "anna@a.example"), card("b", "", "b@a.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("b@a.example", keyA)},
			Dialogues: []record.AddressPair{{From: "anna@a.example", To: "b@a.example"}}},
		want: []string{"conflict: a b"},
	},
	{
		name:    "a stolen key proves nothing after it was revoked",
		records: []record.Record{card("a", "Anna", "anna@a.example"), card("b", "Anna", "x@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 200), between(bond("x@b.example", keyA), 500, 600)},
			Revoked: []record.Revocation{{Key: keyA, Reason: record.Compromised, Time: 300}}},
		want: []string{"propose refuse: a b"}, rules: []string{"key-compromised", "same-key-shown", "same-single-name"},
	},
	{
		name:    "a copied Autocrypt header is a hint that is not enough",
		records: []record.Record{card("bob", "Bob Builder", "bob@b.example"), correspondent("", "mallory@m.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("bob@b.example", keyB)},
			Shown: []record.Bond{bond("mallory@m.example", keyB)}},
		want: []string{"propose undecided: bob mallory@m.example"}, rules: []string{"same-key-shown"},
	},
	{
		name:      "one key for two addresses of an account, and the server vouches for both",
		records:   []record.Record{correspondent("", "q@a.example"), correspondent("", "z@b.example")},
		testimony: record.Testimony{Shown: []record.Bond{bond("q@a.example", keyA), bond("z@b.example", keyA)}, Vouched: []record.Bond{bond("q@a.example", ""), bond("z@b.example", "")}},
		want:      []string{"propose accept: q@a.example z@b.example"}, rules: []string{"same-key-shown-vouched"},
	},
	{
		name:      "gossip of a group member is not a reason at all",
		records:   []record.Record{card("a", "", "anna@a.example"), card("b", "", "b@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA)}, Gossiped: []record.Bond{bond("b@b.example", keyA)}},
	},
	{
		name:    "a short key id can be made to measure",
		records: []record.Record{with(card("a", "", "anna@a.example"), keyed(keyA, record.LearntCard)), with(card("b", "", "b@b.example"), keyed(keyA[24:], record.LearntCard))},
	},
	{
		name:      "a user ID with the address of somebody else is a claim",
		records:   []record.Record{card("ceo", "", "ceo@corp.example"), card("m", "", "mallory@m.example")},
		testimony: record.Testimony{UserIDs: []record.Bond{bond("ceo@corp.example", keyA), bond("mallory@m.example", keyA)}},
		want:      []string{"propose undecided: ceo m"}, rules: []string{"same-key-user-ids"},
	},
	{
		name: "a key file is not the person its user IDs name, but the one it signed for",
		records: []record.Record{card("ceo", "", "ceo@corp.example"), card("m", "", "mallory@m.example"),
			{Source: record.KeyHolder, Addresses: []string{"ceo@corp.example", "mallory@m.example"}, Keys: []record.Key{{Fingerprint: keyA, Learnt: record.LearntExported}}}},
		testimony: *vouched(record.Testimony{Signed: []record.Bond{bond("mallory@m.example", keyA)}}),
		want:      []string{"accept: key m"}, rules: []string{"same-mailbox"},
	},
	{
		name:      "a new key that the old one certified is the same person's",
		records:   []record.Record{card("a", "Anna", "anna@a.example"), card("b", "Anna", "x@b.example")},
		testimony: *vouched(record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 200), between(bond("x@b.example", keyB), 300, 400)}, Successions: []record.Succession{{Old: keyA, New: keyB, Certified: true, Witness: record.Witness{Time: 250}}}}),
		want:      []string{"accept: a b"}, rules: []string{"key-succession"},
	},
	{
		name:    "a certification by a stolen key is none",
		records: []record.Record{card("a", "", "anna@a.example"), card("b", "", "x@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 200), between(bond("x@b.example", keyB), 300, 400)},
			Successions: []record.Succession{{Old: keyA, New: keyB, Certified: true, Witness: record.Witness{Time: 250}}}, Revoked: []record.Revocation{{Key: keyA, Reason: record.Compromised, Time: 240}}},
	},
	{
		name:    "a certification by a key that was not in use before is none",
		records: []record.Record{card("a", "", "anna@a.example"), card("b", "", "x@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 260, 400), between(bond("x@b.example", keyB), 300, 400)},
			Successions: []record.Succession{{Old: keyA, New: keyB, Certified: true, Witness: record.Witness{Time: 250}}}},
	},
	{
		name:      "superseded without a successor is a weak hint",
		records:   []record.Record{card("a", "", "anna@a.example"), card("b", "", "x@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 200), between(bond("x@b.example", keyB), 300, 400)}, Successions: []record.Succession{{Old: keyA, New: keyB}}},
	},
	{
		name:      "one address with key A and then key B may have a new owner",
		records:   []record.Record{with(card("a", "Anna", "anna@a.example"), keyed(keyA, record.LearntCard)), with(card("b", "Anna", "anna@a.example"), keyed(keyB, record.LearntCard))},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 200)}},
		want:      []string{"propose accept: a b"}, rules: []string{"different-keys", "same-mailbox", "same-single-name"},
	},
	{
		name:    "a copied key on an address that signs with its own",
		records: []record.Record{card("bob", "Bob Builder", "bob@b.example"), correspondent("Bob Builder", "mallory@m.example")},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("bob@b.example", keyB), 100, 200), between(bond("mallory@m.example", keyC), 300, 400)},
			Shown: []record.Bond{bond("mallory@m.example", keyB)}},
	},
	{
		name:    "a copied key and a copied name are one piece of evidence",
		records: []record.Record{card("bob", "Bob Quitzow", "bob@b.example"), correspondent("Bob Quitzow", "mallory@m.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("bob@b.example", keyB)},
			Shown: []record.Bond{bond("mallory@m.example", keyB)}},
		want: []string{"propose undecided: bob mallory@m.example"}, rules: []string{"same-key-shown", "same-name"},
	},
	{
		name:      "a planted key that signs for an address which has a key already",
		records:   []record.Record{card("anna", "", "anna@a.example"), {Source: record.KeyHolder, Addresses: []string{"anna@a.example"}, Keys: []record.Key{{Fingerprint: keyB, Learnt: record.LearntExported}}}},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 900), between(bond("anna@a.example", keyB), 800, 850)}},
	},
	// Moves and probes.
	{
		name:      "a sealed and signed change of address",
		records:   []record.Record{card("a", "Anna", "anna@a.example"), correspondent("Anna", "new@b.example")},
		testimony: record.Testimony{Moves: []record.Move{{Old: "anna@a.example", New: "new@b.example", Key: keyA, Direct: true, Newer: true}}},
		want:      []string{"accept: a new@b.example"}, rules: []string{"address-move"},
	},
	{
		name:      "a replayed change of address is older than what was seen",
		records:   []record.Record{card("a", "", "anna@a.example"), correspondent("", "mallory@m.example")},
		testimony: record.Testimony{Moves: []record.Move{{Old: "anna@a.example", New: "mallory@m.example", Key: keyA, Direct: true}}},
		want:      []string{"propose undecided: a mallory@m.example"}, rules: []string{"address-move-unproven"},
	},
	{
		name:      "a change of address by a key known from gossip may be a planted one",
		records:   []record.Record{card("a", "", "anna@a.example"), correspondent("", "mallory@m.example")},
		testimony: record.Testimony{Moves: []record.Move{{Old: "anna@a.example", New: "mallory@m.example", Key: keyA, Newer: true}}},
		want:      []string{"propose undecided: a mallory@m.example"}, rules: []string{"address-move-unproven"},
	},
	{
		name:      "a probe answered by whoever reads the mailbox is a strong hint",
		records:   []record.Record{card("a", "", "anna@a.example"), card("b", "", "x@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{{ID: "p", Addresses: [2]string{"anna@a.example", "x@b.example"}, Keys: [2]string{keyA, ""}}}},
		want:      []string{"propose undecided: a b"}, rules: []string{"probe-mailbox-only"},
	},
	{
		name:      "a probe says nothing of a record with another key",
		records:   []record.Record{with(card("a", "", "anna@a.example"), keyed(keyC, record.LearntCard)), card("b", "", "x@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{{ID: "p", Addresses: [2]string{"anna@a.example", "x@b.example"}, Keys: [2]string{keyA, keyB}}}},
		want:      []string{"propose accept: a b"}, rules: []string{"probe-answered"},
	},
	// Addresses.
	{
		name:    "one address written in two ways of IDNA and case of the domain",
		records: []record.Record{card("a", "Anna", "anna@BÜCHER.example"), card("b", "", "anna@xn--bcher-kva.example")},
		want:    []string{"accept: a b"}, rules: []string{"same-mailbox"},
	},
	{
		name:    "an address two people share is left to a reviewer",
		records: []record.Record{card("a", "Anna Arendt", "arendt@a.example"), card("b", "Bert Brecht", "arendt@a.example")},
	},
	{
		name:    "an address two people share settles nothing, not even for two cards of one of them",
		records: []record.Record{card("a", "Anna Arendt", "arendt@a.example"), card("b", "Bert Brecht", "arendt@a.example"), with(card("copy", "Anna Arendt", "arendt@a.example"), telephone("+49 30 5550001"))},
		want:    []string{"propose accept: a copy"}, rules: []string{"same-mailbox", "same-name"},
	},
	{
		name:    "a couple with one family name and one address",
		records: []record.Record{card("a", "Anna Arendt", "arendt@a.example"), card("b", "Peter Arendt", "arendt@a.example")},
	},
	{
		name:    "a local part in other case",
		records: []record.Record{card("a", "", "Anna.Arendt@a.example"), card("b", "", "anna.arendt@a.example")},
		want:    []string{"propose accept: a b"}, rules: []string{"local-part-case"},
	},
	{
		name:    "a tag where tags are known",
		records: []record.Record{card("a", "", "anna@fastmail.com"), card("b", "", "anna+shop@fastmail.com")},
		want:    []string{"propose accept: a b"}, rules: []string{"plus-tag"},
	},
	{
		name:    "a tag at an unknown host may be another account",
		records: []record.Record{card("a", "", "anna@a.example"), card("b", "", "anna+shop@a.example")},
	},
	{
		name:    "Google's dots and its other domain",
		records: []record.Record{card("a", "Anna Arendt", "anna.arendt@gmail.com"), card("b", "Anna Arendt", "annaarendt@googlemail.com")},
		want:    []string{"accept: a b"}, rules: []string{"gmail-alias"},
	},
	{
		name:    "dots at a domain that Google only hosts are other people",
		records: []record.Record{card("a", "", "anna.arendt@corp.example"), card("b", "", "annaarendt@corp.example")},
	},
	{
		name:    "two people write from one address under their own names",
		records: []record.Record{card("a", "Anna Arendt", "arendts@a.example"), with(correspondent("Peter Arendt", "arendts@a.example"), func(r *record.Record) { r.Names = append(r.Names, "Anna Arendt") })},
		want:    []string{"propose refuse: a arendts@a.example"}, rules: []string{"same-mailbox", "same-name", "shared-inbox"},
	},
	{
		name:    "one rare name, other dots, at a host where dots count",
		records: []record.Record{card("a", "Hannelore Quitzow", "hannelore.quitzow@corp.example"), card("b", "Hannelore Quitzow", "hannelorequitzow@corp.example")},
		want:    []string{"propose refuse: a b"}, rules: []string{"different-dots", "rare-name-same-domain", "same-name"},
	},
	{
		name:    "a role address on two cards of one person takes nothing from the cards",
		records: []record.Record{with(card("a", "Hannelore Quitzow", "info@a.example"), content("c0ffee")), with(card("b", "Hannelore Quitzow", "info@a.example"), content("c0ffee"))},
		want:    []string{"accept: a b"}, rules: []string{"same-card"},
	},
	{
		name:    "two cards that say Mum and nothing else need not be one",
		records: []record.Record{with(card("a", "Mum"), content("c0ffee")), with(card("b", "Mum"), content("c0ffee"))},
		want:    []string{"review: a b"}, rules: []string{"bare-name", "same-card"},
	},
	{
		name:    "two cards that say Mum and one number are one",
		records: []record.Record{with(phoned("a", "Mum", "+49 170 1234567"), content("c0ffee")), with(phoned("b", "Mum", "+49 170 1234567"), content("c0ffee"))},
		want:    []string{"accept: a b"}, rules: []string{"same-card"},
	},
	{
		name:    "two cards of one full name and nothing else are one, as after importing twice",
		records: []record.Record{with(card("a", "Hannelore Quitzow"), content("c0ffee")), with(card("b", "Hannelore Quitzow"), content("c0ffee"))},
		want:    []string{"accept: a b"}, rules: []string{"same-card"},
	},
	{
		name:    "numbered accounts are other people, whatever they are called",
		records: []record.Record{card("a", "John Fitzgibbon", "jfitzgibbon1@a.example"), card("b", "John Fitzgibbon", "jfitzgibbon2@a.example")},
	},
	{
		name:    "a role address ties nobody",
		records: []record.Record{card("a", "Anna Arendt", "info@a.example"), card("b", "Anna Arendt", "info@a.example")},
	},
	{
		name:    "a relay address ties nobody",
		records: []record.Record{card("a", "Anna Arendt", "x7@privaterelay.appleid.com"), card("b", "Anna Arendt", "x7@privaterelay.appleid.com")},
	},
	{
		name:      "a list that rewrote From is not the author",
		records:   []record.Record{card("a", "Anna Arendt", "anna@a.example"), correspondent("Anna Arendt via Dev", "dev@a.example")},
		testimony: record.Testimony{Lists: []record.Bond{bond("dev@a.example", "")}},
	},
	{
		name:    "the whole local part at two hosts, made from one rare name",
		records: []record.Record{card("a", "Hannelore Quitzow", "hannelore.quitzow@a.example"), card("b", "Hannelore Quitzow", "hannelore.quitzow@b.example")},
		want:    []string{"propose accept: a b"}, rules: []string{"same-local-part", "same-name"},
	},
	{
		name:    "the same of a common name is not enough",
		records: []record.Record{card("a", "John Smith", "john.smith@a.example"), card("b", "John Smith", "john.smith@b.example")},
	},
	{
		name:    "one rare name at one organisation",
		records: []record.Record{card("a", "Hannelore Quitzow", "hq@corp.example"), card("b", "Hannelore Quitzow", "quitzow@mail.corp.example")},
		want:    []string{"propose accept: a b"}, rules: []string{"rare-name-same-domain", "same-name"},
	},
	{
		name:    "an address that looks like another raises an alarm",
		records: []record.Record{card("bank", "Bank", "service.desk@paypal.example"), correspondent("Bank", "service.desk@paypa1.example")},
		want:    []string{},
	},
	{
		name:    "a domain that looks like another raises an alarm",
		records: []record.Record{card("bank", "Paul Olsen", "paul@bank.example"), card("evil", "Paul Olsen", "paul@b\u0430nk.example")},
		want:    []string{"alarm: bank evil"},
	},
	{
		name:    "so does one written in punycode",
		records: []record.Record{card("bank", "Paul Olsen", "paul@bank.example"), card("evil", "Paul Olsen", "paul@xn--bnk-6cd.example")},
		want:    []string{"alarm: bank evil"},
	},
	{
		name:    "whatever stands before it",
		records: []record.Record{card("bank", "Paul Olsen", "paul@bank.example"), card("evil", "Rita Vogel", "rita@b\u0430nk.example")},
		want:    []string{"alarm: bank evil"},
	},
	{
		name:    "and of two that are one domain it says nothing",
		records: []record.Record{card("a", "Paul Olsen", "paul@m\u00fcller.example"), card("b", "Rita Vogel", "rita@xn--mller-kva.example")},
	},
}

func telephone(number string) func(*record.Record) {
	return func(r *record.Record) { r.Phones = []string{number} }
}
func birthday(date string) func(*record.Record) { return func(r *record.Record) { r.Birthday = date } }
func phoned(uid, name, number string) record.Record {
	return with(card(uid, name), func(r *record.Record) { r.Phones = []string{number} })
}

func content(digest string) func(*record.Record) {
	return func(r *record.Record) { r.Content = digest }
}
func picture(digest string) func(*record.Record) {
	return func(r *record.Record) { r.Picture = digest }
}
func at(organisation string) func(*record.Record) {
	return func(r *record.Record) { r.Organisations = []string{organisation} }
}
func organisation(r *record.Record) { r.Organisation = true }

func TestEvidence(t *testing.T) {
	for _, c := range slices.Concat(evidenceCases, householdCases) {
		t.Run(c.name, func(t *testing.T) {
			f := find(t, c.records, &c.testimony)
			f.expect(c.want...)
			if rules := f.rules(); !slices.Equal(rules, c.rules) && len(rules)+len(c.rules) > 0 {
				t.Errorf("it rests on %v, want %v", rules, c.rules)
			}
		})
	}
}

func TestAValueThatManyShareWeighsNothing(t *testing.T) {
	people := []string{"Anna Arendt", "Bert Brecht", "Carl Czerny", "Doris Dörrie", "Hannelore Quitzow", "Hannelore Quitzow"}
	var records []record.Record
	for i, name := range people {
		records = append(records, with(card(string(rune('a'+i)), name), telephone("+49 30 5550000")))
	}
	find(t, records, nil).expect("propose undecided: e f") // for their name alone
}

func TestAPersonOfManyAddressesIsLeftToReview(t *testing.T) {
	var records []record.Record
	var testimony record.Testimony
	for i := range 12 {
		address := string(rune('a'+i)) + "@a.example"
		records = append(records, correspondent("", address))
		testimony.Signed = append(testimony.Signed, bond(address, keyA))
	}
	f := find(t, records, &testimony)
	if len(f.Persons) != 1 || f.Persons[0].Decision != Review {
		t.Errorf("the plan is %v", f.lines())
	}
}
