package finding

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
)

const (
	// WrittenByAnother: its supposed author has a device in the case, which did not
	// send it.
	WrittenByAnother Reason = "written-by-another"
	// NoSuchClient: no release of any client writes such mail.
	NoSuchClient Reason = "no-such-client"
)

// impersonations reports group mail that was not written by whom it names, as far
// as the case holds a device of theirs: which devices followed it, and which did
// not.
func (s *search) impersonations(g *history.Group) {
	for _, m := range g.Deliveries {
		if !s.IsInAnothersName(m) {
			continue
		}
		f := about(Impersonation, Warning, m)
		f.Reason = WrittenByAnother
		if history.IsImpossible(m) {
			f.Reason = NoSuchClient
		}
		f.Followed, f.Refused = names(g.AcceptedBy(m)), names(g.RefusedBy(m))
		f.Devices = slices.Concat(f.Followed, f.Refused)
		slices.Sort(f.Devices)
		if len(f.Followed) > 0 && m.IsGMM() {
			f.Severity = Error
		}
		s.add(f)
	}
}

// Whether the target follows one device's word, and whether that lost a race.
const (
	Counts       Reason = "counts"        // it does: one device alone refused it
	LeftOut      Reason = "left-out"      // it does not: several refused it
	RemovedFirst Reason = "removed-first" // its author was entitled, and removed before it arrived
)

// disputes reports changes that only their author stands by. Who was a member when
// writing did nothing wrong: that is a note.
func (s *search) disputes(g *history.Group) {
	for _, d := range g.Target.Disputes {
		f := about(Disputed, Warning, d.Delivery)
		f.Device, f.Refused = d.Delivery.Author.Name, names(d.Refused)
		f.Devices = append([]string{f.Device}, f.Refused...)
		switch {
		case d.Counts:
			f.Reason = Counts
		case d.Entitled:
			f.Reason, f.Severity = RemovedFirst, Info
		default:
			f.Reason = LeftOut
		}
		s.add(f)
	}
}

func names(devices []*history.Device) []string {
	list := []string{}
	for _, d := range devices {
		list = append(list, d.Name)
	}
	return list
}
