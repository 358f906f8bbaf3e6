package finding

import (
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// undelivered reports GMMs that never reached a device they were sent to, or lie
// in its Junk.
func (s *search) undelivered(g *history.Group) {
	for _, m := range g.Deliveries {
		if !m.IsGMM() {
			continue
		}
		s.work += len(s.Devices)
		for _, d := range s.Devices {
			if d.Undecrypted || !d.HasMail() {
				continue // what lies in its archive may be this very message; what had no effect leaves no trace in a database
			}
			switch fate, _, e := m.FateOn(d); fate {
			case history.FateMissing:
				f := about(NotReached, Warning, m)
				f.Device = d.Name
				s.add(f)
			case history.FateJunk:
				f := about(InJunk, Warning, m)
				f.Device, f.Folder, f.Evidence = d.Name, e.Folder, evidenceOf(e)
				s.add(f)
			}
		}
	}
}

// Why a device could not open mail.
const (
	Damaged     Reason = "damaged"
	Unsupported Reason = "unsupported"
)

// undecryptable reports the mail each device could not open, group by group as
// far as somebody else's key tells the group.
func (s *search) undecryptable() {
	type kind struct {
		group   string
		opening gmm.Opening
		refused bool // by the client, though a key fits
	}
	for _, d := range s.Devices {
		s.work += len(d.Events)
		var order []kind
		events := map[kind][]*evidence.Event{}
		for _, e := range d.Events {
			if e.InJunk() || e.IsDraft() || !d.CannotOpen(e.Message) || d.ClientFailed(e.Message) && d.Backup() != nil {
				continue // of a client that failed, [search.unopened] tells
			}
			k := kind{opening: e.Message.Seal.Opening}
			if k.opening == gmm.Opened { // by another device's key
				k = kind{group: latest(e).GroupID, opening: gmm.NoKey, refused: d.RefusesHidden(e.Message)}
			}
			if events[k] == nil {
				order = append(order, k)
			}
			events[k] = append(events[k], e)
		}
		for _, k := range order {
			f := Finding{Code: Undecryptable, Severity: Warning, Group: k.group, Device: d.Name, Count: len(events[k]), Evidence: evidenceOf(events[k]...)}
			switch {
			case k.refused:
				f.Reason = HidesForWhom
			case k.opening == gmm.NoKey:
				f.Reason = NoKey
			case k.opening == gmm.Unsupported:
				f.Reason, f.Why = Unsupported, events[k][0].Message.Seal.Why
			default:
				f.Reason, f.Why = Damaged, events[k][0].Message.Seal.Why
			}
			s.add(f)
		}
	}
}
