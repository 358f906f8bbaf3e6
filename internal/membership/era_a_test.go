package membership

import "testing"

func TestErasABeforeTimestamps(t *testing.T) {
	for _, s := range []story{
		{"the last message that adds somebody replaces the list", "1.0.0-beta.24 0.20", "alice bob doris", mail("bob", "alice carol", adds("carol")), "alice bob carol", ReasonRebuilt},
		{"an older message replaces it too", "1.0.0-beta.24", "alice bob doris", mail("bob", "alice carol", adds("carol"), sentAt(morning-day)), "alice bob carol", ReasonRebuilt},
		{"a removal replaces the list, without the named member", "1.0.0-beta.24", "alice bob carol doris", mail("bob", "alice carol", removes("carol")), "alice bob", ReasonRebuilt},
		{"the removal of the user leaves the user out", "1.0.0-beta.24", "alice bob carol", mail("bob", "alice carol", removes("alice")), "bob carol", ReasonRebuilt},
		{"an ordinary message changes nothing", "1.0.0-beta.24 1.25.0 1.28.0 1.61.0 1.70.0 1.71.0", "alice bob", mail("bob", "alice carol"), "alice bob", ReasonNoMembershipHeader},
		{"a stranger's message rebuilds the list up to beta.20", "1.0.0-beta.13 1.0.0-beta.20", "alice bob doris", mail("carol", "alice erin"), "alice carol erin", ReasonRebuilt},
		{"a stranger's message changes nothing from beta.21 on", "1.0.0-beta.21", "alice bob doris", mail("carol", "alice erin"), "alice bob doris", ReasonNoMembershipHeader},

		{"an addition joins every recipient and takes out nobody", "1.25.0 1.28.0 1.61.0 1.70.0 1.71.0 1.104.0", "alice bob erin", mail("bob", "alice carol doris", adds("carol")), "alice bob carol doris erin", ReasonRecipientsJoined},
		{"a removal takes out exactly the named member", "1.25.0 1.28.0 1.61.0 1.70.0", "alice bob carol erin", mail("bob", "alice carol", removes("carol")), "alice bob erin", ReasonNamedMember},
		{"a stranger may add up to 1.70", "1.25.0 1.28.0 1.61.0 1.70.0", "alice bob", mail("doris", "alice bob carol", adds("carol")), "alice bob carol doris", ReasonRecipientsJoined},
		{"who comes back keeps the outdated list in 1.25", "1.25.0", "bob doris", mail("bob", "alice carol", adds("alice")), "alice bob carol doris", ReasonRecipientsJoined},
		{"who comes back starts from an empty list", "1.28.0 1.61.0 1.70.0", "bob doris", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonRecipientsJoined},
		{"protection joins the recipients from 1.47 to 1.70", "1.47.0 1.60.0 1.61.0 1.70.0", "alice bob", mail("bob", "alice carol", func(m *Message) { m.Protects = true }), "alice bob carol", ReasonRecipientsJoined},

		{"an older addition counts before 1.61", "1.25.0 1.28.0", "alice bob", mail("bob", "alice carol", adds("carol"), sentAt(morning-1)), "alice bob carol", ReasonRecipientsJoined},
		{"an older addition is refused", "1.61.0 1.70.0 1.71.0 1.104.0", "alice bob", mail("bob", "alice carol", adds("carol"), sentAt(morning-1)), "alice bob", ReasonOlder},
		{"an addition as old as the list counts", "1.61.0 1.70.0 1.71.0 1.104.0", "alice bob", mail("bob", "alice carol", adds("carol"), sentAt(morning)), "alice bob carol", ReasonRecipientsJoined},
		{"an older removal is refused in 1.61", "1.61.0", "alice bob carol", mail("bob", "alice", removes("carol"), sentAt(morning-1)), "alice bob carol", ReasonOlder},
		{"an older removal counts in 1.70", "1.70.0", "alice bob carol", mail("bob", "alice", removes("carol"), sentAt(morning-1)), "alice bob", ReasonNamedMember},

		{"a removal rebuilds the list from the recipients", "1.71.0 1.104.0 1.116.0", "alice bob carol erin", mail("bob", "alice doris", removes("carol")), "alice bob doris", ReasonRebuilt},
		{"a member who leaves is left out of the rebuilt list", "1.71.0 1.104.0", "alice bob carol", mail("bob", "alice carol", removes("bob")), "alice carol", ReasonRebuilt},
		{"the removal of somebody never met joins the recipients", "1.71.0 1.104.0", "alice bob carol", mail("bob", "alice doris", removes("nobody")), "alice bob carol doris", ReasonRecipientsJoined},
		{"a stranger's removal is refused", "1.71.0 1.104.0", "alice bob carol", mail("doris", "alice bob", removes("carol")), "alice bob carol", ReasonNotMember},
		{"a stranger may rebuild the list while the user is out", "1.71.0 1.104.0", "bob carol", mail("doris", "alice erin", adds("alice")), "alice doris erin", ReasonRebuilt},
		{"a classic program joins its recipients from 1.104 on", "1.104.0", "alice bob", mail("bob", "alice carol", classic), "alice bob carol", ReasonRecipientsJoined},
		{"a classic program changes nothing before 1.104", "1.71.0", "alice bob", mail("bob", "alice carol", classic), "alice bob", ReasonNoMembershipHeader},
		{"the message that protects the group joins its recipients", "1.71.0 1.104.0", "alice bob", mail("bob", "alice carol", func(m *Message) { m.Verified = true }), "alice bob carol", ReasonRecipientsJoined},
	} {
		s.run(t)
	}
}

func TestOnlyTheGatedBranchesMoveTheListTime(t *testing.T) {
	for _, c := range []struct {
		name, release string
		mail          Message
		want          int64
	}{
		{"an addition in 1.25 does not", "1.25.0", mail("bob", "alice", adds("carol")), morning},
		{"an addition in 1.61 does", "1.61.0", mail("bob", "alice", adds("carol")), noon},
		{"a removal in 1.61 does", "1.61.0", mail("bob", "alice", removes("carol")), noon},
		{"a removal in 1.70 does not", "1.70.0", mail("bob", "alice", removes("carol")), morning},
		{"a removal in 1.71 does", "1.71.0", mail("bob", "alice", removes("carol")), noon},
		{"a message from the future moves it no further than the clock in 1.71", "1.71.0", mail("bob", "alice", adds("carol"), sentAt(noon+day)), noon},
		{"a message from the future moves it a minute further in 1.104", "1.104.0", mail("bob", "alice", adds("carol"), sentAt(noon+day)), noon + 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules(t, c.release)
			v, _, _ := r.Receive(group(r, "alice bob carol"), met(r, "carol"), c.mail)
			if v.ListTime != c.want {
				t.Errorf("list time is %d, want %d", v.ListTime, c.want)
			}
		})
	}
}
