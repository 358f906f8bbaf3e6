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

// Confirm is [Rules.Receive] for a message whose list is known to tell a device
// nothing: every member and past member in it has a row, and every time in it is
// that of the row or older. Then nothing is to be compared, and only that the
// group is alive is noted. from is the author, as the device knows them, now the
// receiver's clock. ok is false where the list might count after all: let Receive
// judge.
func (r Rules) Confirm(v View, from ID, in *Message, now int64) (after View, ok bool) {
	named := in.AddedHeader || in.RemovedHeader
	if !r.timed || !v.Exists || in.Times == nil || named || in.MailingList || r.keyed && !in.Encrypted || r.stale(v, now) {
		return v, false
	}
	d := draft{View: v}
	if r.expires && (!d.Has(Self) || d.Has(from)) {
		d.bump(r.sentTime(in.Date, now))
	}
	return d.View, true
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
