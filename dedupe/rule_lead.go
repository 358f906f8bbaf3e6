package dedupe

var (
	ruleMove         = rule{name: "address-move", grade: Proof, family: byMove, bits: 20, says: "mail sealed to the user and signed by the known key %q moved to the new address", undone: "the key was stolen before"}
	ruleMoveUnproven = rule{name: "address-move-unproven", grade: Strong, family: byMove, bits: 15, says: "mail signed by the key %q came from another address, but is old or the key known from others", undone: "newer mail signed by that key comes from the old address"}
	ruleProbe        = rule{name: "probe-answered", grade: Proof, family: byProbe, bits: 20, says: "the probe %q was answered with both keys", undone: "one of the keys was stolen before"}
	ruleProbeMailbox = rule{name: "probe-mailbox-only", grade: Strong, family: byProbe, bits: 16, says: "the probe %q was answered, one side by access to the mailbox alone", undone: "somebody else reads that mailbox"}
	ruleReplyTo      = rule{name: "reply-to", grade: Weak, family: byReply, bits: 0, says: "replies are asked for at %q, as anybody may ask", undone: "a list or ticket system"}
	ruleClaimed      = rule{name: "claimed-address", grade: Weak, family: byReply, bits: 0, says: "one names the other's address %q in passing: a reason to ask, not to join", undone: "it was quoted"}
)

// compareLeads adds what the mail says of the mailboxes of two persons.
func (w *weighing) compareLeads() {
	for _, x := range w.a.boxes {
		for _, y := range w.b.boxes {
			for _, lead := range w.heard.leads[pairOf(x.folded, y.folded)] {
				if x.impersonal == "" && y.impersonal == "" {
					w.add(lead.rule, x.record, y.record, lead.value, lead.witness)
				}
			}
		}
	}
	for _, pair := range [][2]*profile{{w.a, w.b}, {w.b, w.a}} {
		for _, claimed := range pair[0].said {
			for _, b := range pair[1].boxes {
				if claimed.kind == kindClaimed && b.folded == claimed.text && b.impersonal == "" {
					w.add(&ruleClaimed, claimed.record, b.record, b.folded)
				}
			}
		}
	}
}
