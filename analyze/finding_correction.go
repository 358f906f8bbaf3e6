package analyze

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// findCorrections reports GMMs that a correction carries in vain: without a
// good signature of their author, changed, nested, or of another group. A
// correction adds nothing its GMMs or its signer could not have said.
func (s *Study) findCorrections() []Finding {
	var found []Finding
	for _, m := range s.mail {
		said := m.event.Message.Reading(release.Latest)
		if !said.Correction {
			continue
		}
		for _, carried := range m.event.Message.Carried {
			if why := refusal(said, carried); why != "" {
				found = append(found, Finding{
					Code: CodeCorrectionRefused, Severity: SeverityWarning, Group: said.GroupID,
					Text: fmt.Sprintf("The correction %q by %s carries a message of %s that changes nothing: %s.",
						said.MessageID, said.From.Address, carried.ReadingUnwrapped(release.Latest).From.Address, why),
					Evidence: evidenceOf(m.event),
					Fix:      "Look at the attached message: its supposed author may never have written it.",
				})
			}
		}
	}
	return found
}

// refusal says why a carried GMM counts for nothing, "" if it counts.
func refusal(correction *gmm.Reading, carried *gmm.Message) string {
	said := carried.ReadingUnwrapped(release.Latest)
	switch {
	case !correction.Encrypted:
		return "the correction itself is not encrypted and signed"
	case said.Correction:
		return "it is a correction itself"
	case carried.Seal.Signature == pgp.Unsigned:
		return "it is not signed"
	case carried.Seal.Signature == pgp.Forged:
		return "its signature does not fit its content"
	case !carried.Seal.Accepted:
		return "its signature cannot be accepted: " + carried.Seal.Why
	case said.GroupID != correction.GroupID:
		return "it belongs to another group"
	}
	return ""
}
