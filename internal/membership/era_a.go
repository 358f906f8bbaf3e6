package membership

// applyRebuild is era a0: every message that adds or removes somebody replaces
// the list by its recipients. The last message processed wins.
func (r Rules) applyRebuild(d *draft, m *resolved, created bool) (Reason, bool) {
	stranger := r.strangersRebuild && !d.Has(m.from)
	if !created && !m.AddedHeader && !m.RemovedHeader && !stranger {
		return ReasonNoMembershipHeader, false
	}
	list := collect(m.everyone)
	if m.RemovedHeader {
		list.remove(m.removed)
	}
	d.assign(list)
	return ReasonRebuilt, true
}

// applySpec is eras a1 to a3, the rule of spec.md: an addition joins everybody
// the message lists, a removal takes out exactly the named member.
func (r Rules) applySpec(d *draft, m *resolved, created bool) (Reason, bool) {
	joins := m.AddedHeader && !m.RemovedHeader || created && !r.listAtOnce ||
		m.Protects && r.protectsJoins && !m.RemovedHeader
	switch {
	case joins:
		if r.gated && !d.bump(m.sent) {
			return ReasonOlder, false
		}
		if r.wipeOnReturn && !d.Has(Self) {
			// Members may have left while the user was away.
			d.clear()
		}
		d.join(m.everyone)
		return ReasonRecipientsJoined, true
	case m.RemovedHeader && m.removed != "":
		if r.gated && !r.removalUngated && !d.bump(m.sent) {
			return ReasonOlder, false
		}
		d.drop(m.removed)
		return ReasonNamedMember, true
	}
	return ReasonNoMembershipHeader, false
}

// applyGated is era a4: additions join, a removal or the user's return replaces
// the list by the recipients.
func (r Rules) applyGated(d *draft, m *resolved) (Reason, bool) {
	protects := m.Verified && !d.Protected
	d.Protected = d.Protected || m.Verified
	switch {
	case !m.AddedHeader && !m.RemovedHeader && !protects && (m.Chat || !r.classicRebuilds):
		return ReasonNoMembershipHeader, false
	case d.Has(Self) && !d.Has(m.from):
		return ReasonNotMember, false
	case !d.bump(m.sent):
		return ReasonOlder, false
	}
	if m.removed == "" && d.Has(Self) {
		// QUIRK: the removal of somebody the device never met joins the recipients.
		d.join(m.everyone)
		return ReasonRecipientsJoined, true
	}
	list := collect(m.everyone)
	list.remove(m.removed)
	d.assign(list)
	return ReasonRebuilt, true
}
