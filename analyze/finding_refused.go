package analyze

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// findRefused reports messages whose sender was no member in the view of the
// device that read them.
func (s *Study) findRefused(group string) []Finding {
	var found []Finding
	for _, d := range s.c.devices {
		h := s.histories[d][group]
		if h == nil {
			continue
		}
		for i := range h.steps {
			if st := &h.steps[i]; st.outcome.Reason == membership.ReasonNotMember && !st.item.own && st.item.carriedBy == "" {
				found = append(found, refusedFinding(s.quoted(group), group, d, st))
			}
		}
	}
	return found
}

func refusedFinding(name, group string, d *device, st *step) Finding {
	said := st.item.said
	f := Finding{Code: CodeUnknownSender, Severity: SeverityInfo, Group: group, Device: d.name,
		Text: fmt.Sprintf("%s wrote to %s at %s, but was no member in the view of %s at that moment; its user saw an unknown sender.",
			said.From.Address, name, st.item.dated(), d.name),
		Evidence: evidenceOf(st.item.event),
		Fix:      "If they belong to the group, let a member add them again, or run gmmtool correct.",
	}
	if said.Added != "" || said.Removed != "" {
		f.Code, f.Severity = CodeNonMemberChange, SeverityWarning
		f.Text = fmt.Sprintf("%s tried to change the members of %s at %s, but was no member in the view of %s; it was not followed.",
			said.From.Address, name, st.item.dated(), d.name)
		f.Fix = "If they belong to the group, let a member add them again and repeat the change; otherwise nothing is to do."
	}
	return f
}

// findMismatches is the checking rule of the correction protocol: a GMM
// arrives whose member list is not the device's own view after applying it.
func (s *Study) findMismatches(group string) []Finding {
	var found []Finding
	for _, d := range s.c.devices {
		h := s.histories[d][group]
		if h == nil {
			continue
		}
		for i := range h.steps {
			st := &h.steps[i]
			if st.item.own || st.item.carriedBy != "" || st.item.said.Added == "" && st.item.said.Removed == "" || !st.after.Exists || len(st.item.said.To) == 0 {
				continue
			}
			listed, own := h.listed(st), h.addressesOf(st.after)
			if !slices.Equal(listed, own) {
				found = append(found, s.mismatchFinding(group, h, st, listed, own))
			}
		}
	}
	return found
}

// listed is the member list a message carries: sender and recipients, less the
// member it removes.
func (h *history) listed(st *step) []string {
	said := st.item.said
	list := []string{said.From.Address}
	for _, to := range said.To {
		if to.Valid() {
			list = append(list, to.Address)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(address string) bool { return address == said.Removed })
}

func (s *Study) mismatchFinding(group string, h *history, st *step, listed, own []string) Finding {
	d, said := h.device, st.item.said
	var parts []string
	evidence := []*Event{st.item.event}
	if more := without(listed, own); len(more) > 0 {
		parts = append(parts, fmt.Sprintf("the message lists %s, the device does not", and(more)))
		evidence = append(evidence, s.explaining(group, more, h, st)...)
	}
	if more := without(own, listed); len(more) > 0 {
		parts = append(parts, fmt.Sprintf("the device lists %s, the message does not", and(more)))
		evidence = append(evidence, s.explaining(group, more, h, st)...)
	}
	m := groupMail{said: said}
	return Finding{
		Code: CodeListMismatch, Severity: SeverityInfo, Group: group, Device: d.name,
		Text: fmt.Sprintf("%s reached %s at %s with another member list: %s. (Message: %s. Device: %s.)",
			m.describe(), d.name, st.item.dated(), strings.Join(parts, "; "), strings.Join(listed, ", "), strings.Join(own, ", ")),
		Evidence: evidenceOf(evidence...),
		Fix:      "The views had parted before this message. See the differences reported for the group.",
	}
}

// explaining finds the GMMs about these members written before a step: the
// ones either side may have missed.
func (s *Study) explaining(group string, addresses []string, h *history, st *step) []*Event {
	var events []*Event
	for _, m := range s.mailOf(group) {
		if m.said.MessageID == st.item.said.MessageID || m.at.After(st.item.at) {
			continue
		}
		if slices.Contains(addresses, m.said.Added) || slices.Contains(addresses, m.said.Removed) {
			events = append(events, m.event)
		}
	}
	return events
}

// staleAfter is how long a member list lives without group mail (60 days, from
// 1.155 on), in seconds.
const staleAfter = 60 * 24 * 3600

// findStale reports lists that were taken whole because they were stale, and
// lists that are stale at the end of the case.
func (s *Study) findStale(group string) []Finding {
	var found []Finding
	for _, d := range s.c.devices {
		h := s.histories[d][group]
		if h == nil || !h.view.Exists {
			continue
		}
		for i := range h.steps {
			if st := &h.steps[i]; st.outcome.Reason == membership.ReasonStale && !st.outcome.Created {
				found = append(found, Finding{
					Code: CodeStaleList, Severity: SeverityWarning, Group: group, Device: d.name,
					Text: fmt.Sprintf("The member list of %s on %s had gone 60 days without mail, so the message of %s at %s replaced it whole.",
						s.quoted(group), d.name, st.item.said.From.Address, st.item.dated()),
					Evidence: evidenceOf(st.item.event),
					Fix:      "Check the members with everybody: additions and removals before that day are forgotten.",
				})
			}
		}
		if h.isStale(s.now) && h.view.Size() > 1 && h.view.Has(membership.Self) {
			found = append(found, Finding{
				Code: CodeStaleList, Severity: SeverityInfo, Group: group, Device: d.name,
				Text: fmt.Sprintf("The member list of %s on %s has gone 60 days without mail from another member; the next message will replace it whole.",
					s.quoted(group), d.name),
				Evidence: evidenceOf(h.lastEvent()),
				Fix:      "Let a member whose list is complete write to the group first.",
			})
		}
	}
	return found
}

// isStale follows member_list_is_stale (src/chat.rs, from 1.155).
func (h *history) isStale(now int64) bool {
	if h.device.release < 1_155_000 {
		return false
	}
	since := h.view.ListTime
	if since == 0 {
		since = h.view.Created
	}
	return now+60 >= since+staleAfter
}

func (h *history) lastEvent() *Event {
	if len(h.steps) == 0 {
		return nil
	}
	return h.steps[len(h.steps)-1].item.event
}
