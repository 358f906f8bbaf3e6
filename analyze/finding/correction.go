package finding

import (
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// Why a GMM that a correction carries changes nothing.
const (
	CorrectionUnsigned Reason = "correction-unsigned" // the correction itself is not encrypted and signed
	Nested             Reason = "nested"              // it is a correction itself
	NotSigned          Reason = "not-signed"
	OtherGroup         Reason = "other-group"
)

// corrections reports GMMs that a correction carries in vain: without a good
// signature of their author, changed, nested, or of another group. A correction
// adds nothing its GMMs or its signer could not have said.
func (s *search) corrections() {
	for _, m := range s.Deliveries() {
		if !m.Reading.Correction {
			continue
		}
		for _, carried := range m.Event.Message.Carried {
			if reason, why := refusal(m.Reading, carried); reason != "" {
				f := about(CorrectionRefused, Warning, m)
				f.Reason, f.Why = reason, why
				f.Subject = carried.ReadingUnwrapped(release.Latest).From.Address
				s.add(f)
			}
		}
	}
}

// refusal says why a carried GMM counts for nothing, "" if it counts.
func refusal(correction *gmm.Reading, carried *gmm.Message) (reason Reason, why string) {
	reading := carried.ReadingUnwrapped(release.Latest)
	switch {
	case !correction.Encrypted:
		return CorrectionUnsigned, ""
	case reading.Correction:
		return Nested, ""
	case carried.Seal.Signature == pgp.Unsigned:
		return NotSigned, ""
	case carried.Seal.Signature == pgp.Forged:
		return DoesNotFit, ""
	case !carried.Seal.Accepted:
		return Unacceptable, carried.Seal.Why
	case reading.GroupID != correction.GroupID:
		return OtherGroup, ""
	}
	return "", ""
}

// ownerless reports devices with group mail that were left out because nothing
// says whose they are.
func (s *search) ownerless() {
	for _, d := range s.Devices {
		if len(d.Addresses) > 0 {
			continue
		}
		for _, e := range d.Events {
			if latest(e).GroupID != "" {
				s.add(Finding{Code: UnknownOwner, Severity: Warning, Device: d.Name, Evidence: []Evidence{}})
				break
			}
		}
	}
}

// latest reads an event as the newest release does.
func latest(e *evidence.Event) *gmm.Reading { return e.Message.Reading(release.Latest) }
