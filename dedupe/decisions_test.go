package dedupe

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"
)

// decide is the plan after a reviewer decided all proposals.
func decide(plan *Plan, d Decision) *Plan {
	for i := range plan.Proposals {
		plan.Proposals[i].Decision = d
	}
	return plan
}

func TestARefusedPairComesBackOnlyWithNewEvidence(t *testing.T) {
	records := []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("b", "Hannelore Quitzow"), telephone("+49 30 5550001"))}
	first := find(t, records, nil)
	first.expect("propose accept: a b")
	decided := Decisions{}.With(decide(first.Plan, Refuse), 2)

	find(t, records, nil, Options{Decisions: decided}).expect()

	records[0].Birthday, records[1].Birthday = "1970-03-04", "1970-03-04"
	again := find(t, records, nil, Options{Decisions: decided})
	again.expect("propose accept: a b")
	p := again.Proposals[0]
	if p.Before != Refuse || p.Decision != Review || !slices.Equal(p.Fresh, []string{`both were born on "1970-03-04"`}) {
		t.Errorf("decision %q before %q fresh %q", p.Decision, p.Before, p.Fresh)
	}

	decided = decided.With(decide(again.Plan, Refuse), 2)
	find(t, records, nil, Options{Decisions: decided}).expect()
}

func TestARefusedPairStaysRefusedWhenAnAppWritesItsUIDsInAnotherForm(t *testing.T) {
	records := []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("b", "Hannelore Quitzow"), telephone("+49 30 5550001"))}
	records[0].UID, records[1].UID = "2F1C0B8E-9D3A-4C55-8E71-0A6B5D4C3E2F", "kept-as-it-is"
	decided := Decisions{}.With(decide(find(t, records, nil).Plan, Refuse), 2)

	records[0].UID, records[1].UID = "urn:uuid:2f1c0b8e-9d3a-4c55-8e71-0a6b5d4c3e2f", "urn:uuid:kept-as-it-is"
	find(t, records, nil, Options{Decisions: decided}).expect()

	records[0].UID = "urn:uuid:00000000-9d3a-4c55-8e71-0a6b5d4c3e2f"
	find(t, records, nil, Options{Decisions: decided}).expect()
}

func TestAnAcceptedPairStaysAcceptedWhileItsEvidenceHolds(t *testing.T) {
	records := []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("b", "Hannelore Quitzow"), telephone("+49 30 5550001"))}
	decided := Decisions{}.With(decide(find(t, records, nil).Plan, Accept), 2)
	again := find(t, records, nil, Options{Decisions: decided})
	if p := again.Proposals[0]; p.Decision != Accept || p.Before != Accept {
		t.Errorf("decision %q before %q", p.Decision, p.Before)
	}
	if d := decided.With(again.Plan, 2); !cmp.Equal(d, decided) {
		t.Errorf("a second run changes what is remembered:\n%s", cmp.Diff(decided, d))
	}

	records[0].Birthday, records[1].Birthday = "1970-03-04", "1971-03-04"
	changed := find(t, records, nil, Options{Decisions: decided})
	if p := changed.Proposals[0]; p.Decision != Accept {
		t.Errorf("more evidence for it undid the decision: %q", p.Decision)
	}
	records[1].Birthday = "1999-11-30"
	for _, p := range find(t, records, nil, Options{Decisions: decided, IncludeWeak: true}).Proposals {
		if p.Decision == Accept {
			t.Error("accepted although the birthdays now differ")
		}
	}
}

func TestARefusedPersonIsNotJoinedAgain(t *testing.T) {
	records := []record.Record{card("a", "Anna", "anna@a.example"), card("b", "Anna", "anna@a.example"), card("c", "Anna", "anna@a.example")}
	first := find(t, records, nil)
	first.expect("accept: a b c")
	first.Persons[0].Decision = Refuse
	decided := Decisions{}.With(first.Plan, 2)
	find(t, records, nil, Options{Decisions: decided}).expect()

	// A later bridge by other proof is a question, not an answer.
	records[0].Content, records[1].Content = "c0ffee", "c0ffee"
	again := find(t, records, nil, Options{Decisions: decided})
	for _, p := range again.Persons {
		t.Errorf("joined %s", again.group(p.Records))
	}
}

