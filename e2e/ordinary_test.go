package e2e

import (
	"slices"
	"testing"
)

// ordinaryMessage: Bob misses two additions. What he reads of the correction is
// one sentence, and the messages he missed are attached files.
func ordinaryMessage(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave")
	alice, bob, carol, dave := l.clients[0], l.clients[1], l.clients[2], l.clients[3]
	g := l.found("Hikers", alice, bob)

	l.network.set(lost, alice.address, bob.address)
	g.add(alice, carol)
	g.awaitView(carol, alice, bob, carol)
	g.add(alice, dave)
	g.awaitView(dave, l.clients...)
	l.network.repair(t)

	before := written(bob.messages(g.chat(bob)))
	g.heal(handOver)
	shown := slices.DeleteFunc(written(bob.messages(g.chat(bob))), func(m message) bool {
		return slices.Contains(before, m) // wherever the client sorts it
	})
	want := []message{
		{Text: correctionText + " It is corrected now: Alice, Bob, Carol, Dave.", ViewType: "Text"},
		{ViewType: "File", FileName: "gmm-1.eml"},
		{ViewType: "File", FileName: "gmm-2.eml"},
	}
	if !slices.Equal(shown, want) {
		t.Errorf("%s (%s) shows %+v of the correction, not %+v", bob.name, bob.release, shown, want)
	}
}

// written leaves out what the client itself says, such as "Alice added Dave".
func written(messages []message) []message {
	return slices.DeleteFunc(messages, func(m message) bool { return m.IsInfo })
}
