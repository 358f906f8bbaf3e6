package membership

// Receive applies a message that reached a group to a device's view of it. The
// returned Contacts has learnt what the message says about people, whether or
// not it changed the group.
func (r Rules) Receive(v View, c Contacts, in Message) (View, Contacts, Outcome) {
	switch {
	case in.MailingList:
		return v, c, Outcome{Reason: ReasonMailingList}
	case r.keyed && !in.Encrypted:
		return v, c, Outcome{Reason: ReasonNotEncrypted}
	}
	m := r.resolve(v, &c, &in)
	if m.from == "" {
		return v, c, Outcome{Reason: ReasonNoSender}
	}
	d := &draft{View: v}
	if !v.Exists {
		if refused := r.refusesGroup(v, &c, m); refused != ReasonNone {
			return v, c, Outcome{Reason: refused}
		}
		r.create(d, m)
	}
	reason, accepted := r.apply(d, m, !v.Exists)
	if !v.Exists && !accepted {
		reason, accepted = ReasonCreated, true
	}
	return d.View, c, d.outcome(v, reason, accepted)
}

// apply runs the algorithm of the era and reports which rule decided, and
// whether the message was allowed to say who is a member.
func (r Rules) apply(d *draft, m *resolved, created bool) (Reason, bool) {
	switch r.era {
	case EraA0:
		return r.applyRebuild(d, m, created)
	case EraA1, EraA2, EraA3:
		return r.applySpec(d, m, created)
	case EraA4:
		return r.applyGated(d, m)
	case EraB1, EraB2:
		return r.applyReplies(d, m)
	case EraB3, EraB4:
		return r.applyImplicit(d, m)
	case EraC, EraD:
		return r.applyTolerant(d, m)
	case EraE0, EraE1, EraF:
		return r.applyTimes(d, m)
	}
	return ReasonNone, false
}
