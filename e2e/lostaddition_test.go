package e2e

import "testing"

// lostAddition: Alice adds Dave, and Bob never hears of it.
func lostAddition(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave")
	alice, bob, carol, dave := l.clients[0], l.clients[1], l.clients[2], l.clients[3]
	g := l.found("Hikers", alice, bob, carol)

	l.network.set(lost, alice.address, bob.address)
	g.add(alice, dave)
	g.awaitView(carol, l.clients...)
	g.awaitView(dave, l.clients...)
	g.awaitView(bob, alice, bob, carol)
	l.network.repair(t)

	l.analyze().checkViewDiffers(t, bob, dave)
	g.heal(handOver)
	g.awaitView(bob, l.clients...)
	g.checkConsistent()
}
