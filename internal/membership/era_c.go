package membership

// applyTolerant is eras c and d: as b4, but the clocks of two members may differ.
// A message a little older than the list may still add or remove the member it
// names; only one that is not older may say more.
func (r Rules) applyTolerant(d *draft, m *resolved) (Reason, bool) {
	switch {
	case m.Partial:
		return ReasonPartial, false
	case !d.senderMayChange(m):
		return ReasonNotMember, false
	case d.ListTime > plus(m.sent, lateness):
		return ReasonOlder, false
	}
	current := d.ListTime <= m.sent
	recreate := current && (m.addsOwn || r.missedReply(m))
	switch {
	case recreate:
		list := collect(m.everyone)
		list.remove(m.removed)
		d.assign(list)
		// Older messages, even tolerated ones, must not undo the rebuilt list.
		d.bump(plus(m.sent, lateness))
		return rebuildReason(m), true
	case current:
		d.join(m.everyone)
		d.drop(m.removed)
		d.bump(m.sent)
		return ReasonRecipientsJoined, true
	}
	d.put(m.added, Row{})
	d.drop(m.removed)
	return ReasonLate, true
}
