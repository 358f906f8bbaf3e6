package membership

import "testing"

func TestErasBThatReadReplies(t *testing.T) {
	for _, s := range []story{
		{"an addition adds only the named member", "1.117.0 1.121.0 1.122.0", "alice bob", mail("bob", "alice carol doris", adds("carol")), "alice bob carol", ReasonNamedMember},
		{"a removal takes out only the named member", "1.117.0 1.121.0 1.122.0", "alice bob carol", mail("bob", "alice", removes("carol")), "alice bob", ReasonNamedMember},
		{"an answer to an unknown message rebuilds the list", "1.117.0 1.121.0 1.122.0", "alice bob erin", mail("bob", "alice carol", answers(ReplyUnknown)), "alice bob carol", ReasonMissedMessage},
		{"an answer to half a message does not", "1.117.0 1.122.0", "alice bob erin", mail("bob", "alice carol", answers(ReplyPartial)), "alice bob erin", ReasonNamedMember},
		{"being added rebuilds the list", "1.117.0 1.122.0", "bob erin", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonSelfAdded},
		{"a removal in a rebuilding message still counts", "1.117.0 1.122.0", "alice bob carol", mail("bob", "alice carol doris", removes("carol"), answers(ReplyUnknown)), "alice bob doris", ReasonMissedMessage},
		{"while the user is out, others change nothing in 1.117", "1.117.0 1.121.0", "bob carol", mail("bob", "carol", removes("carol")), "bob carol", ReasonSelfNotMember},
		{"while the user is out, anybody changes the list in 1.122", "1.122.0", "bob carol", mail("doris", "bob", removes("carol")), "bob", ReasonNamedMember},
		{"a stranger may add one member in 1.117", "1.117.0 1.121.0", "alice bob", mail("doris", "alice bob carol", adds("carol")), "alice bob carol", ReasonNamedMember},
		{"a stranger cannot rebuild the list in 1.117", "1.117.0 1.121.0", "alice bob", mail("doris", "alice carol", answers(ReplyUnknown)), "alice bob", ReasonNotMember},
		{"a stranger may do nothing in 1.122", "1.122.0", "alice bob", mail("doris", "alice bob carol", adds("carol")), "alice bob", ReasonNotMember},
		{"a classic program joins its recipients", "1.117.0 1.121.0 1.122.0", "alice bob", mail("bob", "alice carol", classic), "alice bob carol", ReasonRecipientsJoined},
		{"a classic program may not while the user is out in 1.117", "1.117.0", "bob", mail("bob", "carol", classic), "bob", ReasonSelfNotMember},
		{"a classic program may while the user is out in 1.121", "1.121.0 1.122.0", "bob", mail("bob", "carol", classic), "alice bob carol", ReasonRecipientsJoined},
		{"an older message is refused", "1.117.0 1.122.0", "alice bob", mail("bob", "alice", adds("carol"), sentAt(morning-1)), "alice bob", ReasonOlder},
	} {
		s.run(t)
	}
}

func TestErasBThatInferFromRecipients(t *testing.T) {
	for _, s := range []story{
		{"members who are not recipients vanish in 1.124", "1.124.0 1.129.0", "alice bob carol doris", mail("bob", "alice carol"), "alice bob carol", ReasonRecipientsIntersected},
		{"recipients who are not members do not join in 1.124", "1.124.0", "alice bob", mail("bob", "alice carol"), "alice bob", ReasonRecipientsIntersected},
		{"the added member joins in 1.124 even if no recipient", "1.124.0", "alice bob", mail("bob", "alice", adds("carol")), "alice bob carol", ReasonRecipientsIntersected},
		{"a classic program only adds in 1.124", "1.124.0", "alice bob doris", mail("bob", "alice carol", classic), "alice bob carol doris", ReasonRecipientsJoined},
		{"recipients who are not members join in 1.129.1", "1.129.1 1.136.5", "alice bob doris", mail("bob", "alice carol"), "alice bob carol doris", ReasonRecipientsJoined},
		{"the added member counts in 1.129.1 only as a recipient", "1.129.1 1.136.5", "alice bob", mail("bob", "alice", adds("carol")), "alice bob", ReasonRecipientsJoined},
		{"the removed member is out", "1.124.0 1.129.1 1.136.5", "alice bob carol", mail("bob", "alice", removes("carol")), "alice bob", ReasonNone},
		{"an answer to an unknown message rebuilds the list", "1.124.0 1.129.1 1.136.5", "alice bob erin", mail("bob", "alice carol", answers(ReplyUnknown)), "alice bob carol", ReasonMissedMessage},
		{"an answer to half a message rebuilds it from 1.129.1 on", "1.129.1 1.136.5", "alice bob erin", mail("bob", "alice carol", answers(ReplyPartial)), "alice bob carol", ReasonMissedMessage},
		{"being added rebuilds the list", "1.124.0 1.129.1", "bob erin", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonSelfAdded},
		{"a stranger changes nothing", "1.124.0 1.129.1 1.136.5", "alice bob", mail("doris", "alice bob carol", adds("carol")), "alice bob", ReasonNotMember},
		{"half a message changes nothing from 1.129.1 on", "1.129.1 1.136.5", "alice bob", mail("bob", "alice carol", partly), "alice bob", ReasonPartial},
		{"the user is in every list that is inferred", "1.129.1 1.136.5", "bob", mail("bob", "carol"), "alice bob carol", ReasonRecipientsJoined},
		{"an older message is refused", "1.124.0 1.129.1 1.136.5", "alice bob", mail("bob", "alice carol", adds("carol"), sentAt(morning-1)), "alice bob", ReasonOlder},
	} {
		s.run(t)
	}
}

func TestTheCaseOfTheAddedAddressMattersBefore1131_5(t *testing.T) {
	shouting := mail("bob", "alice carol", func(m *Message) {
		m.AddedHeader, m.Added = true, "Alice@Example.ORG"
	})
	story{"it is not the user", "1.129.1 1.131.4", "bob erin", shouting, "alice bob carol erin", ReasonRecipientsJoined}.run(t)
	story{"it is the user", "1.131.5", "bob erin", shouting, "alice bob carol", ReasonSelfAdded}.run(t)
}

func TestAStrangerInTimesOfB1MovesTheListTimeWithoutChangingTheList(t *testing.T) {
	r := rules(t, "1.117.0")
	v, _, _ := r.Receive(group(r, "alice bob"), met(r, ""), mail("doris", "alice", answers(ReplyUnknown)))
	if v.ListTime != noon {
		t.Errorf("list time is %d, want %d", v.ListTime, noon)
	}
}
