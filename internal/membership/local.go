package membership

// CreateLocal is the user making a group at the given time, in unix seconds.
// Members added before the first message is sent leave no mail.
func (r Rules) CreateLocal(at int64) View {
	d := &draft{View: View{Exists: true, Created: at, Unpromoted: true}}
	d.put(Self, r.row(at))
	return d.View
}

// AddLocal is the user adding a member. Nothing happens if the user is out of
// the group or the member is in it.
func (r Rules) AddLocal(v View, id ID, at int64) (View, Outcome) {
	if !v.Has(Self) || v.Has(id) || id == "" {
		return v, Outcome{Reason: ReasonNotAllowed}
	}
	d := &draft{View: v}
	r.addRow(d, id, at)
	return d.View, d.outcome(v, ReasonOwnAct, true)
}

// RemoveLocal is the user removing a member, or leaving if id is [Self].
//
// The member list timestamp, which releases 1.137.3 to 1.153 raise when the
// removal is sent, is raised by [Rules.Sent].
func (r Rules) RemoveLocal(v View, id ID, at int64) (View, Outcome) {
	_, known := v.Rows[id]
	if !v.Has(Self) || r.onlyMembers && !known {
		return v, Outcome{Reason: ReasonNotAllowed}
	}
	d := &draft{View: v}
	r.removeRow(d, id, at)
	if id == Self && r.leftIsKept && !v.Unpromoted {
		d.Left = true
	}
	return d.View, d.outcome(v, ReasonOwnAct, true)
}

// LeaveLocal is the user leaving the group.
func (r Rules) LeaveLocal(v View, at int64) (View, Outcome) {
	return r.RemoveLocal(v, Self, at)
}

// JoinLocal is the user scanning the invitation of a group that the device does
// not have yet. Until the inviter's message arrives the user is not a member.
func (r Rules) JoinLocal(v View, inviter ID, at int64) (View, Outcome) {
	d := &draft{View: v}
	if !v.Exists {
		d.View = View{Exists: true, Created: at, Left: v.Left}
	}
	if !r.adderJoins && !d.Has(inviter) && inviter != "" {
		r.addRow(d, inviter, at)
	}
	return d.View, d.outcome(v, ReasonOwnAct, true)
}

// SyncLocal is the arrival of a member list that another device of the user sent
// in a synchronisation message (SetContacts, SetPgpContacts). Clients send it
// while a group is unpromoted.
func (r Rules) SyncLocal(v View, members []ID, at int64) (View, Outcome) {
	if !v.Exists || r.sync == syncIgnored {
		return v, Outcome{Reason: ReasonNotAllowed}
	}
	d, list := &draft{View: v}, setOf(members...)
	switch {
	case list.equal(d.members()):
	case r.sync == syncNow:
		d.replace(list, at)
	default:
		d.clear()
		d.assign(list)
	}
	return d.View, d.outcome(v, ReasonOwnAct, true)
}

// row is a new member's row.
func (r Rules) row(at int64) Row {
	if r.timed {
		return Row{Added: at}
	}
	return Row{}
}

func (r Rules) addRow(d *draft, id ID, at int64) {
	if r.timed {
		d.addTimed(id, at)
		return
	}
	d.put(id, Row{})
}

// removeRow leaves a tombstone if the release keeps them and others may have
// heard of the member.
func (r Rules) removeRow(d *draft, id ID, at int64) {
	if r.timed && !(r.plainDrop && d.Unpromoted) {
		d.removeTimed(id, at)
		return
	}
	d.drop(id)
}
