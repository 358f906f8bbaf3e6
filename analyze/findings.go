package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
)

// The codes of findings. They are stable; the manual explains each.
const (
	CodeViewsDiffer       Code = "views-differ"        // a device's members are not the target's
	CodeNotReached        Code = "not-reached"         // a GMM never reached a device it was meant for
	CodeInJunk            Code = "in-junk"             // a GMM was filed as spam
	CodeSealed            Code = "undecryptable"       // mail the device has no key for, or that is damaged
	CodeUnknownSender     Code = "unknown-sender"      // the sender was no member in the view at that moment
	CodeNonMemberChange   Code = "non-member-change"   // ... and tried to change the members
	CodeListMismatch      Code = "list-mismatch"       // the consistency check: a GMM's list is not the device's own
	CodeStaleList         Code = "stale-list"          // no group mail for 60 days
	CodeUnsigned          Code = "unsigned"            // group mail anyone could have written
	CodeBadSignature      Code = "bad-signature"       // forged, or by a key that is not the sender's
	CodeUnprotected       Code = "unprotected-headers" // membership headers outside the protection
	CodeConflictingID     Code = "conflicting-id"      // one Message-ID, different content
	CodeClock             Code = "clock-off"           // a sender's clock is far off
	CodeCorrectionRefused Code = "correction-refused"  // a GMM in a correction that changes nothing
	CodeUnnamedDevice     Code = "unknown-owner"       // a device whose own address cannot be told
	CodeTwoAddresses      Code = "same-person-two-addresses"
	CodeTwoKeys           Code = "same-person-two-keys"
)

// findings collects everything worth saying, sorted: by group, then by weight,
// then by device.
func (s *Study) findings() []Finding {
	var all []Finding
	for _, group := range s.groupIDs() {
		for _, find := range [...]func(string) []Finding{
			s.findDifferences, s.findUndelivered, s.findRefused, s.findMismatches, s.findStale, s.findClocks, s.findLinked,
		} {
			all = append(all, find(group)...)
		}
	}
	all = append(all, s.findSealed()...)
	all = append(all, s.findAuthenticity()...)
	all = append(all, s.findConflicts()...)
	all = append(all, s.findCorrections()...)
	all = append(all, s.findOwnerless()...)
	for i := range all {
		if all[i].Evidence == nil {
			all[i].Evidence = []Evidence{}
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(weight(a.Severity), weight(b.Severity)),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Device, b.Device), cmp.Compare(a.Text, b.Text))
	})
	return all
}

func weight(s Severity) int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityInfo}, s)
}

// findOwnerless reports devices with group mail that were left out because
// nothing says whose they are.
func (s *Study) findOwnerless() []Finding {
	var found []Finding
	for _, d := range s.c.devices {
		if len(d.addresses) == 0 && slices.ContainsFunc(d.events, func(e *Event) bool { return e.Message.Reading(release.Latest).GroupID != "" }) {
			found = append(found, Finding{
				Code: CodeUnnamedDevice, Severity: SeverityWarning, Device: d.name,
				Text: fmt.Sprintf("Nothing in the mail of %s says which address is its own, so its views cannot be rebuilt.", d.name),
				Fix:  fmt.Sprintf("Give its key or address: --key %s=FILE or --address %s=ADDRESS.", d.name, d.name),
			})
		}
	}
	return found
}

// maxEvidence bounds the evidence of one finding; its text gives the number.
const maxEvidence = 50

func evidenceOf(events ...*Event) []Evidence {
	var list []Evidence
	for _, e := range events {
		if e != nil && len(list) < maxEvidence {
			list = append(list, e.evidence())
		}
	}
	return list
}

// quoted names a group for a sentence.
func (s *Study) quoted(group string) string {
	for _, d := range s.c.devices {
		if h := s.histories[d][group]; h != nil {
			if name := h.groupName(); name != "" {
				return fmt.Sprintf("%q", name)
			}
		}
	}
	return fmt.Sprintf("the group %s", group)
}

// and joins names as a sentence does.
func and(names []string) string {
	switch len(names) {
	case 0:
		return "nobody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// clockTime says when, in a sentence.
func clockTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// without is a list less the entries of another, in the order of the first.
func without(list, other []string) []string {
	gone := make(map[string]bool, len(other))
	for _, s := range other {
		gone[s] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return gone[s] })
}
