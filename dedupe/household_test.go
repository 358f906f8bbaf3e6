package dedupe

import (
	"context"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// verdict is what Find makes of two cards: "one", "propose accept", "propose
// refuse" or "nothing".
func verdict(t *testing.T, a, b record.Record, testimony *record.Testimony) string {
	t.Helper()
	a.Source, b.Source = record.Card, record.Card
	a.Place, b.Place = record.Place{Book: "b", Line: 1}, record.Place{Book: "b", Line: 9, Index: 1}
	a.UID, b.UID = "a", "b"
	plan, err := Find(context.Background(), []record.Record{a, b}, testimony, Options{})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(plan.Persons) > 0:
		return "one"
	case len(plan.Proposals) > 0:
		return "propose " + string(plan.Proposals[0].Suggest)
	}
	return "nothing"
}

func TestTwoPeopleOfOneHousehold(t *testing.T) {
	at := func(names ...string) record.Record {
		return record.Record{Names: names, Addresses: []string{"weber@x.example"}}
	}
	for _, tc := range []struct {
		name string
		a, b record.Record
		not  []string // what must not come of it
	}{
		{"senior and junior in the suffix of N", at("Hans Weber", "Hans Weber sen."), at("Hans Weber", "Hans Weber jun."), []string{"one", "propose accept"}},
		{"one of them with jun.", at("Hans Weber"), at("Hans Weber jun."), []string{"one", "propose accept"}},
		{"the elder and the younger in German", at("Hans Weber d. Ä."), at("Hans Weber der Jüngere"), []string{"one", "propose accept"}},
		{"a couple's card and one of the two", at("Klaus & Maria Schmidt"), at("Maria Schmidt"), []string{"one", "propose accept"}},
		{"a couple in German", at("Klaus und Maria Schmidt"), at("Klaus Schmidt"), []string{"one", "propose accept"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := verdict(t, tc.a, tc.b, nil)
			for _, wrong := range tc.not {
				if got == wrong {
					t.Error(got)
				}
			}
		})
	}
}

