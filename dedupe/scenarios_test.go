package dedupe

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Fingerprints of the people in the tests.
var (
	keyA = strings.Repeat("A1", 20)
	keyB = strings.Repeat("B2", 20)
	keyC = strings.Repeat("C3", 20)
)

// card is a card of the user's book; its UID is its name in the tests.
func card(uid, name string, addresses ...string) record.Record {
	r := record.Record{Source: record.Card, Place: record.Place{Book: "book.vcf"}, UID: uid, Addresses: addresses}
	if name != "" {
		r.Names = []string{name}
	}
	return r
}

// member is an entry in the member list of a group.
func member(group, name, address string) record.Record {
	r := record.Record{Source: record.Member, Place: record.Place{Device: "phone", Group: group}, Addresses: []string{address}}
	if name != "" {
		r.Names = []string{name}
	}
	return r
}

func correspondent(name, address string) record.Record {
	r := member("", name, address)
	r.Source = record.Correspondent
	return r
}

func with(r record.Record, edit func(*record.Record)) record.Record {
	edit(&r)
	return r
}

func keyed(fingerprint string, learnt record.Learnt) func(*record.Record) {
	return func(r *record.Record) { r.Keys = append(r.Keys, record.Key{Fingerprint: fingerprint, Learnt: learnt}) }
}

func bond(address, key string) record.Bond { return record.Bond{Address: address, Key: key, Count: 1} }

// between is a bond that is witnessed from one time to another.
func between(b record.Bond, first, last int64) record.Bond {
	b.First, b.Last = record.Witness{MessageID: "first", Time: first, Arrived: first}, record.Witness{MessageID: "last", Time: last, Arrived: last}
	return b
}

// found is a plan with the records under the names of the tests: a card's UID, or
// group/address.
type found struct {
	*Plan
	t     *testing.T
	named map[string]string
}

