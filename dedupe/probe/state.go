package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Schema is the version of the state, StateKind what tells it from other files.
const (
	Schema    = 1
	StateKind = "probes"
)

// MaxLife is how long a question may stay open.
const MaxLife = 90 * 24 * time.Hour

// keptFor is how long what has ended is remembered: an answer that came in time
// may be read later.
const keptFor = 365 * 24 * time.Hour

// A State is what one user asked and answered. It holds no secret: of the random
// values only hashes. It is a value; what changes it gives the next one. The
// zero value is empty.
type State struct {
	Schema   int     `json:"schema"`
	Kind     string  `json:"kind"`
	Asked    []Asked `json:"asked"`
	Answered []Given `json:"answered"`
}

// Asked is one question: a probe and its checks. Times are unix seconds.
type Asked struct {
	ID         string      `json:"id"`
	Prober     Identity    `json:"prober"`
	Record     Identity    `json:"record"` // to whom the probe went
	Hash       string      `json:"hash"`   // of the probe
	Created    int64       `json:"created"`
	Expires    int64       `json:"expires"`
	MessageID  string      `json:"message_id"`
	Candidates []Candidate `json:"candidates"`
}

// A Candidate is one record a check went to.
type Candidate struct {
	Identity
	ChallengeHash string   `json:"challenge_hash"`
	MessageID     string   `json:"message_id"`
	Standing      Standing `json:"state"`
}

// Standing is what became of one check.
type Standing string

const (
	Open      Standing = "open"
	Confirmed Standing = "confirmed" // a valid answer came
	Expired   Standing = "expired"   // none came in time
)

// Given is an answer this user wrote.
type Given struct {
	ID        string   `json:"id"`
	Prober    Identity `json:"prober"`
	Candidate Identity `json:"candidate"`
	Expires   int64    `json:"expires"` // of the question, unix seconds
	MessageID string   `json:"message_id"`
}

// NewState is a state in which nothing was asked.
func NewState() State {
	return State{Schema: Schema, Kind: StateKind, Asked: []Asked{}, Answered: []Given{}}
}

// ParseState reads the JSON form of a state. Errors are of kind ErrState.
func ParseState(data []byte) (State, error) {
	s := NewState()
	s.Schema, s.Kind = 0, ""
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrState, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return State{}, fmt.Errorf("%w: more than one value", ErrState)
	}
	if s.Schema != Schema || s.Kind != StateKind {
		return State{}, fmt.Errorf("%w: kind %q schema %d", ErrState, s.Kind, s.Schema)
	}
	for i, asked := range s.Asked {
		if err := asked.check(); err != nil {
			return State{}, fmt.Errorf("%w: asked[%d]: %w", ErrState, i, err)
		}
	}
	return s, nil
}

// check demands what an answer is compared with: a damaged entry must not
// accept one.
func (a Asked) check() error {
	switch {
	case !isHex(a.ID, idLength), !isHex(a.Hash, hashLength):
		return fmt.Errorf("id %q or hash %q is none", a.ID, a.Hash)
	case !a.Prober.valid(), a.Prober.keyless(), !a.Record.valid():
		return fmt.Errorf("prober %q or record %q is none", a.Prober.Address, a.Record.Address)
	case a.Expires <= 0 || a.Expires > maxTime:
		return fmt.Errorf("end %d is not a time", a.Expires)
	}
	for _, c := range a.Candidates {
		known := c.Standing == Open || c.Standing == Confirmed || c.Standing == Expired
		if !c.valid() || !isHex(c.ChallengeHash, hashLength) || !known {
			return fmt.Errorf("candidate %q is none", c.Address)
		}
	}
	return nil
}

// Purge marks what has ended at a time as expired and forgets what ended a year
// before, but for questions that were answered.
func (s State) Purge(now time.Time) State {
	next := NewState()
	for _, asked := range s.Asked {
		asked.Candidates = slices.Clone(asked.Candidates)
		confirmed := false
		for i := range asked.Candidates {
			c := &asked.Candidates[i]
			if c.Standing == Open && now.Unix() > asked.Expires {
				c.Standing = Expired
			}
			confirmed = confirmed || c.Standing == Confirmed
		}
		if confirmed || now.Add(-keptFor).Unix() <= asked.Expires {
			next.Asked = append(next.Asked, asked)
		}
	}
	for _, given := range s.Answered {
		if now.Add(-keptFor).Unix() <= given.Expires {
			next.Answered = append(next.Answered, given)
		}
	}
	return next
}

// Confirm notes answers that [Read] accepted.
func (s State) Confirm(answers []record.Answered) State {
	next := s
	next.Asked = slices.Clone(s.Asked)
	for i := range next.Asked {
		asked := &next.Asked[i]
		asked.Candidates = slices.Clone(asked.Candidates)
		for j := range asked.Candidates {
			c := &asked.Candidates[j]
			for _, answer := range answers {
				if answer.ID == asked.ID && answer.Addresses[1] == c.Address && answer.Keys[1] == c.Fingerprint {
					c.Standing = Confirmed
				}
			}
		}
	}
	return next
}

// asked finds the question of an id, nil if there is none.
func (s State) asked(id string) *Asked {
	for i := range s.Asked {
		if s.Asked[i].ID == id {
			return &s.Asked[i]
		}
	}
	return nil
}

// standingOf tells whether two records were asked about, whichever of them got
// the probe. At most one question may be open for a pair.
func (s State) standingOf(a, b Identity) Standing {
	found := Expired
	for _, asked := range s.Asked {
		for _, c := range asked.Candidates {
			same := asked.Record == a && c.Identity == b || asked.Record == b && c.Identity == a
			switch {
			case !same:
			case c.Standing == Confirmed:
				return Confirmed
			case c.Standing == Open:
				found = Open
			}
		}
	}
	return found
}

// hasAnswered reports whether this user answered a question for a candidate.
func (s State) hasAnswered(id string, prober, candidate Identity) bool {
	return slices.ContainsFunc(s.Answered, func(g Given) bool {
		return g.ID == id && g.Prober == prober && g.Candidate == candidate
	})
}
