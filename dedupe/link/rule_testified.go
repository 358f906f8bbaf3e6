package link

var (
	ruleMove         = Rule{Name: "address-move", Grade: Proof, family: byMove, bits: 20, own: true, says: "mail sealed to the user and signed by the known key %q moved to the new address", Undone: "the key was stolen before"}
	ruleMoveUnproven = Rule{Name: "address-move-unproven", Grade: Strong, family: byMove, bits: 15, own: true, says: "mail signed by the key %q came from another address, but is old or the key known from others", Undone: "newer mail signed by that key comes from the old address"}
	ruleProbe        = Rule{Name: "probe-answered", Grade: Proof, family: byProbe, bits: 20, own: true, says: "the probe %q was answered with both keys", Undone: "one of the keys was stolen before"}
	ruleProbeMailbox = Rule{Name: "probe-mailbox-only", Grade: Strong, family: byProbe, bits: 16, own: true, says: "the probe %q was answered, one side by access to the mailbox alone", Undone: "somebody else reads that mailbox"}
	ruleReplyTo      = Rule{Name: "reply-to", Grade: Weak, family: byReply, bits: 0, says: "replies are asked for at %q, as anybody may ask", Undone: "a list or ticket system"}
	ruleClaimed      = Rule{Name: "claimed-address", Grade: Weak, family: byReply, bits: 0, says: "one names the other's address %q in passing: a reason to ask, not to join", Undone: "it was quoted"}
)

// weighTestified adds what the mail says of the mailboxes of two persons.
func (w *comparison) weighTestified() {
	for _, x := range w.a.mailboxes {
		for _, y := range w.b.mailboxes {
			for _, e := range w.testimony.between[pairOf(x.Folded, y.Folded)] {
				if x.impersonal == "" && y.impersonal == "" {
					w.add(e.rule, x.record, y.record, e.value, e.witness)
				}
			}
		}
	}
	for _, pair := range [][2]*profile{{w.a, w.b}, {w.b, w.a}} {
		for _, claimed := range pair[0].attributes {
			for _, b := range pair[1].mailboxes {
				if claimed.kind == kindClaimed && b.Folded == claimed.text && b.impersonal == "" {
					w.add(&ruleClaimed, claimed.record, b.record, b.Folded)
				}
			}
		}
	}
}
