package membership

import "maps"

// senderMayChange is true for members, and for everybody once the user is out of
// the group (is_from_in_chat). It is judged before the message is applied.
func (d *draft) senderMayChange(m *resolved) bool { return !d.Has(Self) || d.Has(m.from) }

// missedReply reports whether the message answers one that never arrived.
func (r Rules) missedReply(m *resolved) bool {
	return m.ReplyTo == ReplyUnknown || m.ReplyTo == ReplyPartial && r.needsWholeReply
}

// applyReplies is eras b1 and b2: the named member counts, and the whole list is
// taken from a message that shows the device has missed something.
func (r Rules) applyReplies(d *draft, m *resolved) (Reason, bool) {
	if refused := r.refusesReplies(d, m); refused != ReasonNone {
		return refused, false
	}
	if !d.bump(m.sent) {
		return ReasonOlder, false
	}
	if m.Chat && !m.addsOwn && !r.missedReply(m) {
		if m.removed != "" {
			d.drop(m.removed)
		}
		d.put(m.added, Row{})
		return ReasonNamedMember, true
	}
	if r.era == EraB1 && !d.Has(m.from) {
		return ReasonNotMember, false
	}
	list := collect(m.everyone)
	list.remove(m.removed)
	if !m.Chat {
		// People who write with classic programs rarely mean to throw anybody out.
		d.join(maps.Keys(list))
		return rebuildReason(m), true
	}
	d.assign(list)
	return rebuildReason(m), true
}

func (r Rules) refusesReplies(d *draft, m *resolved) Reason {
	switch {
	case r.era == EraB2 && !d.senderMayChange(m):
		return ReasonNotMember
	case r.era == EraB1 && !d.Has(Self) && !m.addsOwn && (m.Chat || !r.classicAllowed):
		return ReasonSelfNotMember
	}
	return ReasonNone
}

// rebuildReason says why the recipients were taken as the whole list.
func rebuildReason(m *resolved) Reason {
	switch {
	case m.addsOwn:
		return ReasonSelfAdded
	case m.ReplyTo == ReplyUnknown || m.ReplyTo == ReplyPartial:
		return ReasonMissedMessage
	}
	return ReasonRecipientsJoined
}

// applyImplicit is eras b3 and b4: every message of a member says who is in the
// group, even without naming anybody.
func (r Rules) applyImplicit(d *draft, m *resolved) (Reason, bool) {
	switch {
	case r.needsWholeReply && m.Partial:
		return ReasonPartial, false
	case !d.senderMayChange(m):
		return ReasonNotMember, false
	case !d.bump(m.sent):
		return ReasonOlder, false
	}
	if m.addsOwn || r.missedReply(m) {
		list := collect(m.everyone)
		list.remove(m.removed)
		d.assign(list)
		return rebuildReason(m), true
	}
	reason := r.applyOrdinary(d, m)
	d.drop(m.removed)
	if r.era == EraB3 {
		d.put(m.added, Row{})
	}
	return reason, true
}

// applyOrdinary takes the list an ordinary message means. In b3 members who are
// not recipients are out; in b4 recipients who are not members are in.
func (r Rules) applyOrdinary(d *draft, m *resolved) Reason {
	if r.era != EraB3 || !m.Chat {
		d.join(m.everyone)
		return ReasonRecipientsJoined
	}
	list := collect(m.everyone)
	for id := range d.Rows {
		if !list[id] {
			d.drop(id)
		}
	}
	return ReasonRecipientsIntersected
}
