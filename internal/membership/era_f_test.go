package membership

import "testing"

func TestEraFKnowsMembersByTheirKeys(t *testing.T) {
	const all = "2.0.0 2.33.0 2.62.0"
	strip := func(m *Message) { m.Fingerprints = nil }
	gossips := func(m *Message) { m.Gossip = gossipOf("alice carol") }
	invalid := func(i int) detail { return func(m *Message) { m.To[i].Address = "no address" } }
	for _, s := range []story{
		{"the fingerprint header says who it is", all, "alice bob", mail("bob", "alice carol", timed(noon, noon)), "alice bob carol", ReasonMerged},
		{"without it the gossiped key does", all, "alice bob", mail("bob", "alice carol", timed(noon, noon), strip, gossips), "alice bob carol", ReasonMerged},
		{"without both nobody is added, but the times still fit", all, "alice bob", mail("bob", "alice carol doris", timed(noon, noon, noon), strip), "alice bob", ReasonMerged},
		{"an own address without key is nobody before 2.8", "2.0.0 2.7.0", "bob", mail("bob", "alice", timed(noon), strip), "bob", ReasonMerged},
		{"an own address without key is the user from 2.8 on", "2.8.0 2.62.0", "bob", mail("bob", "alice", timed(noon), strip), "alice bob", ReasonMerged},
		{"an invalid address keeps its place among the times", "2.40.0 2.62.0", "alice bob", mail("bob", "alice carol doris", timed(noon, noon, noon), invalid(1)), "alice bob doris", ReasonMerged},
		{"the fingerprints of past members are not shifted with those of members", "2.0.0 2.39.0", "alice bob erin", mail("bob", "alice carol doris", former("erin"), timed(noon, noon, noon, noon), invalid(1)), "alice bob carol", ReasonMerged},
		{"a header with fewer fingerprints than recipients does not count", all, "alice bob", mail("bob", "alice carol", timed(noon, noon), func(m *Message) { m.Fingerprints = m.Fingerprints[:1] }), "alice bob", ReasonMerged},
		{"an invalid address shifts the fingerprints before 2.40", "2.0.0 2.39.0", "alice bob", mail("bob", "alice carol doris", timed(noon, noon, noon), invalid(1)), "alice bob carol", ReasonMerged},
		{"mail that is not encrypted and signed does not reach the group", all, "alice bob", mail("bob", "alice carol", timed(noon, noon), plaintext), "alice bob", ReasonNotEncrypted},
		{"a sender without key is nobody", all, "alice bob", mail("bob", "alice", func(m *Message) { m.Signer = "" }), "alice bob", ReasonNoSender},
		{"a member with a new key is a stranger", all, "alice bob", mail("bob", "alice carol", timed(noon, noon), func(m *Message) { m.Signer = keyOf("bob2") }), "alice bob", ReasonNotMember},
		{"the added member needs a gossiped key", all, "alice bob", mail("bob", "alice carol", adds("carol"), func(m *Message) { m.Gossip = nil }), "alice bob", ReasonNoTimes},
		{"the removed member is found by address", "2.0.0 2.23.0", "alice bob carol", mail("bob", "alice", removes("carol"), func(m *Message) { m.RemovedKey = keyOf("doris") }), "alice bob", ReasonNoTimes},
		{"the removed member is found by key from 2.24 on", "2.24.0 2.62.0", "alice bob carol", mail("bob", "alice", removes("doris"), func(m *Message) { m.RemovedKey = keyOf("carol") }), "alice bob", ReasonNoTimes},
		{"who adds somebody while the user is out is a member from 2.26 on", "2.26.0 2.62.0", "carol", mail("bob", "alice", adds("alice"), timed(noon)), "alice bob carol", ReasonMerged},
		{"who adds somebody while the user is out stays a stranger before", "2.0.0 2.25.0", "carol", mail("bob", "alice", adds("alice"), timed(noon)), "alice carol", ReasonMerged},
	} {
		s.run(t)
	}
}

func TestTheInvalidAddressOf1160BreaksTheCount(t *testing.T) {
	m := mail("bob", "alice carol doris", timed(noon, noon, noon), func(m *Message) { m.To[1].Address = "carol@" })
	story{"so nothing is merged", "1.154.3 1.160.0", "alice bob", m, "alice bob", ReasonTimesDoNotFit}.run(t)
}

func TestPastMembersOfAKnownGroupAreFoundByAddress(t *testing.T) {
	m := mail("bob", "alice", former("carol"), timed(noon, noon), func(m *Message) { m.Fingerprints = m.Fingerprints[:1] })
	story{"among those it has or had", "2.0.0 2.62.0", "alice bob carol", m, "alice bob", ReasonMerged}.run(t)
	story{"and nowhere else", "2.0.0 2.62.0", "alice bob", m, "alice bob", ReasonMerged}.run(t)
}

func TestTheOwnUserIsSelfByAddressOrByKey(t *testing.T) {
	r := rules(t, "2.62.0")
	otherKey := mail("bob", "alice", timed(noon), func(m *Message) { m.Fingerprints[0] = keyOf("impostor") })
	otherAddress := mail("bob", "carol", timed(noon), func(m *Message) { m.Fingerprints[0] = keyOf("alice") })
	for _, m := range []Message{otherKey, otherAddress} {
		v, _, _ := r.Receive(group(r, "bob"), met(r, ""), m)
		wantMembers(t, r, v, "alice bob")
	}
}

func TestTheAddedAddressMayBeAnyOwnOneFrom258On(t *testing.T) {
	c := NewContacts([]string{"alice@example.org", "alice@relay.example"}, []string{keyOf("alice")}).Meet(addressOf("bob"), keyOf("bob"))
	m := mail("bob", "carol", adds("alice"), func(m *Message) {
		m.Added, m.Gossip = "alice@relay.example", func(string) string { return keyOf("alice") }
	})
	for release, want := range map[string]string{"2.57.0": "alice bob erin", "2.58.0": "alice bob carol"} {
		r := rules(t, release)
		v, _, _ := r.Receive(group(r, "bob erin"), c, m)
		wantMembers(t, r, v, want)
	}
}
