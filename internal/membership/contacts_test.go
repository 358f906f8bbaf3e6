package membership

import "testing"

func TestAContactsAddress(t *testing.T) {
	const key = "AABB"
	c := NewContacts([]string{"Alice@Example.org"}, []string{"ff00"})
	c = c.hear(key, "old@example.org")
	for _, step := range []struct {
		name string
		do   func(Contacts) Contacts
		want string
	}{
		{"is what others list it with", func(c Contacts) Contacts { return c }, "old@example.org"},
		{"changes while only others mention it", func(c Contacts) Contacts { return c.hear(key, "New@example.org") }, "new@example.org"},
		{"is that of its own mail", func(c Contacts) Contacts { return c.Meet("own@example.org", "aabb") }, "own@example.org"},
		{"is no longer changed by others", func(c Contacts) Contacts { return c.hear(key, "third@example.org") }, "own@example.org"},
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
	c := alicesContacts().hear("AABB", "bob@example.org").Trust("AABB", Self, "DEAD")
	if got := c.hear("AABB", "mallory@example.org").Address("AABB"); got != "bob@example.org" {
		t.Errorf("address is %q", got)
	}
}

func TestTheUserIsNeverAContact(t *testing.T) {
	c := alicesContacts().Meet(addressOf("ALICE"), "").Meet("elsewhere@example.org", keyOf("alice"))
	if len(c.known) != 0 {
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
