package finding

import (
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// What is wrong with the signature of a message.
const (
	DoesNotFit   Reason = "does-not-fit" // the content was altered, or it was made for something else
	Unacceptable Reason = "unacceptable" // clients do not accept it
	OtherKey     Reason = "other-key"    // by a key that is not the one the case knows for the sender
	SealedOnly   Reason = "sealed-only"  // encrypted and not signed
	Plain        Reason = "plain"        // neither encrypted nor signed
)

// authenticity reports mail of groups that is not what it seems: unsigned,
// signed by the wrong key, or with membership headers where a relay could have
// put them. One finding per message and kind, however many devices hold it.
func (s *search) authenticity() {
	for _, m := range s.Deliveries() {
		s.signature(m)
		if names := outsideProtection(m.Event.Message); len(names) > 0 {
			f := about(Unprotected, Warning, m)
			f.Fields = names
			s.add(f)
		}
	}
}

// signature judges the signature of one message of a group.
func (s *search) signature(m *history.Delivery) {
	seal := m.Event.Message.Seal
	f := about(BadSignature, Error, m)
	switch {
	case seal.Signature == pgp.Forged:
		f.Reason = DoesNotFit
	case seal.Signature != pgp.Unsigned && !seal.Accepted:
		f.Reason, f.Severity, f.Why = Unacceptable, Warning, seal.Why
	case seal.Signature == pgp.Unsigned && seal.Opening == gmm.Opened:
		f.Code, f.Reason, f.Severity = Unsigned, SealedOnly, Warning
	case seal.Signature == pgp.Unsigned && m.IsGMM():
		f.Code, f.Reason, f.Severity = Unsigned, Plain, Info
	case seal.Accepted && !s.IsKeyOf(m.Reading.From.Address, string(seal.Signer)):
		f.Reason, f.Severity, f.Keys = OtherKey, Warning, []string{string(seal.Signer)}
	default:
		return
	}
	s.add(f)
}

// outsideProtection names the membership fields in the outer section of a sealed
// message. Clients have always put them inside.
func outsideProtection(m *gmm.Message) []string {
	if m.Seal.Opening == gmm.Plain {
		return nil
	}
	var names []string
	for _, field := range m.Outer {
		if strings.HasPrefix(field.Name, "chat-group-") {
			names = append(names, fieldName(field.Name))
		}
	}
	return names
}

// fieldName restores the usual capitals of a field name.
func fieldName(name string) string {
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

// conflicts reports Message-IDs under which different contents exist: of two, a
// client reads only the one that comes first.
func (s *search) conflicts() {
	for _, c := range s.Conflicts {
		s.add(Finding{Code: ConflictingID, Severity: Warning, Group: c.GroupID, Count: len(c.Events),
			Message: &Message{ID: c.MessageID, Kind: "message"}, Evidence: evidenceOf(c.Events...)})
	}
}
