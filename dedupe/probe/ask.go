package probe

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Question is what to ask: are these one person?
type Question struct {
	From       string     // own address that asks; "" if there is only one
	New        Identity   // gets the probe
	Candidates []Identity // get the checks
	Expires    time.Time  // at most [MaxLife] ahead
	// AllowClear lets a record without a known key be asked: signed mail that
	// everybody on its way can read.
	AllowClear bool
}

// Options are what asking and answering take from outside.
type Options struct {
	Now    time.Time
	Random io.Reader
	Off    bool // the user opted out: nothing is asked or answered
}

// New writes a probe and its checks: probe.eml, check-01.eml and so on, in the
// order of the candidates. Keys that the question leaves open, and certificates,
// are looked up in the case. The state given should be purged, the one returned
// be kept: without it no answer is accepted.
//
// Errors are of the kinds in this package, of type [*Error] where one record is
// the cause; those about keys are of package pgp.
func New(c Case, state State, q Question, opts Options) (State, Asked, []File, error) {
	if opts.Off {
		return state, Asked{}, nil, ErrSwitchedOff
	}
	own := c.owner()
	prober, signer, err := own.prober(q.From, opts.Now)
	if err != nil {
		return state, Asked{}, nil, err
	}
	q, certificates, err := q.complete(c)
	if err != nil {
		return state, Asked{}, nil, err
	}
	if err := q.check(own, state, opts.Now); err != nil {
		return state, Asked{}, nil, err
	}
	asked, letters, err := q.draw(prober, opts)
	if err != nil {
		return state, Asked{}, nil, err
	}
	var files []File
	for i, l := range letters {
		name := "probe.eml"
		if i > 0 {
			name = fmt.Sprintf("check-%02d.eml", i)
		}
		l.signer, l.recipient = signer, certificates[l.statement.to()]
		file, err := l.write(name, opts)
		if err != nil {
			return state, Asked{}, nil, &Error{l.statement.to(), err}
		}
		files = append(files, file)
	}
	state.Schema, state.Kind = Schema, StateKind
	state.Asked = append(slices.Clone(state.Asked), asked)
	return state, asked, files, nil
}

// complete looks up the certificates to write to the records with, and the
// fingerprints the question leaves open. A record whose key is named is never
// written to without it.
func (q Question) complete(c Case) (Question, map[Identity]*pgp.Key, error) {
	certificates := map[Identity]*pgp.Key{}
	records := append([]Identity{q.New}, q.Candidates...)
	for i, record := range records {
		found, ok := c.Histories.KeyOf(history.Person{Address: record.Address, Fingerprint: record.Fingerprint})
		switch {
		case ok:
			records[i].Fingerprint = string(found.Key.Fingerprint())
			certificates[records[i]] = found.Key
		case !record.keyless():
			return q, nil, &Error{record, ErrNoKey}
		}
	}
	q.New, q.Candidates = records[0], records[1:]
	return q, certificates, nil
}

// check says whether the question may be asked.
func (q Question) check(own owner, state State, now time.Time) error {
	if !q.Expires.After(now) || q.Expires.After(now.Add(MaxLife)) {
		return fmt.Errorf("%w: %s", ErrLifetime, q.Expires.UTC().Format(time.RFC3339))
	}
	for i, record := range append([]Identity{q.New}, q.Candidates...) {
		switch {
		case !record.valid():
			return &Error{record, ErrMalformed}
		case own.has(record):
			return &Error{record, ErrSelf}
		case record.keyless() && !q.AllowClear:
			return &Error{record, ErrNoKey}
		case i == 0:
			continue
		}
		if err := q.checkPair(record, state); err != nil {
			return &Error{record, err}
		}
		if slices.Contains(q.Candidates[:i-1], record) {
			return &Error{record, ErrOpen}
		}
	}
	return nil
}

func (q Question) checkPair(candidate Identity, state State) error {
	switch {
	case q.New == candidate, q.New.Address == candidate.Address && (q.New.keyless() || candidate.keyless()):
		return ErrSameRecord
	case q.New.keyless() && candidate.keyless():
		return fmt.Errorf("%w, and neither has %q: nobody could sign the answer", ErrNoKey, q.New.Address)
	case q.New.Fingerprint == candidate.Fingerprint:
		return ErrSameKey
	}
	switch state.standingOf(q.New, candidate) {
	case Open:
		return ErrOpen
	case Confirmed:
		return ErrAnswered
	}
	return nil
}

// draw makes the random values, and the statements that hold them.
func (q Question) draw(prober Identity, opts Options) (Asked, []letter, error) {
	random := make([]byte, idLength+secretLength*(1+len(q.Candidates)))
	if _, err := io.ReadFull(opts.Random, random); err != nil {
		return Asked{}, nil, err
	}
	id, random := hex.EncodeToString(random[:idLength]), random[idLength:]
	secret := func(n int) string {
		return base64.StdEncoding.EncodeToString(random[n*secretLength : (n+1)*secretLength])
	}
	common := statement{Label: label, Version: version, ID: id, Prober: prober, Expires: q.Expires.Unix()}
	probe := common
	probe.Kind, probe.Record, probe.Probe = Probe, q.New, secret(0)
	asked := Asked{ID: id, Prober: prober, Record: q.New, Hash: hashOf(probe.Probe, prober, q.New),
		Created: opts.Now.Unix(), Expires: common.Expires, MessageID: messageID(probe)}
	letters := []letter{{statement: probe}}
	for i, candidate := range q.Candidates {
		check := common
		check.Kind, check.Candidate, check.Hash, check.Challenge = Check, candidate, asked.Hash, secret(i+1)
		asked.Candidates = append(asked.Candidates, Candidate{Identity: candidate, Standing: Open,
			ChallengeHash: hashOfChallenge(check.Challenge), MessageID: messageID(check)})
		letters = append(letters, letter{statement: check})
	}
	return asked, letters, nil
}
