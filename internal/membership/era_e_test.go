package membership

import "testing"

const timedReleases = "1.154.0 1.154.3 1.155.0 1.160.0 2.0.0 2.33.0 2.62.0"

func TestErasEAndFWithTimes(t *testing.T) {
	const both = timedReleases
	const old = morning - day
	for _, s := range []story{
		{"a newer addition of an unknown person counts", both, "alice bob", mail("bob", "alice carol", timed(morning, noon)), "alice bob carol", ReasonMerged},
		{"an older one counts too: nobody ever removed them", both, "alice bob", mail("bob", "alice carol", timed(morning, old)), "alice bob carol", ReasonMerged},
		{"the date of the message does not matter", both, "alice bob", mail("bob", "alice carol", timed(morning, noon), sentAt(old)), "alice bob carol", ReasonMerged},
		{"a newer removal counts", both, "alice bob carol", mail("bob", "alice", former("carol"), timed(morning, noon)), "alice bob", ReasonMerged},
		{"a removal at the time of the addition does not: the addition wins", both, "alice bob carol", mail("bob", "alice", former("carol"), timed(morning, morning)), "alice bob carol", ReasonMerged},
		{"an older removal does not count", both, "alice bob carol", mail("bob", "alice", former("carol"), timed(morning, old)), "alice bob carol", ReasonMerged},
		{"members who are not listed stay", both, "alice bob doris", mail("bob", "alice", timed(morning)), "alice bob doris", ReasonMerged},
		{"a member who leaves lists itself as past", both, "alice bob", mail("bob", "alice", former("bob"), timed(morning, noon), removes("bob")), "alice", ReasonMerged},
		{"the user is removed like anybody else", both, "alice bob carol", mail("bob", "carol", former("alice"), timed(morning, noon)), "bob carol", ReasonMerged},
		{"a stranger changes nothing", both, "alice bob", mail("doris", "alice carol", timed(noon, noon)), "alice bob", ReasonNotMember},
		{"a stranger may, while the user is out", both, "bob", mail("doris", "bob alice", timed(noon, noon)), "alice bob", ReasonMerged},
		{"too few times change nothing", both, "alice bob", mail("bob", "alice carol", timed(noon)), "alice bob", ReasonTimesDoNotFit},
		{"too many times change nothing", both, "alice bob", mail("bob", "alice carol", timed(noon, noon, noon)), "alice bob", ReasonTimesDoNotFit},
		{"an empty list of times changes nothing", both, "alice bob", mail("bob", "alice carol", timed()), "alice bob", ReasonTimesDoNotFit},
		{"the header that names a member has no effect beside times", both, "alice bob", mail("bob", "alice", timed(morning), adds("carol")), "alice bob", ReasonMerged},
		{"nor beside times that do not fit", both, "alice bob carol", mail("bob", "alice", timed(), removes("carol")), "alice bob carol", ReasonTimesDoNotFit},
		{"half a message counts as a whole one", both, "alice bob", mail("bob", "alice carol", timed(morning, noon), partly), "alice bob carol", ReasonMerged},
		{"an unknown past member with a time of 0 becomes a member", both, "alice bob", mail("bob", "alice", former("carol"), timed(morning, 0)), "alice bob carol", ReasonMerged},
		{"an unknown recipient with a negative time becomes a tombstone", both, "alice bob", mail("bob", "alice carol", timed(morning, -1)), "alice bob", ReasonMerged},
	} {
		s.run(t)
	}
}

func TestTheSenderCannotVouchForItself(t *testing.T) {
	for _, release := range []string{"1.154.3", "1.160.0", "2.62.0"} {
		r := rules(t, release)
		v, _, _ := r.Receive(group(r, "alice bob"), met(r, ""), mail("bob", "alice bob", timed(morning, noon)))
		if got := v.Rows[idOf(r, "bob")].Added; got != morning {
			t.Errorf("%s: the sender's own time became %d, want %d", release, got, morning)
		}
	}
}

func TestTimesFromTheFutureAreCutByTheReceiversClock(t *testing.T) {
	r := rules(t, "1.160.0")
	v, _, _ := r.Receive(group(r, "alice bob"), met(r, ""), mail("bob", "alice carol", timed(morning, noon+day)))
	if got := v.Rows[idOf(r, "carol")].Added; got != noon+60 {
		t.Errorf("added at %d, want a minute after noon", got)
	}
}

