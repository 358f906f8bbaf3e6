package analyze

import (
	"fmt"
	"slices"
)

// findLinked reports persons that one device shows as two members of a group,
// once per person and group. Two devices of one account are one member and no
// finding, nor is an address that stands there once with and once without its
// key.
func (s *Study) findLinked(group string) []Finding {
	g, ok := s.groupReport(group)
	if !ok {
		return nil
	}
	var found []Finding
	var told []link
	for _, l := range s.links(entriesOf(g)) {
		same := func(other link) bool {
			return other.kind == l.kind && other.a.address == l.a.address && other.b.address == l.b.address
		}
		if l.kind == sameMailbox || !shownTogether(g, l) || slices.ContainsFunc(told, same) {
			continue
		}
		told = append(told, l)
		found = append(found, s.linkedFinding(group, l))
	}
	return found
}

func (s *Study) linkedFinding(group string, l link) Finding {
	f := Finding{Group: group, Evidence: evidenceOf(l.evidence...)}
	if l.kind == sameKey {
		f.Code, f.Severity = CodeTwoAddresses, SeverityInfo
		f.Text = fmt.Sprintf("One person is in %s under two addresses, %s and %s: the key %s signed mail as both.",
			s.quoted(group), l.a.address, l.b.address, l.keys[0])
		f.Fix = "Ask them which address they still use, and remove the other from the group."
		return f
	}
	f.Code, f.Severity = CodeTwoKeys, SeverityWarning
	f.Fix = "Ask them which account they still use, and remove the other from the group."
	who := l.a.address
	if l.b.address != who {
		who += " and " + l.b.address
	}
	if l.kind == changedKey {
		f.Text = fmt.Sprintf("One person is in %s under two keys, as %s: their key %s certified the key %s, which takes its place.",
			s.quoted(group), who, l.keys[0], l.keys[1])
		return f
	}
	f.Text = fmt.Sprintf("%s is in %s twice, under the keys %s and %s, and both signed mail from there. They set up their account anew, or somebody else uses the address.",
		who, s.quoted(group), l.keys[0], l.keys[1])
	f.Fix = "Ask them, by another way, which key is theirs, and remove the other member from the group."
	return f
}