func TestNamesThatSayNothingAgainstOneMailbox(t *testing.T) {
	at := func(names ...string) record.Record {
		return record.Record{Names: names, Addresses: []string{"wei@x.example"}}
	}
	for _, tc := range []struct {
		name string
		a, b record.Record
		want string
	}{
		{"an address in place of a name", at("wei@x.example"), at("Chen Wei"), "one"},
		{"a name in another script is for review", at("陈伟"), at("Chen Wei"), "propose accept"},
		{"and in another alphabet", at("Анна Иванова"), at("Anna Ivanova"), "propose accept"},
		{"no name at all", at(), at("Chen Wei"), "one"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := verdict(t, tc.a, tc.b, nil); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func TestAnAnswerWithBothKeysOutweighsNames(t *testing.T) {
	const one, two = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
	a := record.Record{Names: []string{"Bob"}, Addresses: []string{"bob@x.example"}, Keys: []record.Key{{Fingerprint: one, Learnt: record.LearntCard}}}
	b := record.Record{Names: []string{"Erin"}, Addresses: []string{"erin@y.example"}, Keys: []record.Key{{Fingerprint: two, Learnt: record.LearntCard}}}
	answered := &record.Testimony{Probes: []record.Answered{{ID: "p", Addresses: [2]string{"bob@x.example", "erin@y.example"}, Keys: [2]string{one, two}}}}
	if got := verdict(t, a, b, answered); got != "one" {
		t.Error(got)
	}
	answered.Probes[0].Keys[1] = ""
	if got := verdict(t, a, b, answered); got == "one" {
		t.Error("one side had no key, and still", got)
	}
}

func TestACardOfARoleImportedTwiceIsOneCard(t *testing.T) {
	r := record.Record{Names: []string{"Info Stadtwerke"}, Addresses: []string{"info@sw.example"}, Content: "d1"}
	if got := verdict(t, r, r, nil); got != "one" {
		t.Error(got)
	}
	other := r
	other.Content, other.Names = "d2", []string{"Stadtwerke"}
	if got := verdict(t, r, other, nil); got != "nothing" {
		t.Error(got)
	}
}

func TestSuggestionsThatMeetInOnePersonDoNotJoinTwo(t *testing.T) {
	card := func(uid, name, address string, phones ...string) record.Record {
		return record.Record{Source: record.Card, Place: record.Place{Book: "b"}, UID: uid, Names: []string{name}, Addresses: []string{address}, Phones: phones}
	}
	for _, tc := range []struct {
		name    string
		records []record.Record
		accepts int
	}{
		{"an initial that fits both of a couple", []record.Record{
			card("1", "H. Weber", "weber@x.example"), card("2", "Hans Weber", "weber@x.example"), card("3", "Heike Weber", "weber@x.example"),
		}, 0},
		{"one of the two shares more", []record.Record{
			card("1", "H. Weber", "weber@x.example", "+49 30 1234567"), card("2", "Hans Weber", "weber@x.example", "+49 30 1234567"),
			card("3", "Heike Weber", "weber@x.example"),
		}, 1},
		{"three spellings of one person", []record.Record{
			card("1", "Zeno Quist", "zq@x.example", "+49 30 1234567"), card("2", "Zeno Qiust", "q@y.example", "+49 30 1234567"),
			card("3", "Zeon Quist", "zz@z.example", "+49 30 1234567"),
		}, 3},
		{"slips in both words of a name", []record.Record{
			card("1", "Hieronymus Quistgaard", "hq@x.example", "+49 30 1234567"), card("2", "Hieronymsu Quistgaadr", "q@y.example", "+49 30 1234567"),
		}, 1},
		{"one person three times", []record.Record{
			card("1", "Ann Ottokar", "ann@x.example", "+49 30 1234567"), card("2", "Ann Ottokar", "ottokar@y.example", "+49 30 1234567"),
			card("3", "Ann Ottokar", "ao@z.example", "+49 30 1234567"),
		}, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			plan, err := Find(context.Background(), tc.records, nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			accepts := 0
			for _, p := range plan.Proposals {
				if p.Suggest == Accept {
					accepts++
				}
			}
			if accepts != tc.accepts || len(plan.Persons) > 0 {
				t.Errorf("%d proposals to accept, want %d; %d persons", accepts, tc.accepts, len(plan.Persons))
			}
		})
	}
}

func TestAMailboxThatMayBeOfTwoIsNoProofForWhoSaysLittle(t *testing.T) {
	card := func(uid, name string, addresses ...string) record.Record {
		r := record.Record{Source: record.Card, Place: record.Place{Book: "b"}, UID: uid, Addresses: addresses}
		if name != "" {
			r.Names = []string{name}
		}
		return r
	}
	jane, initial := card("1", "Jane Moore", "moore@x.example", "jane@y.example"), card("2", "J. Moore", "moore@x.example", "john@z.example")
	for _, tc := range []struct {
		name    string
		records []record.Record
		persons int
	}{
		{"a card without a name between two who may be a couple", []record.Record{jane, initial, card("3", "", "moore@x.example")}, 0},
		{"a card with an initial between two who may be a couple", []record.Record{jane, initial, card("3", "J. M. Moore", "moore@x.example")}, 0},
		{"a card without a name between two names in two scripts", []record.Record{
			card("1", "Natalia Petrova", "home@x.example"), card("2", "王芳", "home@x.example"), card("3", "", "home@x.example"),
		}, 0},
		{"a card without a name beside one person", []record.Record{jane, card("3", "", "moore@x.example")}, 1},
		{"an initial beside one person", []record.Record{card("1", "Jane Moore", "moore@x.example"), card("2", "J. Moore", "moore@x.example")}, 1},
	} {
		plan, err := Find(context.Background(), tc.records, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Persons) != tc.persons {
			t.Errorf("%s: %d persons, want %d", tc.name, len(plan.Persons), tc.persons)
		}
	}
}