func TestAPersonAcceptedOnReviewStaysSo(t *testing.T) {
	var records []record.Record
	var testimony record.Testimony
	for i := range 12 {
		address := string(rune('a'+i)) + "@a.example"
		records = append(records, correspondent("", address))
		testimony.Signed = append(testimony.Signed, bond(address, keyA))
	}
	first := find(t, records, &testimony)
	first.Persons[0].Decision = Accept
	again := find(t, records, &testimony, Options{Decisions: Decisions{}.With(first.Plan, 2)})
	if got := again.Persons[0].Decision; got != Accept {
		t.Errorf("decision %q", got)
	}
}

func TestDecisionsAreTheSameAfterJSON(t *testing.T) {
	records := []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("b", "Hannelore Quitzow"), telephone("+49 30 5550001"))}
	decided := Decisions{}.With(decide(find(t, records, nil).Plan, Refuse), 2)
	text, err := json.Marshal(decided)
	if err != nil {
		t.Fatal(err)
	}
	var read Decisions
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(decided, read) {
		t.Error(cmp.Diff(decided, read))
	}
}

func TestARefusedPairStaysRefusedWhenAnAppGivesItsCardsOtherUIDs(t *testing.T) {
	quitzow := func(uid string) record.Record {
		return with(card(uid, "Hannelore Quitzow", uid[:1]+"@a.example"), telephone("+49 30 5550001"))
	}
	decided := Decisions{}.With(decide(find(t, []record.Record{quitzow("a"), quitzow("b")}, nil).Plan, Refuse), 2)
	find(t, []record.Record{quitzow("a-new"), quitzow("b-new")}, nil, Options{Decisions: decided}).expect()

	respelled := quitzow("b-new")
	respelled.Names, respelled.Phones, respelled.Country = []string{"Quitzow, Hannelore"}, []string{"030/5550001"}, "49"
	find(t, []record.Record{quitzow("a-new"), respelled}, nil, Options{Decisions: decided}).expect()

	renamed := quitzow("b-new")
	renamed.Organisations = []string{"Nachtigall & Co"}
	find(t, []record.Record{quitzow("a"), renamed}, nil, Options{Decisions: decided}).expect()
}

func TestACardTakenOutOfAPersonStaysOut(t *testing.T) {
	records := []record.Record{card("a", "Anna", "anna@a.example"), card("b", "Anna", "anna@a.example"), card("c", "Anna", "anna@a.example"), correspondent("Anna", "anna@a.example")}
	first := find(t, records, nil)
	first.expect("accept: a anna@a.example b c")
	p := &first.Persons[0]
	p.Records = slices.DeleteFunc(p.Records, func(id string) bool { return first.named[id] == "b" })
	decided := Decisions{}.With(first.Plan, 2)
	again := find(t, records, nil, Options{Decisions: decided})
	again.expect("accept: a anna@a.example c")
	if again.Persons[0].ID != p.ID {
		t.Errorf("the person is now %q, and was %q", again.Persons[0].ID, p.ID)
	}
	records[1].UID = "another"
	find(t, records, nil, Options{Decisions: decided}).expect("accept: a anna@a.example c")
}

func TestAPersonKeepsItsNameWhileRecordsComeAndGo(t *testing.T) {
	records := []record.Record{card("a", "Anna", "anna@a.example"), card("b", "Anna", "anna@a.example"), card("c", "Anna", "anna@a.example")}
	first := find(t, records[:2], nil)
	if more := find(t, records, nil); more.Persons[0].ID != first.Persons[0].ID {
		t.Errorf("with one card more it is %q, and was %q", more.Persons[0].ID, first.Persons[0].ID)
	}
	if less := find(t, records[1:], nil); less.Persons[0].ID != first.Persons[0].ID {
		t.Errorf("with another card it is %q, and was %q", less.Persons[0].ID, first.Persons[0].ID)
	}
	records[2].Addresses = append(records[2].Addresses, "a@a.example")
	if moved := find(t, records, nil, Options{Decisions: Decisions{}.With(first.Plan, 2)}); moved.Persons[0].ID != first.Persons[0].ID {
		t.Errorf("with another address it is %q, and was decided about as %q", moved.Persons[0].ID, first.Persons[0].ID)
	}
}
