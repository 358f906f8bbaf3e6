package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// findAuthenticity reports mail of groups that is not what it seems: unsigned,
// signed by the wrong key, or with membership headers where a relay could have
// put them. One finding per message and kind, however many devices hold it.
func (s *Study) findAuthenticity() []Finding {
	var found []Finding
	for _, m := range s.mail {
		said := m.event.Message.Reading(release.Latest)
		g := groupMail{casedMail: m, said: said}
		if f, ok := s.signatureFinding(&g); ok {
			found = append(found, f)
		}
		if names := outsideProtection(m.event.Message); len(names) > 0 {
			found = append(found, Finding{
				Code: CodeUnprotected, Severity: SeverityWarning, Group: said.GroupID,
				Text: fmt.Sprintf("%s of %s has %s outside the encrypted part, where any mail server could have written it. Clients before 1.136 believe it.",
					g.describe(), g.dated(), and(names)),
				Evidence: evidenceOf(m.event),
				Fix:      "Trust only what the encrypted part says; update clients older than 1.136.",
			})
		}
	}
	return found
}

// signatureFinding judges the signature of one message of a group.
func (s *Study) signatureFinding(g *groupMail) (Finding, bool) {
	seal := g.event.Message.Seal
	f := Finding{Code: CodeBadSignature, Severity: SeverityError, Group: g.said.GroupID, Evidence: evidenceOf(g.event),
		Fix: "Treat it as forged until the sender confirms it by another way."}
	about := fmt.Sprintf("%s of %s", g.describe(), g.dated())
	switch {
	case seal.Signature == pgp.Forged:
		f.Text = about + " carries a signature that does not fit: the content was altered, or the signature was made for something else."
	case seal.Signature != pgp.Unsigned && !seal.Accepted:
		f.Severity = SeverityWarning
		f.Text = fmt.Sprintf("The signature on %s cannot be accepted: %s.", about, seal.Why)
	case seal.Signature == pgp.Unsigned && seal.Opening == gmm.Opened:
		f.Code, f.Severity = CodeUnsigned, SeverityWarning
		f.Text = about + " is encrypted but not signed. Anybody who has the members' keys could have written it; clients from 2.0 on do not follow it."
	case seal.Signature == pgp.Unsigned && g.isGMM():
		f.Code, f.Severity = CodeUnsigned, SeverityInfo
		f.Text = about + " was sent without encryption or signature. Anybody could have written it, and clients before 2.0 believe it."
		f.Fix = "Ask the sender if it matters. Clients from 2.0 on do not follow such mail."
	case seal.Accepted && !s.isKeyOf(g.said.From.Address, seal.Signer):
		f.Severity = SeverityWarning
		f.Text = fmt.Sprintf("%s is signed by the key %s, which is not the key of %s that the case knows. They changed their key, or somebody else wrote it.",
			about, seal.Signer, g.said.From.Address)
		f.Fix = "Ask the sender whether they set up their account anew."
	default:
		return f, false
	}
	return f, true
}

// isKeyOf reports whether a key belongs to an address as far as the case
// knows: it is a key of the device that owns the address, or nobody of the
// case owns it.
func (s *Study) isKeyOf(address string, key pgp.Fingerprint) bool {
	owned := false
	for _, d := range s.c.devices {
		if d.owns(address) && len(d.fingerprints) > 0 {
			owned = true
			if d.ownsKey(key) {
				return true
			}
		}
	}
	return !owned
}

// outsideProtection names the membership fields in the outer section of a
// sealed message. Clients have always put them inside.
func outsideProtection(m *gmm.Message) []string {
	if m.Seal.Opening == gmm.Plain {
		return nil
	}
	var names []string
	for _, field := range m.Outer {
		if strings.HasPrefix(field.Name, "chat-group-") {
			names = append(names, headerName(field.Name))
		}
	}
	return names
}

// headerName restores the usual capitals of a field name.
func headerName(name string) string {
	words := strings.Split(name, "-")
	for i, word := range words {
		if word == "id" {
			words[i] = "ID"
		} else if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "-")
}

// findConflicts reports Message-IDs under which different contents exist: of
// two, a client reads only the one that comes first.
func (s *Study) findConflicts() []Finding {
	contents := map[string]map[string]*Event{}
	for _, d := range s.c.devices {
		for _, e := range d.events {
			id := e.Message.Reading(release.Latest).MessageID
			if id == "" || isDraftFolder(e.Folder) {
				continue
			}
			if contents[id] == nil {
				contents[id] = map[string]*Event{}
			}
			if contents[id][e.Message.Content.String()] == nil {
				contents[id][e.Message.Content.String()] = e
			}
		}
	}
	var found []Finding
	for _, id := range slices.Sorted(maps.Keys(contents)) {
		if len(contents[id]) > 1 {
			found = append(found, conflictFinding(id, contents[id]))
		}
	}
	return found
}

func conflictFinding(id string, contents map[string]*Event) Finding {
	var events []*Event
	group := ""
	for _, content := range slices.Sorted(maps.Keys(contents)) {
		events = append(events, contents[content])
		group = max(group, contents[content].Message.Reading(release.Latest).GroupID)
	}
	return Finding{
		Code: CodeConflictingID, Severity: SeverityWarning, Group: group,
		Text: fmt.Sprintf("%d messages with different content share the Message-ID %q. A client reads only the one that reaches it first.",
			len(events), id),
		Evidence: evidenceOf(events...),
		Fix:      "Compare the copies: a relay or archive changed one, or somebody reused the id to keep the other from being read.",
	}
}
