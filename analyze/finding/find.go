package finding

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
)

// A search looks through one case.
type search struct {
	*history.Histories
	found []Finding
	work  int // deliveries and steps looked at
}

// All collects everything worth saying, sorted: by group, weight, code and device,
// then by who did what to whom when.
func All(hs *history.Histories) []Finding {
	found, _ := AllWithWork(hs)
	return found
}

// AllWithWork is All; it also counts the messages that were looked at, so that a
// test can say how they grow with the case.
func AllWithWork(hs *history.Histories) (found []Finding, messages int) {
	s := &search{Histories: hs}
	for _, g := range hs.Groups {
		s.differences(g)
		s.undelivered(g)
		s.refused(g)
		s.mismatches(g)
		s.stale(g)
		s.clocks(g)
		s.linked(g)
		s.impersonations(g)
		s.disputes(g)
		s.databases(g)
	}
	s.undecryptable()
	s.unopened()
	s.unfetched()
	s.olderBackups()
	s.sharedAccounts()
	s.authenticity()
	s.conflicts()
	s.corrections()
	s.ownerless()
	slices.SortStableFunc(s.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Severity.Weight(), b.Severity.Weight()),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Device, b.Device), a.compareDeed(&b))
	})
	names := map[string]string{}
	for _, g := range hs.Groups {
		names[g.ID] = g.Name
	}
	taken := map[string]int{}
	for i := range s.found {
		f := &s.found[i]
		f.GroupName = names[f.Group]
		if f.Device != "" && f.Devices == nil {
			f.Devices = []string{f.Device}
		}
		if f.Message != nil && f.Time == nil {
			f.Time = timePointer(f.Message.Time)
		}
		f.identify(taken)
	}
	return s.found, s.work
}

// compareDeed orders findings of one kind by the message they speak of: by what it
// did, or where the device did not take it, by its author and time.
func (f *Finding) compareDeed(other *Finding) int {
	a, b := Message{}, Message{}
	if f.Message != nil {
		a = *f.Message
	}
	if other.Message != nil {
		b = *other.Message
	}
	switch f.Code {
	case UnknownSender, NonMemberChange:
		return cmp.Or(cmp.Compare(f.Actor, other.Actor), a.Time.Compare(b.Time))
	case CorrectionRefused:
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(f.Actor, other.Actor), cmp.Compare(f.Subject, other.Subject))
	}
	return cmp.Or(cmp.Compare(f.Actor, other.Actor), cmp.Compare(a.Kind, b.Kind), cmp.Compare(f.Subject, other.Subject),
		a.Time.Compare(b.Time))
}

func (s *search) add(f Finding) { s.found = append(s.found, f) }

// about begins a finding about one message of a group.
func about(code Code, severity Severity, m *history.Delivery) Finding {
	return Finding{Code: code, Severity: severity, Group: m.Reading.GroupID, Actor: m.Reading.From.Address,
		Subject: cmp.Or(m.Reading.Removed, m.Reading.Added), Evidence: evidenceOf(m.Event),
		Message: &Message{ID: m.Reading.MessageID, Kind: kind(m.Reading), Time: m.Dated()}}
}