func find(t *testing.T, records []record.Record, testimony *record.Testimony, opts ...Options) found {
	t.Helper()
	var o Options
	if len(opts) > 0 {
		o = opts[0]
	}
	plan, err := Find(context.Background(), records, testimony, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := Validate(plan); err != nil {
		t.Errorf("Find made a plan that is not valid: %v", err)
	}
	f := found{plan, t, map[string]string{}}
	for _, r := range plan.Records {
		f.named[r.ID] = testName(*r.Record)
	}
	return f
}

func testName(r record.Record) string {
	switch {
	case r.Source == record.Card:
		return r.UID
	case r.Source == record.KeyHolder:
		return "key"
	case r.Place.Group != "":
		return r.Place.Group + "/" + r.Addresses[0]
	}
	return r.Addresses[0]
}

// group is the names of records, in order.
func (f found) group(ids ...[]string) string {
	var names []string
	for _, id := range slices.Concat(ids...) {
		names = append(names, f.named[id])
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// lines says the whole plan in a few words, sorted.
func (f found) lines() []string {
	var all []string
	for _, p := range f.Persons {
		all = append(all, string(p.Decision)+": "+f.group(p.Records))
	}
	for _, p := range f.Proposals {
		all = append(all, "propose "+string(p.Suggest)+": "+f.group(p.A, p.B))
	}
	for _, c := range f.Conflicts {
		all = append(all, "conflict: "+f.group(c.Ends[:]))
	}
	for _, a := range f.Alarms {
		all = append(all, "alarm: "+f.group(a.Records[:]))
	}
	slices.Sort(all)
	return all
}

func (f found) expect(want ...string) {
	f.t.Helper()
	slices.Sort(want)
	if got := f.lines(); !slices.Equal(got, want) {
		f.t.Errorf("the plan is\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// rules are the names of the rules that tie persons and proposals.
func (f found) rules() []string {
	var all []string
	for _, p := range f.Persons {
		for _, e := range slices.Concat(p.Evidence, p.Against) {
			all = append(all, e.Rule)
		}
	}
	for _, p := range f.Proposals {
		for _, e := range slices.Concat(p.Evidence, p.Against) {
			all = append(all, e.Rule)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// scenarios are the situations of people, groups and address books in which one
// person turns up as two records, each with what has to come of it.
var scenarios = []struct {
	name      string
	records   []record.Record
	testimony record.Testimony
	opts      Options
	want      []string
}{
	{
		name:      "1 a new member joins whose contact exists, signing with the key that signed from the contact's address",
		records:   []record.Record{card("anna", "Anna Arendt", "anna@a.example"), member("g", "Anna", "new@b.example")},
		testimony: *vouched(record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("new@b.example", keyA)}}),
		want:      []string{"accept: anna g/new@b.example"},
	},
	{
		name:      "1 a new member joins, and the card alone names the key: a hint",
		records:   []record.Record{with(card("anna", "Anna Arendt", "anna@a.example"), keyed(keyA, record.LearntCard)), member("g", "Anna", "new@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("new@b.example", keyA)}},
		want:      []string{"propose accept: anna g/new@b.example"},
	},
	{
		name:    "1 a new member has the name of a contact and nothing more",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), member("g", "Anna Arendt", "x9@b.example")},
	},
	{
		name:    "2 the owner of a list is a role, though somebody's name stands on it",
		records: []record.Record{card("anna", "Anna Arendt", "dev-owner@lists.example.org"), correspondent("Anna Arendt", "dev-owner@lists.example.org")},
	},
	{
		name: "3 a sender is added to the book: every row with this address belongs to the card, others do not",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), member("g", "Anna", "anna@a.example"),
			member("h", "anna", "anna@a.example"), member("h", "Anna", "anna@b.example")},
		want: []string{"accept: anna g/anna@a.example h/anna@a.example"},
	},
	{
		name:    "4 a removed member writes again with the same key",
		records: []record.Record{with(with(member("g", "Anna", "anna@a.example"), func(r *record.Record) { r.Deleted = true }), keyed(keyA, record.LearntSigned)), with(correspondent("Anna", "anna@a.example"), keyed(keyA, record.LearntSigned))},
		want:    []string{"accept: anna@a.example g/anna@a.example"},
	},
	{
		name:    "4 a removed member writes again with another key",
		records: []record.Record{with(with(member("g", "Anna", "anna@a.example"), func(r *record.Record) { r.Deleted = true }), keyed(keyA, record.LearntSigned)), with(correspondent("Anna", "anna@a.example"), keyed(keyB, record.LearntSigned))},
		want:    []string{"propose accept: anna@a.example g/anna@a.example"},
	},
	{
		name:    "5 the same probe answered twice is one answer",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("ann", "", "ann@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{
			{ID: "p", Addresses: [2]string{"anna@a.example", "ann@b.example"}, Keys: [2]string{keyA, keyB}},
			{ID: "p", Addresses: [2]string{"anna@a.example", "ann@b.example"}, Keys: [2]string{keyA, keyB}},
		}},
		want: []string{"accept: ann anna"},
	},
	{
		name:    "6 two cards with one address are one person",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("copy", "Anna Arendt", "anna@a.example")},
		want:    []string{"accept: anna copy"},
	},
	{
		name:    "6 two cards of a rare name with two addresses are listed, and are the user's choice",
		records: []record.Record{card("work", "Anna Arendt", "a@work.example"), card("home", "Anna Arendt", "b@home.example")},
		want:    []string{"propose undecided: home work"},
	},
	{
		name:    "6 of a common name they are not",
		records: []record.Record{card("work", "John Smith", "a@work.example"), card("home", "John Smith", "b@home.example")},
	},
	{
		name:    "7 a contact known by another route is recognised by the key in both cards",
		records: []record.Record{with(card("old", "Anna Arendt", "anna@a.example"), keyed(keyA, record.LearntCard)), with(card("scanned", "Anna", "x7k@chat.example"), keyed(keyA, record.LearntCard))},
		want:    []string{"propose accept: old scanned"},
	},
	{
		name:    "8 one card and rows in many groups: every row with its own evidence",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), member("g", "", "anna@a.example"), member("h", "A. Arendt", "anna@a.example"), member("i", "Anna", "anna@a.example")},
		want:    []string{"accept: anna g/anna@a.example h/anna@a.example i/anna@a.example"},
	},
	{
		name:      "9 rows in two groups without a contact are tied by the signing key",
		records:   []record.Record{member("g", "Anna", "anna@a.example"), member("h", "Anna", "anna@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("anna@b.example", keyA)}},
		want:      []string{"accept: g/anna@a.example h/anna@b.example"},
	},
	{
		name:    "9 rows in two groups are never tied by name",
		records: []record.Record{member("g", "Anna Arendt", "q@a.example"), member("h", "Anna Arendt", "z@b.example")},
	},
	{
		name:      "10 an address in a signature block is not a reason to join",
		records:   []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("other", "", "x@b.example")},
		testimony: record.Testimony{Claims: []record.AddressPair{{From: "anna@a.example", To: "x@b.example"}}, Replies: []record.AddressPair{{From: "anna@a.example", To: "x@b.example"}}},
	},
	{
		name:      "11 linking by key leaves every conversation its own record",
		records:   []record.Record{correspondent("Anna", "anna@a.example"), correspondent("Anna", "anna@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("anna@b.example", keyA)}},
		want:      []string{"accept: anna@a.example anna@b.example"},
	},
	{
		name:    "12 without probes nothing is asked and names stay hints",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("ann", "", "ann@b.example")},
	},
	{
		name:    "13 joining a group again makes no second row of a person",
		records: []record.Record{with(member("g", "Anna", "anna@a.example"), func(r *record.Record) { r.Deleted = true }), member("g", "Anna", "anna@a.example")},
		want:    []string{"accept: g/anna@a.example g/anna@a.example"},
	},
	{
		name:      "14 the user's own records are joined with nobody, nor with each other",
		records:   []record.Record{card("me", "Me Myself", "me@a.example"), card("me too", "Me Myself", "me@a.example"), correspondent("Me Myself", "other@b.example")},
		testimony: record.Testimony{Own: []record.Owner{{Addresses: []string{"me@a.example"}, Keys: []string{keyA}}}},
	},
	{
		name:      "14 the user's own key on another address is a conflict",
		records:   []record.Record{card("me", "Me Myself", "me@a.example"), correspondent("Me", "alias@b.example")},
		testimony: record.Testimony{Own: []record.Owner{{Addresses: []string{"me@a.example"}, Keys: []string{keyA}}}, Signed: []record.Bond{bond("me@a.example", keyA), bond("alias@b.example", keyA)}},
		want:      []string{"conflict: alias@b.example me"},
	},
	{
		name:    "15 two probes that crossed say the same",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("ann", "", "ann@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{
			{ID: "p", Addresses: [2]string{"anna@a.example", "ann@b.example"}, Keys: [2]string{keyA, keyB}},
			{ID: "q", Addresses: [2]string{"ann@b.example", "anna@a.example"}, Keys: [2]string{keyB, keyA}},
		}},
		want: []string{"accept: ann anna"},
	},
	{
		name:      "16 a person stands above records: rows without a card are one too",
		records:   []record.Record{member("g", "Anna", "anna@a.example"), member("h", "Anna", "anna@b.example"), member("i", "", "anna@b.example")},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("anna@b.example", keyA)}},
		want:      []string{"accept: g/anna@a.example h/anna@b.example i/anna@b.example"},
	},
	{
		name:      "17 a member with a contact and other matching members: the card is the centre",
		records:   []record.Record{member("g", "Anna", "anna@a.example"), card("anna", "Anna Arendt", "anna@a.example"), member("h", "Anna", "x@b.example")},
		testimony: *vouched(record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA), bond("x@b.example", keyA)}}),
		want:      []string{"accept: anna g/anna@a.example h/x@b.example"},
	},
	{
		name: "18 one row bridges two persons with active keys: a conflict, and nothing is joined",
		records: []record.Record{with(card("anna", "Anna", "anna@a.example"), keyed(keyA, record.LearntCard)), card("ann", "", "anna@a.example", "x@b.example"),
			with(card("bob", "", "x@b.example"), keyed(keyB, record.LearntCard))},
		testimony: record.Testimony{Signed: []record.Bond{between(bond("anna@a.example", keyA), 100, 900), between(bond("x@b.example", keyB), 200, 800)}},
		want:      []string{"conflict: anna bob"},
	},
	{
		name:    "19 the contact was deleted, the row in the group remains and is found by a probe",
		records: []record.Record{member("g", "Anna", "dead@a.example"), correspondent("", "live@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{
			{ID: "p", Addresses: [2]string{"dead@a.example", "live@b.example"}, Keys: [2]string{keyA, keyA}},
		}},
		want: []string{"accept: g/dead@a.example live@b.example"},
	},
	{
		name:    "20 a key somebody else told of stays a hint, however many records have it",
		records: []record.Record{card("anna", "Anna Arendt", "anna@a.example"), with(member("g", "Anna Arendt", "x@b.example"), keyed(keyA, record.LearntGossip))},
		testimony: record.Testimony{Signed: []record.Bond{bond("anna@a.example", keyA)},
			Gossiped: []record.Bond{bond("x@b.example", keyA)}},
	},
	{
		name:    "21 all that confirm are joined, each with its own evidence",
		records: []record.Record{card("anna", "Anna", "anna@a.example"), member("g", "", "x@b.example"), member("h", "", "y@c.example")},
		testimony: record.Testimony{Probes: []record.Answered{
			{ID: "p", Addresses: [2]string{"anna@a.example", "x@b.example"}, Keys: [2]string{keyA, keyB}},
			{ID: "q", Addresses: [2]string{"anna@a.example", "y@c.example"}, Keys: [2]string{keyA, keyC}},
		}},
		want: []string{"accept: anna g/x@b.example h/y@c.example"},
	},
	{
		name:    "22 both the member and the contact confirm",
		records: []record.Record{card("anna", "Anna", "anna@a.example"), member("g", "Anna", "anna@a.example"), member("h", "", "x@b.example")},
		testimony: record.Testimony{Probes: []record.Answered{
			{ID: "p", Addresses: [2]string{"x@b.example", "anna@a.example"}, Keys: [2]string{keyB, keyA}},
			{ID: "q", Addresses: [2]string{"x@b.example", "anna@a.example"}, Keys: [2]string{keyB, keyA}},
		}},
		want: []string{"accept: anna g/anna@a.example h/x@b.example"},
	},
	{
		name:      "23 a claimed address is enough to ask when that is wanted",
		records:   []record.Record{card("anna", "Anna Arendt", "anna@a.example"), card("other", "", "x@b.example")},
		testimony: record.Testimony{Claims: []record.AddressPair{{From: "anna@a.example", To: "x@b.example"}}},
		opts:      Options{CandidatesClaimed: true},
		want:      []string{"propose undecided: anna other"},
	},
	{
		name:    "24 an address known from a closed group alone keeps its place",
		records: []record.Record{card("anna", "Anna", "anna@a.example"), member("closed", "Anna", "anna@a.example")},
		want:    []string{"accept: anna closed/anna@a.example"},
	},
	{
		name:    "25 a group made anew is another group with the same people",
		records: []record.Record{member("old", "Anna", "anna@a.example"), member("new", "Anna", "anna@a.example")},
		want:    []string{"accept: new/anna@a.example old/anna@a.example"},
	},
}

func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			find(t, s.records, &s.testimony, s.opts).expect(s.want...)
		})
	}
}
