package membership

import (
	"testing"

	"github.com/gmmtool/gmmtool/internal/address"
)

func TestErasCAndD(t *testing.T) {
	const both = "1.137.3 1.139.3 1.141.0 1.151.3 1.153.0"
	for _, s := range []story{
		{"recipients who are not members join", both, "alice bob doris", mail("bob", "alice carol"), "alice bob carol doris", ReasonRecipientsJoined},
		{"the added member counts only as a recipient", both, "alice bob", mail("bob", "alice", adds("carol")), "alice bob", ReasonRecipientsJoined},
		{"the removed member is out", both, "alice bob carol", mail("bob", "alice", removes("carol")), "alice bob", ReasonRecipientsJoined},
		{"an answer to an unknown message rebuilds the list", both, "alice bob erin", mail("bob", "alice carol", answers(ReplyUnknown)), "alice bob carol", ReasonMissedMessage},
		{"an answer to half a message rebuilds the list", both, "alice bob erin", mail("bob", "alice carol", answers(ReplyPartial)), "alice bob carol", ReasonMissedMessage},
		{"an answer to a known message does not", both, "alice bob erin", mail("bob", "alice carol", answers(ReplyKnown)), "alice bob carol erin", ReasonRecipientsJoined},
		{"being added rebuilds the list, even for a member", both, "alice bob erin", mail("bob", "alice carol", adds("alice")), "alice bob carol", ReasonSelfAdded},
		{"two minutes late, only the added member joins", both, "alice bob", mail("bob", "alice carol doris", adds("carol"), sentAt(morning-120)), "alice bob carol", ReasonLate},
		{"two minutes late, the removed member is out", both, "alice bob carol", mail("bob", "alice doris", removes("carol"), sentAt(morning-120)), "alice bob", ReasonLate},
		{"two minutes late, nothing is rebuilt", both, "alice bob erin", mail("bob", "alice carol", answers(ReplyUnknown), sentAt(morning-1)), "alice bob erin", ReasonLate},
		{"later than that, nothing counts", both, "alice bob", mail("bob", "alice carol", adds("carol"), sentAt(morning-121)), "alice bob", ReasonOlder},
		{"as old as the list is not late", both, "alice bob", mail("bob", "alice carol doris", adds("carol"), sentAt(morning)), "alice bob carol doris", ReasonRecipientsJoined},
		{"a stranger changes nothing", both, "alice bob", mail("doris", "alice bob carol", adds("carol")), "alice bob", ReasonNotMember},
		{"a stranger may, while the user is out", both, "bob", mail("doris", "bob carol"), "alice bob carol doris", ReasonRecipientsJoined},
		{"who was out is back with any message to the group", both, "bob", mail("bob", "carol"), "alice bob carol", ReasonRecipientsJoined},
		{"the removal of the user keeps the user out", both, "alice bob carol", mail("bob", "carol", removes("alice")), "bob carol", ReasonRecipientsJoined},
		{"half a message changes nothing", both, "alice bob", mail("bob", "alice carol", partly), "alice bob", ReasonPartial},
		{"a classic program only adds", both, "alice bob doris", mail("bob", "alice carol", classic), "alice bob carol doris", ReasonRecipientsJoined},
		{"duplicates and invalid addresses do no harm", both, "alice bob", mail("bob", "alice carol carol", func(m *Message) { m.To = append(m.To, address.Mailbox{Address: "nobody"}) }), "alice bob carol", ReasonRecipientsJoined},
		{"an own copy teaches the recipients", both, "alice bob", mail("alice", "bob carol"), "alice bob carol", ReasonRecipientsJoined},
	} {
		s.run(t)
	}
}

func TestTheListTimeOfErasCAndD(t *testing.T) {
	r := rules(t, "1.139.3")
	for _, c := range []struct {
		name string
		mail Message
		want int64
	}{
		{"a message that is not older moves it", mail("bob", "alice"), noon},
		{"a rebuilding one moves it two minutes beyond its date", mail("bob", "alice", answers(ReplyUnknown)), noon + 120},
		{"a late one leaves it", mail("bob", "alice", adds("carol"), sentAt(morning-5)), morning},
		{"a stranger's leaves it", mail("doris", "alice"), morning},
		{"a date from the future counts for a minute at most", mail("bob", "alice", sentAt(noon+day)), noon + 60},
		{"without a date the clock counts", mail("bob", "alice", sentAt(0)), noon},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, _, _ := r.Receive(group(r, "alice bob"), met(r, ""), c.mail)
			if v.ListTime != c.want {
				t.Errorf("list time is %d, want %d", v.ListTime, c.want)
			}
		})
	}
}
