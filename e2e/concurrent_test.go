package e2e

import "testing"

// concurrentAdditions gives the scenario of the protocol's proposal: Alice adds
// Carol while Bob adds Doris, so Carol never hears of Doris, nor Doris of Carol;
// and of the two other members one misses Alice's message, one Bob's. The named
// device alone corrects this, with what it noticed by itself.
func concurrentAdditions(corrector string) play {
	return func(t *testing.T, e equipment, f fleet, handOver way) {
		l := newLab(t, e, f, "alice", "bob", "erin", "fiona", "carol", "doris")
		alice, bob, erin, fiona, carol, doris := l.clients[0], l.clients[1], l.clients[2], l.clients[3], l.clients[4], l.clients[5]
		g := l.found("Hikers", alice, bob, erin, fiona)

		l.network.set(held, alice.address, bob.address)
		l.network.set(held, bob.address, alice.address)
		l.network.set(lost, alice.address, fiona.address)
		l.network.set(lost, bob.address, erin.address)
		g.add(alice, carol)
		g.add(bob, doris)
		for _, c := range []*client{alice, erin, carol} {
			g.awaitView(c, alice, bob, erin, fiona, carol)
		}
		for _, c := range []*client{bob, fiona, doris} {
			g.awaitView(c, alice, bob, erin, fiona, doris)
		}
		l.network.repair(t)

		p := g.heal(handOver, "--as", corrector)
		if unhealed := p.of(g).Unhealed; len(unhealed) > 0 {
			t.Errorf("%s alone leaves: %q", corrector, unhealed)
		}
		for _, c := range l.clients {
			g.awaitView(c, l.clients...)
		}
		g.checkConsistent()
	}
}