func TestErasEAndFWithoutTimes(t *testing.T) {
	const both = timedReleases
	for _, s := range []story{
		{"recipients do not join", both, "alice bob", mail("bob", "alice carol"), "alice bob", ReasonNoTimes},
		{"the added member joins", both, "alice bob", mail("bob", "alice carol doris", adds("carol")), "alice bob carol", ReasonNoTimes},
		{"the removed member is out", both, "alice bob carol", mail("bob", "alice", removes("carol")), "alice bob", ReasonNoTimes},
		{"an older message counts as well", both, "alice bob carol", mail("bob", "alice", removes("carol"), sentAt(morning-day)), "alice bob", ReasonNoTimes},
		{"being added rebuilds the list", both, "bob erin", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonSelfAdded},
		{"being added rebuilds it for a member too, up to 2.17", "1.154.0 1.160.0 2.0.0 2.17.0", "alice bob erin", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonSelfAdded},
		{"being added rebuilds nothing for a member from 2.18 on", "2.18.0 2.62.0", "alice bob erin", mail("bob", "alice carol", adds("alice")), "alice bob erin", ReasonNoTimes},
		{"a classic program joins its recipients", both, "alice bob", mail("bob", "alice carol", classic), "alice bob carol", ReasonRecipientsJoined},
		{"a classic program brings the user back in 1.154.0", "1.154.0 1.154.1", "bob", mail("bob", "carol", classic), "alice bob carol", ReasonRecipientsJoined},
		{"a classic program does not from 1.154.2 on", "1.154.2 1.160.0", "bob", mail("bob", "carol", classic), "bob carol", ReasonRecipientsJoined},
		{"a stranger changes nothing", both, "alice bob", mail("doris", "alice", adds("carol")), "alice bob", ReasonNotMember},
	} {
		s.run(t)
	}
}

func TestWithoutTimesEveryRowMovesToTheDate(t *testing.T) {
	r := rules(t, "1.160.0")
	v, _, _ := r.Receive(group(r, "alice bob carol"), met(r, "carol doris"), mail("bob", "alice", removes("carol")))
	for name, want := range map[string]Row{
		"alice": {noon, noon}, "bob": {noon, noon}, "carol": {morning, noon},
	} {
		if got := v.Rows[idOf(r, name)]; got != want {
			t.Errorf("%s: row %v, want %v", name, got, want)
		}
	}
}

// A tombstone does not keep its time when the list is replaced, so an older
// message that names the member brings it back.
func TestWithoutTimesAnOlderMessageUndoesARemoval(t *testing.T) {
	r := rules(t, "1.160.0")
	v := group(r, "alice bob")
	v.Rows[idOf(r, "carol")] = Row{Added: morning, Removed: noon}
	v, _, _ = r.Receive(v, met(r, "carol"), mail("bob", "alice", adds("carol"), sentAt(morning)))
	if got := v.Rows[idOf(r, "carol")]; got != (Row{morning + 1, morning + 1}) {
		t.Errorf("row %v", got)
	}
}

func TestAStaleListIsTakenWhole(t *testing.T) {
	const late = morning + 60*day - 60
	message := mail("bob", "alice carol", former("doris"), timed(morning, morning, noon), sentAt(late), readAt(late))
	r := rules(t, "1.160.0")
	before := group(r, "alice bob erin")
	before.Rows[idOf(r, "doris")] = Row{Added: morning, Removed: noon}

	v, _, o := r.Receive(before, met(r, "doris"), message)
	wantMembers(t, r, v, "alice bob carol")
	if o.Reason != ReasonStale || v.ListTime != late {
		t.Errorf("reason %q, list time %d", o.Reason, v.ListTime)
	}
	if len(v.Rows) != 3 || v.Rows[Self] != (Row{}) {
		t.Errorf("times and tombstones must be gone: %v", v.Rows)
	}

	message.Now--
	v, _, o = r.Receive(before, met(r, "doris"), message)
	wantMembers(t, r, v, "alice bob carol erin")
	if o.Reason != ReasonMerged {
		t.Errorf("a second earlier the list was %q", o.Reason)
	}

	v, _, o = rules(t, "1.154.3").Receive(before, met(r, "doris"), message)
	if o.Reason != ReasonMerged || v.ListTime != morning {
		t.Errorf("1.154 knows no stale lists: %q, list time %d", o.Reason, v.ListTime)
	}
}

func TestAListThatWasNeverTimedIsStaleByItsCreation(t *testing.T) {
	r := rules(t, "2.62.0")
	v := group(r, "alice bob")
	v.ListTime = 0
	v, _, o := r.Receive(v, met(r, ""), mail("bob", "alice", timed(morning), readAt(morning+61*day)))
	if o.Reason != ReasonStale || v.ListTime == 0 {
		t.Errorf("reason %q, list time %d", o.Reason, v.ListTime)
	}
}
