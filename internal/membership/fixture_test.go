package membership

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/release"
)

// The stories below are told by Alice's device. Everybody has a key and the
// address NAME@example.org.
const (
	noon    = int64(1_700_000_000)
	morning = noon - 10_000
	day     = int64(24 * 3600)
)

func rules(t testing.TB, text string) Rules {
	t.Helper()
	r, err := release.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return For(r)
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

func mailboxes(names string) []address.Mailbox {
	var list []address.Mailbox
	for _, n := range strings.Fields(names) {
		list = append(list, address.Mailbox{Address: addressOf(n)})
	}
	return list
}

func keys(names string) []string {
	var list []string
	for _, n := range strings.Fields(names) {
		list = append(list, keyOf(n))
	}
	return list
}

// gossipOf gossips the key of everybody in a list.
func gossipOf(names string) func(string) string {
	return func(addr string) string {
		for _, n := range strings.Fields(names) {
			if addressOf(n) == addr {
				return keyOf(n)
			}
		}
		return ""
	}
}

func from(name string) detail {
	return func(m *Message) { m.From, m.Signer = addressOf(name), keyOf(name) }
}

type detail func(*Message)

// mail is a chat message sent at noon and received at once.
func mail(sender, to string, details ...detail) Message {
	m := Message{
		From: addressOf(sender), Signer: keyOf(sender), To: mailboxes(to), Fingerprints: keys(to), Outgoing: sender == "alice",
		Chat: true, HasName: true, Encrypted: true, Date: noon, Now: noon,
	}
	for _, d := range details {
		d(&m)
	}
	return m
}

func adds(name string) detail {
	return func(m *Message) {
		m.AddedHeader, m.Added, m.Gossip = true, addressOf(name), gossipOf(name)
	}
}

func removes(name string) detail {
	return func(m *Message) { m.RemovedHeader, m.Removed, m.RemovedKey = true, addressOf(name), keyOf(name) }
}

func answers(r ReplyTo) detail { return func(m *Message) { m.ReplyTo = r } }

func sentAt(t int64) detail { return func(m *Message) { m.Date = t } }

func readAt(t int64) detail { return func(m *Message) { m.Now = t } }

func former(names string) detail {
	return func(m *Message) {
		m.Past = mailboxes(names)
		m.Fingerprints = append(m.Fingerprints[:len(m.To):len(m.To)], keys(names)...)
	}
}

func timed(times ...int64) detail {
	return func(m *Message) { m.Times = append([]int64{}, times...) }
}

func classic(m *Message) { m.Chat = false }

func partly(m *Message) { m.Partial = true }

func nameless(m *Message) { m.HasName = false }

func plaintext(m *Message) { m.Encrypted = false }

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
	mail     Message
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
