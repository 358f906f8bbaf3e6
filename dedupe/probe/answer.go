package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Request is a question whose two halves reached this user: what an answer
// would say, to whom.
type Request struct {
	ID        string    `json:"id"`
	Prober    Identity  `json:"prober"`
	Record    Identity  `json:"record"`    // where the probe arrived
	Candidate Identity  `json:"candidate"` // where the check arrived
	Expires   time.Time `json:"expires"`
	// Messages are the Message-IDs of probe and check.
	Messages [2]string `json:"messages"`

	probe, challenge string
}

// Requests finds the questions that the user of a case can answer, in whatever
// order their halves came: those of the prober with the lowest fingerprint
// first. Halves that wait for the other are passed over. What was answered
// before, by the state or by mail in the case, is refused with ErrAnswered.
func Requests(ctx context.Context, c Case, state State, opts Options) ([]Request, []Refusal, error) {
	if opts.Off {
		return nil, nil, ErrSwitchedOff
	}
	all, refused, err := c.readAll(ctx)
	if err != nil {
		return nil, nil, err
	}
	own := c.owner()
	var probes, checks []found
	var given []Given
	for _, f := range all {
		switch err := own.mayAnswer(f, opts.Now); {
		case f.Kind == OK:
			if own.hasKey(f.from().Fingerprint) && f.authentic() == nil {
				given = append(given, f.given())
			}
		case own.hasKey(f.Prober.Fingerprint) && !own.has(f.to()): // asked by this user
		case err != nil:
			refused = append(refused, f.refusal(err))
		case f.Kind == Probe:
			probes = append(probes, f)
		default:
			checks = append(checks, f)
		}
	}
	state.Answered = slices.Concat(state.Answered, given)
	requests, more := pair(probes, checks, state)
	return requests, append(refused, more...), nil
}

// mayAnswer reports why a probe or check is nothing to this user.
func (o owner) mayAnswer(f found, now time.Time) error {
	if f.Kind == OK {
		return nil
	}
	to := f.to()
	switch {
	case o.hasKey(f.Prober.Fingerprint):
		return fmt.Errorf("%w: %q", ErrSelf, f.Prober.Address)
	case !o.hasAddress(to.Address):
		return fmt.Errorf("%w: %q is not an address of this user", ErrBinding, to.Address)
	case !to.keyless() && !o.hasKey(to.Fingerprint):
		return fmt.Errorf("%w: the key for %q is not here", ErrBinding, to.Address)
	}
	if err := f.authentic(); err != nil {
		return err
	}
	return f.late(now)
}

// pair puts the halves of questions together.
func pair(probes, checks []found, state State) (requests []Request, refused []Refusal) {
	for _, p := range probes {
		for _, c := range checks {
			if p.ID != c.ID || p.Prober != c.Prober || p.Expires != c.Expires {
				continue
			}
			r := Request{ID: p.ID, Prober: p.Prober, Record: p.Record, Candidate: c.Candidate,
				Expires: time.Unix(p.Expires, 0).UTC(), Messages: [2]string{p.witness.MessageID, c.witness.MessageID},
				probe: p.Probe, challenge: c.Challenge}
			switch {
			case c.Hash != hashOf(p.Probe, p.Prober, p.Record):
				refused = append(refused, c.refusal(fmt.Errorf("%w: its hash is of another probe", ErrBinding)))
			case state.hasAnswered(r.ID, r.Prober, r.Candidate):
				refused = append(refused, c.refusal(ErrAnswered))
			case r.unanswerable() != nil:
				refused = append(refused, c.refusal(r.unanswerable()))
			case !slices.ContainsFunc(requests, r.same):
				requests = append(requests, r)
			}
		}
	}
	slices.SortFunc(requests, func(a, b Request) int { return strings.Compare(a.order(), b.order()) })
	return requests, refused
}

// unanswerable reports why two halves make no question.
func (r Request) unanswerable() error {
	switch {
	case r.Record.keyless() && r.Candidate.keyless():
		return ErrNoKey
	case r.Record.Fingerprint == r.Candidate.Fingerprint:
		return ErrSameKey
	}
	return nil
}

func (r Request) same(other Request) bool {
	return r.ID == other.ID && r.Prober == other.Prober && r.Record == other.Record && r.Candidate == other.Candidate
}

func (r Request) order() string {
	return strings.Join([]string{r.Prober.Fingerprint, r.ID, r.Record.Address, r.Candidate.Address, r.Candidate.Fingerprint}, "\x00")
}

func (f found) given() Given {
	return Given{ID: f.ID, Prober: f.Prober, Candidate: f.Candidate, Expires: f.Expires, MessageID: f.witness.MessageID}
}

// Answer writes the answer to a request that [Requests] found. It takes the
// secret keys of both records, as far as they have one. The state returned
// should be kept.
func Answer(c Case, state State, r Request, name string, opts Options) (State, File, error) {
	if opts.Off {
		return state, File{}, ErrSwitchedOff
	}
	if opts.Now.After(r.Expires) {
		return state, File{}, fmt.Errorf("%w: the question ended at %s", ErrExpired, r.Expires.Format(time.RFC3339))
	}
	if state.hasAnswered(r.ID, r.Prober, r.Candidate) {
		return state, File{}, ErrAnswered
	}
	prober := c.certificates().ByFingerprint(pgp.Fingerprint(r.Prober.Fingerprint))
	if prober == nil {
		return state, File{}, &Error{r.Prober, ErrNoKey}
	}
	file, err := r.write(name, c.Secrets, prober, opts)
	if err != nil {
		return state, File{}, err
	}
	state.Schema, state.Kind = Schema, StateKind
	state.Answered = append(slices.Clone(state.Answered), Given{ID: r.ID, Prober: r.Prober, Candidate: r.Candidate,
		Expires: r.Expires.Unix(), MessageID: file.MessageID})
	return state, file, nil
}

// write makes the mail of an answer.
func (r Request) write(name string, secrets *pgp.Ring, prober *pgp.Key, opts Options) (File, error) {
	s := statement{Label: label, Version: version, Kind: OK, ID: r.ID, Prober: r.Prober, Record: r.Record,
		Candidate: r.Candidate, Expires: r.Expires.Unix(), Probe: r.probe, Challenge: r.challenge}
	if s.needsTwo() {
		record := secrets.ByFingerprint(pgp.Fingerprint(r.Record.Fingerprint))
		if record == nil {
			return File{}, &Error{r.Record, ErrNoSigner}
		}
		signature, _, err := compose.Signature(s.countersigned(), record, opts.Now, opts.Random)
		if err != nil {
			return File{}, &Error{r.Record, err}
		}
		s.Countersignature = string(signature)
	}
	signer := secrets.ByFingerprint(pgp.Fingerprint(s.from().Fingerprint))
	if signer == nil {
		return File{}, &Error{s.from(), ErrNoSigner}
	}
	file, err := letter{statement: s, signer: signer, recipient: prober}.write(name, opts)
	if err != nil {
		return File{}, &Error{s.from(), err}
	}
	return file, nil
}
