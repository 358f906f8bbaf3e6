package finding

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// Why a device's view differs from the target about one person: what became of
// the message that would have told it.
const (
	NeverArrived Reason = "never-arrived"  // no copy lies in its archive
	FiledAsSpam  Reason = "filed-as-spam"  // it lies in Junk
	NoKey        Reason = "no-key"         // it arrived, and no key of the device opens it
	HidesForWhom Reason = "hides-for-whom" // it arrived, a key fits, and the client opens no mail that hides for whom it is
	NotSentHere  Reason = "not-sent-here"  // its author did not send it to this device
	UndoneHere   Reason = "undone-here"    // the device sent it itself; a later message undid it
	NotTaken     Reason = "not-taken"      // it arrived, and the client did not take it as mail of the group
	ForgedHere   Reason = "forged-here"    // it followed a change in another's name
	NotFollowed  Reason = "not-followed"   // it arrived, and the rules refused it
	Outweighed   Reason = "outweighed"     // it was read, and another one counted for more
	NoMessage    Reason = "no-message"     // no message of the case tells of the change
	LacksGroup   Reason = "lacks-group"    // of the finding: a member's device does not have the group
	OtherMembers Reason = "other-members"  // of the finding: it has the group with other members
)

// How a device's view of one person departs from the target.
const (
	Missing = "missing" // the target holds them, the view does not
	Extra   = "extra"   // the view holds them, the target does not
	Absent  = "absent"  // the whole group is missing
)

// A Difference is one person about whom a device's view is not the target's.
type Difference struct {
	Subject string `json:"subject"` // address; "" where the whole group is missing
	How     string `json:"how"`     // [Missing], [Extra] or [Absent]
	Reason  Reason `json:"reason"`
	Rule    string `json:"rule,omitempty"` // the rule that decided, in words
	// Inferred reports that what the device shows of the person was not read in its
	// own mail.
	Inferred bool     `json:"inferred,omitempty"`
	Actor    string   `json:"actor,omitempty"`   // who made the change
	Message  *Message `json:"message,omitempty"` // that would have told the device; Kind is "create" where the group was made so
}

// A Departure is how one device's view differs from the target of a group.
type Departure struct {
	Device         *history.Device
	Missing, Extra []string // addresses, sorted
	Absent         bool     // the device does not have the group at all
	Left           bool     // the device is out of the group by its own view
}

// Differences compares every device with the target of a group. A device that is
// out of the group, and knows it, is told nothing more and does not differ; of one
// whose own address is not known, or whose mail cannot be opened, nobody can say.
func Differences(hs *history.Histories, g *history.Group) []Departure {
	members := g.Target.Members()
	var list []Departure
	for _, d := range hs.Devices {
		if len(d.Addresses) == 0 || d.Undecrypted {
			continue
		}
		belongs := slices.ContainsFunc(d.Addresses, func(a string) bool {
			_, found := slices.BinarySearch(members, a)
			return found
		})
		h := g.Of(d)
		switch {
		case h == nil || !h.View.Exists:
			if belongs && !g.MayBeAbsent() {
				list = append(list, Departure{Device: d, Missing: members, Absent: true})
			}
			continue
		case !belongs && !h.View.Has(membership.Self):
			continue
		}
		shown := h.Shows(h.View)
		diff := Departure{Device: d, Missing: history.Without(members, shown), Extra: history.Without(shown, members), Left: !h.View.Has(membership.Self)}
		if len(diff.Missing)+len(diff.Extra) > 0 {
			list = append(list, diff)
		}
	}
	return list
}

// differences reports each device whose view is not the target's, whom it is
// missing or showing in vain, and what became of the message that would have
// told it.
func (s *search) differences(g *history.Group) {
	for _, diff := range Differences(s.Histories, g) {
		f := Finding{Code: ViewsDiffer, Reason: OtherMembers, Severity: Error, Group: g.ID, Device: diff.Device.Name}
		var events []*evidence.Event
		var rows []Evidence
		note := func(d Difference, about []*evidence.Event) {
			if isLaterInDatabase(s, g, diff.Device, d) {
				var told []Evidence
				d, told, _ = whyInDatabase(g, diff.Device, d)
				rows = append(rows, told...)
			}
			if d.Reason == NotOpened && diff.Device.Backup() != nil {
				if _, row := fateInDatabase(diff.Device, d.Message.ID); row != nil {
					rows = append(rows, *row)
				}
			}
			f.Differences = append(f.Differences, d)
			events = append(events, about...)
		}
		if diff.Absent {
			f.Reason = LacksGroup
			note(whyAbsent(g, diff.Device))
		} else {
			for _, address := range diff.Missing {
				note(s.whyDiffers(g, diff.Device, address, Missing))
			}
			for _, address := range diff.Extra {
				note(s.whyDiffers(g, diff.Device, address, Extra))
			}
			noteBasis(g.Of(diff.Device), f.Differences)
		}
		f.Evidence = append(evidenceOf(events...), rows...)
		s.add(f)
	}
}

