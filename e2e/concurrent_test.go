package e2e

import "testing"

// concurrentAdditions gives the scenario of the protocol's proposal: Alice adds
// Carol while Bob adds Doris, so Carol never hears of Doris, nor Doris of Carol;
// and of the two other members one misses Alice's message, one Bob's. It is
// corrected as one of the variants of the protocol has it.
func concurrentAdditions(correct variant) play {
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

		correct(g, handOver)
		for _, c := range l.clients {
			g.awaitView(c, l.clients...)
		}
		g.checkConsistent()
	}
}

// A variant corrects a group as one of the protocol's variants would.
type variant func(g group, handOver way)

// toAll has the named device alone tell all what it noticed by itself.
func toAll(corrector string, flags ...string) variant {
	return func(g group, handOver way) {
		p := g.heal(handOver, append([]string{"--as", corrector}, flags...)...)
		if unhealed := p.of(g).Unhealed; len(unhealed) > 0 {
			g.lab.t.Errorf("%s alone leaves: %q", corrector, unhealed)
		}
	}
}

// toSender has the named device tell only the sender whose list it noticed, who
// then tells all.
func toSender(corrector, sender string, flags ...string) variant {
	return func(g group, handOver way) {
		p := g.heal(handOver, append([]string{"--as", corrector, "--to", "sender"}, flags...)...)
		if len(p.of(g).Unhealed) == 0 {
			g.lab.t.Errorf("nobody is left for %s to tell", sender)
		}
		toAll(sender, "--group", g.name)(g, handOver)
	}
}
