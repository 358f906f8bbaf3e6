package membership

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The stories below are told by Alice's device. Everybody has a key and the
// address NAME@example.org.
const (
	noon    = int64(1_700_000_000)
	morning = noon - 10_000
	day     = int64(24 * 3600)
)

func rules(t testing.TB, release string) Rules {
	t.Helper()
	r, err := For(release)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func addressOf(name string) string { return name + "@example.org" }

func keyOf(name string) string { return strings.ToUpper("f0" + name) }

func alicesContacts() Contacts {
	return NewContacts([]string{addressOf("alice")}, []string{keyOf("alice")})
}

// idOf is how an era knows a person.
func idOf(r Rules, name string) ID {
	switch {
	case name == "alice":
		return Self
	case r.keyed:
		return ID(keyOf(name))
	}
	return ID(addressOf(name))
}

func idsOf(r Rules, names string) []ID {
	ids := []ID{}
	for _, n := range strings.Fields(names) {
		ids = append(ids, idOf(r, n))
	}
	return ids
}

// group is a group everybody has been in since the morning.
func group(r Rules, names string) View {
	v := View{Exists: true, Created: morning, ListTime: morning, Rows: map[ID]Row{}}
	for _, id := range idsOf(r, names) {
		v.Rows[id] = r.row(morning)
	}
	return v
}

// met is what Alice knows after meeting these people.
func met(r Rules, names string) Contacts {
	c := alicesContacts()
	for _, n := range strings.Fields(names) {
		if r.keyed {
			c = c.Meet(addressOf(n), keyOf(n))
		} else {
			c = c.Meet(addressOf(n), "")
		}
	}
	return c
}

func entry(name string) Entry {
	return Entry{Address: addressOf(name), Valid: true, Fingerprint: keyOf(name)}
}

func entries(names string) []Entry {
	var list []Entry
	for _, n := range strings.Fields(names) {
		list = append(list, entry(n))
	}
	return list
}

type detail func(*Received)

// mail is a chat message sent at noon and received at once.
func mail(from, to string, details ...detail) Received {
	m := Received{
		From: entry(from), To: entries(to), Outgoing: from == "alice",
		Chat: true, HasName: true, Encrypted: true, Date: noon, Now: noon,
	}
	for _, d := range details {
		d(&m)
	}
	return m
}

func adds(name string) detail {
	return func(m *Received) {
		m.AddedHeader = true
		m.Added = Entry{Address: addressOf(name), Valid: true, Gossip: keyOf(name)}
	}
}

func removes(name string) detail {
	return func(m *Received) { m.RemovedHeader, m.Removed = true, entry(name) }
}

func answers(r ReplyTo) detail { return func(m *Received) { m.ReplyTo = r } }

func sentAt(t int64) detail { return func(m *Received) { m.Date = t } }

func readAt(t int64) detail { return func(m *Received) { m.Now = t } }

func former(names string) detail { return func(m *Received) { m.Past = entries(names) } }

func timed(times ...int64) detail {
	return func(m *Received) { m.Times = append([]int64{}, times...) }
}

func classic(m *Received) { m.Chat = false }

func partly(m *Received) { m.Partial = true }

func nameless(m *Received) { m.HasName = false }

func plaintext(m *Received) { m.Encrypted = false }

// wantMembers fails unless exactly these people are members.
func wantMembers(t *testing.T, r Rules, v View, names string) {
	t.Helper()
	want := View{Rows: group(r, names).Rows}.Members()
	if diff := cmp.Diff(want, v.Members()); diff != "" {
		t.Errorf("%s: members (-want +got):\n%s", r.Name(), diff)
	}
}

// story is one message to a group and what becomes of the list.
type story struct {
	name     string
	releases string // separated by blanks; each must give the same result
	before   string
	mail     Received
	want     string
	why      Reason
}

func (s story) run(t *testing.T) {
	t.Run(s.name, func(t *testing.T) {
		for _, release := range strings.Fields(s.releases) {
			r := rules(t, release)
			v, _, o := r.Receive(group(r, s.before), met(r, "bob carol doris erin"), s.mail)
			wantMembers(t, r, v, s.want)
			if s.why != ReasonNone && o.Reason != s.why {
				t.Errorf("%s: reason is %q, want %q", release, o.Reason, s.why)
			}
		}
	})
}
