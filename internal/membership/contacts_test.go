package membership

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"
)

// heard is c after a third person listed a key with an address.
func heard(c Contacts, key ID, addr string) Contacts {
	c.hear(key, addr)
	c.known.settle()
	return c
}

func TestAContactsAddress(t *testing.T) {
	const key = "AABB"
	c := NewContacts([]string{"Alice@Example.org"}, []string{"ff00"})
	c = heard(c, key, "old@example.org")
	for _, step := range []struct {
		name string
		do   func(Contacts) Contacts
		want string
	}{
		{"is what others list it with", func(c Contacts) Contacts { return c }, "old@example.org"},
		{"changes while only others mention it", func(c Contacts) Contacts { return heard(c, key, "new@example.org") }, "new@example.org"},
		{"is that of its own mail", func(c Contacts) Contacts { return c.Meet("own@example.org", "aabb") }, "own@example.org"},
		{"is no longer changed by others", func(c Contacts) Contacts { return heard(c, key, "third@example.org") }, "own@example.org"},
		{"changes with its own next mail", func(c Contacts) Contacts { return c.Meet("moved@example.org", key) }, "moved@example.org"},
	} {
		t.Run(step.name, func(t *testing.T) {
			before := c.Address(key)
			next := step.do(c)
			if got := next.Address(key); got != step.want {
				t.Errorf("address is %q, want %q", got, step.want)
			}
			if c.Address(key) != before {
				t.Error("the old value has changed")
			}
			c = next
		})
	}
	if got := c.Address(Self); got != "alice@example.org" {
		t.Errorf("the user's address is %q", got)
	}
	if got := c.Address("stranger@example.org"); got != "stranger@example.org" {
		t.Errorf("an address is at %q", got)
	}
	if got := c.Address("DEAD"); got != "" {
		t.Errorf("an unknown key is at %q", got)
	}
}

func TestWritingToAMemberFixesItsAddress(t *testing.T) {
	c := heard(alicesContacts(), "AABB", "bob@example.org").Trust("AABB", Self, "DEAD")
	if got := heard(c, "AABB", "mallory@example.org").Address("AABB"); got != "bob@example.org" {
		t.Errorf("address is %q", got)
	}
}

func TestTheUserIsNeverAContact(t *testing.T) {
	c := alicesContacts().Meet(addressOf("ALICE"), "").Meet("elsewhere@example.org", keyOf("alice"))
	if c.known.size != 0 {
		t.Errorf("contacts: %v", c.known)
	}
}

func TestOfTwoKeysAtOneAddressTheFirstMetIsMeant(t *testing.T) {
	r := rules(t, "2.23.0")
	c := alicesContacts().Meet(addressOf("bob"), keyOf("bob")).Meet(addressOf("carol"), keyOf("carol")).Meet(addressOf("carol"), keyOf("carol2"))
	m := mail("bob", "alice", removes("carol"))
	v, _, _ := r.Receive(group(r, "alice bob carol carol2"), c, m)
	wantMembers(t, r, v, "alice bob carol2")
}

// A table is what a map would be that is copied before every change, however
// tables branch off from each other.
func TestATableIsAMapThatIsNeverChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables, models := []table{{}}, []map[ID]contact{{}}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			from := rapid.IntRange(max(0, len(tables)-3), len(tables)-1).Draw(t, "from")
			next, model := tables[from], maps.Clone(models[from])
			for range rapid.IntRange(0, 5).Draw(t, "put") {
				id := ID(fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "id")))
				k := contact{serial: rapid.IntRange(0, 3).Draw(t, "serial")}
				next.put(id, k)
				model[id] = k
			}
			next.settle()
			tables, models = append(tables, next), append(models, model)
		}
		for i, model := range models {
			if tables[i].size != len(model) {
				t.Fatalf("table %d has %d entries, want %d", i, tables[i].size, len(model))
			}
			for n := range 32 {
				id := ID(fmt.Sprint(n))
				got, ok := tables[i].get(id)
				if want, known := model[id]; ok != known || got != want {
					t.Fatalf("table %d: %s is %v, want %v", i, id, got, want)
				}
			}
		}
	})
}