// noteBasis says of each difference whether what the device shows was inferred.
func noteBasis(h *history.History, differences []Difference) {
	inferred := map[string]bool{}
	for id := range h.View.Rows {
		inferred[h.Contacts.Address(id)] = h.BasisOf(id) == history.Inferred
	}
	for i := range differences {
		differences[i].Inferred = inferred[differences[i].Subject]
	}
}

// whyDiffers explains why a device did not learn of an addition or removal.
func (s *search) whyDiffers(g *history.Group, d *history.Device, address, how string) (Difference, []*evidence.Event) {
	diff := Difference{Subject: address, How: how}
	if forged := s.forgedOn(g, d, address, how); forged != nil {
		diff.Reason, diff.Actor = ForgedHere, forged.Reading.From.Address
		diff.Message = &Message{ID: forged.Reading.MessageID, Kind: kind(forged.Reading), Time: forged.Dated()}
		return diff, []*evidence.Event{forged.Event}
	}
	change := g.LastRemoval(address)
	if how == Missing {
		change = g.LastAddition(address)
	}
	switch {
	case change != nil:
		return diff.because(change, d)
	case how == Missing && len(g.Deliveries) > 0:
		return diff.because(g.Deliveries[0], d)
	}
	diff.Reason = NoMessage
	return diff, nil
}

// forgedOn finds the newest change in another's name that a device followed, and that
// alone made the difference: its last word on the person.
func (s *search) forgedOn(g *history.Group, d *history.Device, address, how string) *history.Delivery {
	changes := g.Changes(address)
	for i := len(changes) - 1; i >= 0; i-- {
		m := changes[i]
		s.work++
		fate, step, _ := m.FateOn(d)
		if fate == history.FateNone || fate == history.FateOwn || step == nil || !step.Outcome.Changed {
			continue
		}
		if made := m.Reading.Removed == address; made == (how == Missing) && s.IsInAnothersName(m) {
			return m
		}
		return nil
	}
	return nil
}

// whyAbsent explains why a member's device does not have the group.
func whyAbsent(g *history.Group, d *history.Device) (Difference, []*evidence.Event) {
	diff := Difference{How: Absent}
	for _, address := range d.Addresses {
		if addition := g.LastAddition(address); addition != nil {
			return diff.because(addition, d)
		}
	}
	if len(g.Deliveries) > 0 {
		return diff.because(g.Deliveries[0], d)
	}
	diff.Reason = NoMessage
	return diff, nil
}

// because says what became of a message on a device. A message that names nobody
// is the one that made the group.
func (diff Difference) because(m *history.Delivery, d *history.Device) (Difference, []*evidence.Event) {
	fate, step, own := m.FateOn(d)
	events := []*evidence.Event{m.Event}
	if own != nil && own != m.Event {
		events = append(events, own)
	}
	diff.Actor = m.Reading.From.Address
	diff.Message = &Message{ID: m.Reading.MessageID, Kind: diff.kindOf(m, d), Time: m.Dated()}
	switch {
	case fate == history.FateMissing && !d.HasMail():
		diff.Reason = NotInHere
	case fate == history.FateMissing:
		diff.Reason = NeverArrived
	case fate == history.FateJunk:
		diff.Reason = FiledAsSpam
	case fate == history.FateSealed && d.RefusesHidden(own.Message) && !d.FailedToOpen(m.Reading.MessageID):
		diff.Reason = HidesForWhom
	case fate == history.FateSealed && d.ClientFailed(own.Message):
		diff.Reason = NotOpened
	case fate == history.FateSealed:
		diff.Reason = NoKey
	case fate == history.FateNone:
		diff.Reason = NotSentHere
	case fate == history.FateOwn:
		diff.Reason = UndoneHere
	case step == nil:
		diff.Reason = NotTaken
	case !step.Outcome.Accepted:
		diff.Reason, diff.Rule = NotFollowed, step.Outcome.Reason.String()
	default:
		diff.Reason, diff.Rule = Outweighed, step.Outcome.Reason.String()
	}
	return diff, events
}

// kindOf says what a message did for this difference on a device: named its
// subject, or made the group.
func (diff Difference) kindOf(m *history.Delivery, d *history.Device) string {
	switch {
	case diff.How == Extra && m.Reading.Removed == m.Reading.From.Address:
		return "leave"
	case diff.How == Extra:
		return "remove"
	case diff.How == Missing && m.Reading.Added == diff.Subject:
		return "add"
	case diff.How == Absent && d.Owns(m.Reading.Added):
		return "add"
	}
	return "create"
}
