package membership

import (
	"strings"
	"testing"
)

func TestAMessageThatReachesAnUnknownGroup(t *testing.T) {
	const all = "1.0.0-beta.24 1.25.0 1.40.0 1.61.0 1.71.0 1.117.0 1.122.0 1.124.0 1.129.1 1.139.3 1.151.3 1.154.3 1.160.0 2.0.0 2.62.0"
	const untimed = "1.0.0-beta.24 1.25.0 1.40.0 1.61.0 1.70.0 1.71.0 1.117.0 1.122.0 1.124.0 1.129.1 1.139.3 1.151.3"
	for _, c := range []struct {
		name, releases string
		mail           Message
		want           string // "" if no group is made
		why            Reason
	}{
		{"creates it from sender and recipients", all, mail("bob", "alice carol", timed(morning, morning)), "alice bob carol", 0},
		{"creates it without times", all, mail("bob", "alice carol"), "alice bob carol", 0},
		{"lists the user even if no recipient, without times", all, mail("bob", "carol doris"), "alice bob carol doris", 0},
		{"lists the user only as recipient, with times", timedReleases, mail("bob", "carol", timed(morning)), "bob carol", 0},
		{"without times the user is always in", untimed, mail("bob", "carol", timed(morning)), "alice bob carol", 0},
		{"whose times do not fit leaves it empty", "1.154.3 1.160.0 2.62.0", mail("bob", "alice carol", timed(morning)), " ", ReasonTimesDoNotFit},
		{"without a name creates nothing", all, mail("bob", "alice", nameless), "", ReasonNoGroupName},
		{"that removes somebody creates nothing", all, mail("bob", "alice", removes("bob")), "", ReasonRemovalOfUnknownGroup},
		{"that removes a person never met creates it in 1.51 to 1.63", "1.51.0 1.63.0", mail("bob", "alice", removes("nobody")), "alice bob", 0},
		{"that removes a person never met creates nothing in 1.64", "1.50.0 1.64.0", mail("bob", "alice", removes("nobody")), "", ReasonRemovalOfUnknownGroup},
		{"from a mailing list creates nothing", all, mail("bob", "alice", func(m *Message) { m.MailingList = true }), "", ReasonMailingList},
		{"in plain text creates nothing from 2.0 on", "2.0.0 2.62.0", mail("bob", "alice", plaintext), "", ReasonNotEncrypted},
		{"as an own copy lists the user as sender", all, mail("alice", "bob carol", timed(morning, morning)), "alice bob carol", 0},
		{"as an own copy to nobody creates nothing before 1.140", "1.25.0 1.139.3", mail("alice", ""), "", ReasonNoRecipients},
		{"as an own copy to nobody creates it from 1.140 on", "1.140.0 1.151.3 1.160.0 2.62.0", mail("alice", ""), "alice", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, release := range strings.Fields(c.releases) {
				r := rules(t, release)
				v, _, o := r.Receive(View{}, alicesContacts(), c.mail)
				if v.Exists != (c.want != "") || o.Created != v.Exists {
					t.Errorf("%s: exists %v, created %v (%s)", release, v.Exists, o.Created, o.Reason)
				}
				wantMembers(t, r, v, c.want)
				if c.why != ReasonNone && o.Reason != c.why {
					t.Errorf("%s: reason is %q, want %q", release, o.Reason, c.why)
				}
			}
		})
	}
}

func TestTheTimesOfANewGroup(t *testing.T) {
	timeOf := func(release, name string, m Message) int64 {
		r := rules(t, release)
		v, _, _ := r.Receive(View{}, alicesContacts(), m)
		return v.Rows[idOf(r, name)].Added
	}
	for _, c := range []struct {
		name, release, who string
		mail               Message
		want               int64
	}{
		{"a recipient has the time given", "2.62.0", "carol", mail("bob", "alice carol", timed(1, morning)), morning},
		{"the sender has the date of the message", "2.62.0", "bob", mail("bob", "alice carol", timed(1, morning)), noon},
		{"a sender that lists itself has the time given", "1.160.0", "bob", mail("bob", "alice bob", timed(1, 2)), 2},
		{"without times 1.154 takes the date", "1.154.3", "carol", mail("bob", "alice carol"), noon},
		{"without times 1.155.0 takes the date", "1.155.0", "carol", mail("bob", "alice carol"), noon},
		{"without times later releases take 0", "1.155.1", "carol", mail("bob", "alice carol"), 0},
	} {
		if got := timeOf(c.release, c.who, c.mail); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// The trap: the message that creates the group is applied to it as well, and by
// the receiver's clock the new list may be stale already.
func TestAnOldMessageCreatesAGroupWithoutTimes(t *testing.T) {
	m := mail("bob", "alice carol", former("doris"), timed(1, 2, 3), readAt(noon+61*day))
	for release, stale := range map[string]bool{"1.154.3": false, "1.155.0": true, "1.160.0": true, "2.62.0": true} {
		r := rules(t, release)
		v, _, o := r.Receive(View{}, alicesContacts(), m)
		if got := o.Reason == ReasonStale && v.Rows[Self] == (Row{}) && len(v.Rows) == 3; got != stale {
			t.Errorf("%s: reason %q, rows %v", release, o.Reason, v.Rows)
		}
	}
}

func TestAGroupThatWasLeftAndDeletedComesBackOnlyByAddingTheUser(t *testing.T) {
	gone := View{Left: true}
	for _, c := range []struct {
		release string
		mail    Message
		comes   bool
	}{
		{"1.139.3", mail("bob", "alice"), false},
		{"1.139.3", mail("bob", "alice", adds("alice")), true},
		{"2.22.0", mail("bob", "alice"), false},
		{"2.23.0", mail("bob", "alice"), true},
	} {
		r := rules(t, c.release)
		v, _, o := r.Receive(gone, alicesContacts(), c.mail)
		if v.Exists != c.comes {
			t.Errorf("%s: exists %v (%s), want %v", c.release, v.Exists, o.Reason, c.comes)
		}
	}
}
