package membership

import "testing"

func TestWhatTheUserDoesHere(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name(), func(t *testing.T) {
			bob := idOf(r, "bob")
			v := r.CreateLocal(morning)
			wantMembers(t, r, v, "alice")
			if !v.Exists || !v.Unpromoted || v.Created != morning {
				t.Errorf("new group is %+v", v)
			}
			added, o := r.AddLocal(v, bob, noon)
			wantMembers(t, r, added, "alice bob")
			if len(o.Added) != 1 || !o.Changed {
				t.Errorf("outcome %+v", o)
			}
			again, o := r.AddLocal(added, bob, noon+1)
			if !again.Equal(added) || o.Reason != ReasonNotAllowed {
				t.Errorf("adding a member again gives %+v", o)
			}
			removed, _ := r.RemoveLocal(added, bob, noon+2)
			wantMembers(t, r, removed, "alice")
			left, _ := r.LeaveLocal(added, noon+2)
			wantMembers(t, r, left, "bob")
			if after, o := r.AddLocal(left, idOf(r, "carol"), noon+3); o.Reason != ReasonNotAllowed || !after.Equal(left) {
				t.Error("who left cannot add")
			}
			wantMembers(t, r, added, "alice bob")
		})
	}
}

func TestRemovingLeavesATombstoneOnlyWhereOthersHeardOfTheMember(t *testing.T) {
	for _, c := range []struct {
		release    string
		unpromoted bool
		past       int
	}{
		{"1.153.0", false, 0}, {"1.154.0", false, 1}, {"1.154.0", true, 1}, {"1.154.2", true, 0}, {"1.160.0", false, 1}, {"2.62.0", true, 0}, {"2.62.0", false, 1},
	} {
		r := rules(t, c.release)
		v := group(r, "alice bob")
		v.Unpromoted = c.unpromoted
		v, _ = r.RemoveLocal(v, idOf(r, "bob"), noon)
		if got := len(v.Past(noon)); got != c.past {
			t.Errorf("%s, unpromoted %v: %d past members, want %d", c.release, c.unpromoted, got, c.past)
		}
	}
}

func TestARemovalIsAlwaysNewerThanTheAddition(t *testing.T) {
	r := rules(t, "1.160.0")
	v := group(r, "alice")
	v.Rows[idOf(r, "bob")] = Row{Added: noon + 30}
	v, _ = r.RemoveLocal(v, idOf(r, "bob"), noon)
	if got := v.Rows[idOf(r, "bob")]; got.Removed != noon+31 {
		t.Errorf("row %v", got)
	}
	v, _ = r.AddLocal(v, idOf(r, "bob"), noon)
	if got := v.Rows[idOf(r, "bob")]; got != (Row{noon + 31, noon + 31}) {
		t.Errorf("row after coming back %v", got)
	}
}

func TestPastMembersAreShownForSixtyDays(t *testing.T) {
	r := rules(t, "2.62.0")
	v, _ := r.RemoveLocal(group(r, "alice bob"), idOf(r, "bob"), noon)
	for now, want := range map[int64]int{noon: 1, noon + 60*day - 1: 1, noon + 60*day: 0, 0: 1} {
		if got := len(v.Past(now)); got != want {
			t.Errorf("at noon%+d: %d past members, want %d", now-noon, got, want)
		}
	}
}

func TestJoiningByInvitation(t *testing.T) {
	for release, want := range map[string]string{"1.139.3": "bob", "1.160.0": "bob", "2.25.0": "bob", "2.26.0": "", "2.62.0": ""} {
		r := rules(t, release)
		v, _ := r.JoinLocal(View{}, idOf(r, "bob"), morning)
		wantMembers(t, r, v, want)
		v, _, _ = r.Receive(v, met(r, "bob"), mail("bob", "alice carol", adds("alice"), timed(noon, morning)))
		wantMembers(t, r, v, "alice bob carol")
	}
}

func TestAMemberListFromAnotherOwnDevice(t *testing.T) {
	for _, c := range []struct {
		release, want string
		row           Row
	}{
		{"1.139.3", "alice carol", Row{}}, {"1.154.0", "alice carol", Row{Added: noon}}, {"1.160.0", "alice bob", Row{}}, {"2.62.0", "alice carol", Row{}},
	} {
		r := rules(t, c.release)
		v, _ := r.SyncLocal(group(r, "alice bob"), idsOf(r, "alice carol"), noon)
		wantMembers(t, r, v, c.want)
		if got := v.Rows[idOf(r, "carol")]; got != c.row {
			t.Errorf("%s: row %v, want %v", c.release, got, c.row)
		}
	}
}
