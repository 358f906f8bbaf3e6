package e2e

import "testing"

// ownChange: Bob removes Erin and then misses that Alice adds Dave. Releases
// without times follow no list for a while after a change of their own, so the
// correction has to wait.
func ownChange(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave", "erin")
	alice, bob, carol, dave, erin := l.clients[0], l.clients[1], l.clients[2], l.clients[3], l.clients[4]
	g := l.found("Hikers", alice, bob, carol, erin)

	g.remove(bob, erin)
	for _, c := range []*client{alice, carol, erin} {
		g.awaitView(c, alice, bob, carol)
	}
	l.network.set(lost, alice.address, bob.address)
	g.add(alice, dave)
	g.awaitView(carol, alice, bob, carol, dave)
	g.awaitView(dave, alice, bob, carol, dave)
	l.network.repair(t)

	l.analyze().checkViewDiffers(t, bob, dave)
	if p := g.heal(handOver); p.Corrections[0].NotBefore.IsZero() {
		t.Error("the correction may be delivered at once")
	}
	g.awaitView(bob, alice, bob, carol, dave)
	g.checkConsistent()
}
