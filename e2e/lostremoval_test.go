package e2e

import "testing"

// lostRemoval: Alice removes Dave, and Bob never hears of it.
func lostRemoval(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave")
	alice, bob, carol, dave := l.clients[0], l.clients[1], l.clients[2], l.clients[3]
	g := l.found("Hikers", alice, bob, carol, dave)

	l.network.set(lost, alice.address, bob.address)
	g.remove(alice, dave)
	g.awaitView(carol, alice, bob, carol)
	g.awaitView(dave, alice, bob, carol)
	g.awaitView(bob, l.clients...)
	l.network.repair(t)

	l.analyze().checkViewDiffers(t, bob, dave)
	g.heal(handOver)
	g.awaitView(bob, alice, bob, carol)
	g.checkConsistent()
}
