package probe

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// MediaType is that of the part that holds a statement.
const MediaType = "application/vnd.gmmtool.probe+json"

// Label and version open every statement and everything that is hashed or
// signed, so that nothing made for another purpose fits.
const (
	label   = "gmmtool probe"
	version = 1
)

// Kind says which of the three messages a statement is in.
type Kind string

const (
	Probe Kind = "probe" // to the new record: the random value itself
	Check Kind = "check" // to a candidate: a hash of the value
	OK    Kind = "ok"    // back to the prober, by whoever got both
)

// A statement is what a message says to programs. The fields stand in the order
// of their names, as RFC 8785 (JSON canonicalization) has it.
type statement struct {
	Candidate        Identity `json:"candidate,omitzero"`         // check, ok
	Challenge        string   `json:"challenge,omitempty"`        // check, ok: random, base64
	Countersignature string   `json:"countersignature,omitempty"` // ok: by the key of the record
	Expires          int64    `json:"expires"`                    // unix seconds
	Hash             string   `json:"hash,omitempty"`             // check: see hashOf
	ID               string   `json:"id"`                         // of the question: random, hex
	Kind             Kind     `json:"kind"`
	Label            string   `json:"label"`
	Probe            string   `json:"probe,omitempty"` // probe, ok: random, base64
	Prober           Identity `json:"prober"`
	Record           Identity `json:"record,omitzero"` // probe, ok: to whom the probe went
	Version          int      `json:"version"`
}

// Lengths of random values, in bytes.
const (
	idLength     = 16
	secretLength = 32
	hashLength   = 32
)

// Limits of a statement. The largest signatures known (SLH-DSA) take 50 kB.
const (
	maxStatement = 256 << 10 // bytes
	maxTime      = 1 << 40   // unix seconds
)

// encode gives the canonical form: no white space, fields by name, nothing
// escaped that need not be.
func (s statement) encode() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// parseStatement reads the canonical form and nothing else: what two programs
// could read in two ways proves nothing.
func parseStatement(data []byte) (statement, error) {
	if len(data) > maxStatement {
		return statement{}, fmt.Errorf("%w: %d bytes", ErrMalformed, len(data))
	}
	var s statement
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return statement{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return statement{}, fmt.Errorf("%w: more than one value", ErrMalformed)
	}
	if err := s.check(); err != nil {
		return statement{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if again, err := s.encode(); err != nil || !bytes.Equal(again, data) {
		return statement{}, fmt.Errorf("%w: not in the canonical form", ErrMalformed)
	}
	return s, nil
}

// check demands the fields of the kind, and no others.
func (s statement) check() error {
	switch {
	case s.Label != label || s.Version != version:
		return fmt.Errorf("%q version %d is not known", s.Label, s.Version)
	case s.Kind != Probe && s.Kind != Check && s.Kind != OK:
		return fmt.Errorf("kind %q is not known", s.Kind)
	case s.Expires <= 0 || s.Expires > maxTime:
		return fmt.Errorf("end %d is not a time", s.Expires)
	case !isHex(s.ID, idLength):
		return fmt.Errorf("id %q is none", s.ID)
	case !s.Prober.valid() || s.Prober.keyless():
		return fmt.Errorf("prober %q has no address or key", s.Prober.Address)
	case (s.Countersignature != "") != s.needsTwo():
		return fmt.Errorf("countersignature is missing or not wanted")
	}
	for _, field := range [...]struct {
		name            string
		present, wanted bool
		valid           bool
	}{
		{"candidate", s.Candidate != Identity{}, s.Kind != Probe, s.Candidate.valid()},
		{"challenge", s.Challenge != "", s.Kind != Probe, isSecret(s.Challenge)},
		{"hash", s.Hash != "", s.Kind == Check, isHex(s.Hash, hashLength)},
		{"probe", s.Probe != "", s.Kind != Check, isSecret(s.Probe)},
		{"record", s.Record != Identity{}, s.Kind != Check, s.Record.valid()},
	} {
		if field.present != field.wanted || field.wanted && !field.valid {
			return fmt.Errorf("%s of a %s is missing, wrong or not wanted", field.name, s.Kind)
		}
	}
	return nil
}

// needsTwo reports an answer that both keys sign, as both records have one.
func (s statement) needsTwo() bool {
	return s.Kind == OK && !s.Record.keyless() && !s.Candidate.keyless()
}

// from is who signs the message, to whom it is for. The one that answers is the
// candidate, or the record if only that has a key.
func (s statement) from() Identity {
	switch {
	case s.Kind != OK:
		return s.Prober
	case s.Candidate.keyless():
		return s.Record
	}
	return s.Candidate
}

func (s statement) to() Identity {
	switch s.Kind {
	case Probe:
		return s.Record
	case Check:
		return s.Candidate
	}
	return s.Prober
}

// isHex reports whether text is n bytes in lower-case hex.
func isHex(text string, n int) bool {
	decoded, err := hex.DecodeString(text)
	return err == nil && len(decoded) == n && hex.EncodeToString(decoded) == text
}

// isSecret reports whether text is a random value as messages write it.
func isSecret(text string) bool {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	return err == nil && len(decoded) == secretLength && base64.StdEncoding.EncodeToString(decoded) == text
}
