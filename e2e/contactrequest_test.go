package e2e

import (
	"slices"
	"testing"
)

// changedRequest: Carol removes Dave from a group she has not accepted. Her client
// tells nobody; once she accepts and writes, all others would drop Dave, and he would
// not know. Only her database shows it. The correction undoes it before she writes.
func changedRequest(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave")
	alice, bob, carol, dave := l.clients[0], l.clients[1], l.clients[2], l.clients[3]
	g := l.create("Hikers", alice, bob, carol, dave)
	for _, c := range []*client{bob, dave} {
		c.ask("accept_chat", nil, g.chat(c))
	}
	g.remove(carol, dave)
	g.awaitView(carol, alice, bob, carol)
	g.awaitView(alice, l.clients...)

	a := l.analyze()
	a.run.mustExit(t, somethingFound)
	if !slices.ContainsFunc(a.Findings, func(f finding) bool { return f.Code == "local-change" && f.Device == carol.name }) {
		t.Errorf("nothing says that %s changed a request: %+v", carol.name, a.Findings)
	}
	g.heal(handOver)
	g.awaitView(carol, l.clients...)
	carol.ask("accept_chat", nil, g.chat(carol))
	carol.ask("misc_send_text_message", nil, g.chat(carol), hello(carol))
	for _, c := range l.clients {
		g.awaitText(c, hello(carol))
		g.awaitView(c, l.clients...)
	}
	g.checkConsistent()
}
