package membership

import "testing"

func TestAnOwnMessageSaysWhatItsDeviceBelieved(t *testing.T) {
	for _, r := range All() {
		for _, c := range []struct {
			name, before string
			mail         Message
			want         string
			why          Reason
		}{
			{"nothing new", "alice bob", mail("alice", "bob", timed(morning)), "alice bob", ReasonOwnMessage},
			{"an addition", "alice bob", mail("alice", "bob carol", adds("carol"), timed(morning, noon)), "alice bob carol", ReasonOwnAct},
			{"a removal", "alice bob carol", mail("alice", "bob", removes("carol"), former("carol"), timed(morning, noon)), "alice bob", ReasonOwnAct},
			{"a removal up to 1.70, which lists the member", "alice bob carol", mail("alice", "bob carol", removes("carol")), "alice bob", ReasonOwnAct},
			{"the user leaving", "alice bob", mail("alice", "bob", removes("alice"), former("alice"), timed(morning, noon)), "bob", ReasonOwnAct},
			{"members the view does not have", "alice bob", mail("alice", "bob carol", timed(morning, morning)), "alice bob carol", ReasonOwnList},
			{"members the view has in vain", "alice bob doris", mail("alice", "bob", timed(morning)), "alice bob", ReasonOwnList},
			{"a user the view believed to be out", "bob", mail("alice", "bob", timed(morning)), "alice bob", ReasonOwnList},
			{"a list hidden from the archive", "alice bob doris", mail("alice", ""), "alice bob doris", ReasonOwnMessage},
			{"a group of one", "alice bob", mail("alice", "alice", timed(morning)), "alice", ReasonOwnList},
		} {
			t.Run(r.Name()+" "+c.name, func(t *testing.T) {
				v, _, o := r.Sent(group(r, c.before), met(r, "bob carol doris"), c.mail)
				wantMembers(t, r, v, c.want)
				if o.Reason != c.why {
					t.Errorf("reason is %q, want %q", o.Reason, c.why)
				}
			})
		}
	}
}

func TestTheFirstOwnMessageCreatesAndPromotesTheGroup(t *testing.T) {
	for _, r := range All() {
		v, _, o := r.Sent(View{}, alicesContacts(), mail("alice", "bob carol", timed(morning, morning)))
		wantMembers(t, r, v, "alice bob carol")
		if !o.Created || o.Reason != ReasonOwnAct || !v.Exists || v.Unpromoted || v.Created != morning {
			t.Errorf("%s: %+v, created %d", r.Name(), o, v.Created)
		}
	}
}

func TestSendingMovesTheListTimeInSomeReleases(t *testing.T) {
	say, remove := mail("alice", "bob"), mail("alice", "bob", removes("carol"))
	for _, c := range []struct {
		release string
		mail    Message
		want    int64
	}{
		{"1.129.1", remove, morning},
		{"1.136.5", say, noon}, {"1.137.2", remove, noon},
		{"1.137.3", say, morning}, {"1.137.3", remove, noon + 61}, {"1.139.3", remove, noon + 61}, {"1.153.0", remove, noon + 61},
		{"1.154.0", remove, morning}, {"1.160.0", say, morning}, {"2.62.0", remove, morning},
	} {
		r := rules(t, c.release)
		v, _, _ := r.Sent(group(r, "alice bob carol"), met(r, "carol"), c.mail)
		if v.ListTime != c.want {
			t.Errorf("%s: list time is %d, want %d", c.release, v.ListTime, c.want)
		}
	}
}

func TestPlayingAnActAndItsMailIsPlayingItOnce(t *testing.T) {
	for _, r := range All() {
		carol := idOf(r, "carol")
		message := mail("alice", "bob", removes("carol"), former("carol"), timed(morning, noon))
		before := group(r, "alice bob carol")
		played, _ := r.RemoveLocal(before, carol, noon)
		once, _, _ := r.Sent(before, met(r, "carol"), message)
		twice, _, o := r.Sent(played, met(r, "carol"), message)
		if !once.Equal(twice) || o.Changed {
			t.Errorf("%s: %v and %v", r.Name(), once, twice)
		}
	}
}

func TestTheTimesOfAnOwnMessageAreTheRows(t *testing.T) {
	r := rules(t, "2.62.0")
	v, _, _ := r.Sent(group(r, "alice bob carol"), met(r, "carol"), mail("alice", "bob", former("carol"), timed(noon-3, noon-2)))
	for name, want := range map[string]Row{"alice": {Added: morning}, "bob": {Added: noon - 3}, "carol": {Added: morning, Removed: noon - 2}} {
		if got := v.Rows[idOf(r, name)]; got != want {
			t.Errorf("%s: row %v, want %v", name, got, want)
		}
	}
}

func TestRowsAnOwnMessageDoesNotListMayStillExist(t *testing.T) {
	r := rules(t, "2.62.0")
	before := group(r, "alice bob bob2 carol doris")
	before.Rows[idOf(r, "carol")] = Row{Added: 1, Removed: 2}
	c := met(r, "bob carol doris").Meet(addressOf("bob"), keyOf("bob2"))
	v, _, _ := r.Sent(before, c, mail("alice", "bob", timed(morning)))
	wantMembers(t, r, v, "alice bob bob2")
	if _, ok := v.Rows[idOf(r, "carol")]; !ok {
		t.Error("the expired tombstone is gone")
	}
	if _, ok := v.Rows[idOf(r, "doris")]; ok {
		t.Error("doris is still there")
	}
}
