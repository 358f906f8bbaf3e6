package probe

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Read finds the answers in the mail of a case and checks them against what the
// state says was asked. Addresses[0] and Keys[0] are the record that got the
// probe; a key is "" where it had none. A second copy of an answer changes
// nothing. No clock is read: an answer is in time if it was signed, and came,
// before the question ended. Answers this user wrote are passed over.
func Read(ctx context.Context, c Case, state State) ([]record.Answered, []Refusal, error) {
	all, refused, err := c.readAll(ctx)
	if err != nil {
		return nil, nil, err
	}
	own := c.owner()
	var answers []record.Answered
	for _, f := range all {
		asked := state.asked(f.ID)
		if f.Kind != OK || asked == nil && !own.hasKey(f.Prober.Fingerprint) {
			continue
		}
		if err := f.answers(asked, c.certificates()); err != nil {
			refused = append(refused, f.refusal(err))
			continue
		}
		answer := record.Answered{ID: f.ID, Addresses: [2]string{f.Record.Address, f.Candidate.Address},
			Keys: [2]string{f.Record.Fingerprint, f.Candidate.Fingerprint}, Witness: f.witness}
		if !slices.ContainsFunc(answers, func(a record.Answered) bool {
			return a.ID == answer.ID && a.Addresses == answer.Addresses && a.Keys == answer.Keys
		}) {
			answers = append(answers, answer)
		}
	}
	return answers, refused, nil
}

// answers reports why a message is not an answer to a question, nil if it is one.
func (f found) answers(asked *Asked, certificates *pgp.Ring) error {
	if asked == nil {
		return ErrNotAsked
	}
	if err := f.fits(asked); err != nil {
		return err
	}
	if err := f.authentic(); err != nil {
		return err
	}
	if err := f.late(f.verdict.Created, f.arrival); err != nil {
		return err
	}
	return f.countersignedWell(certificates)
}

// fits compares a statement with the question it claims to answer.
func (f found) fits(asked *Asked) error {
	i := slices.IndexFunc(asked.Candidates, func(c Candidate) bool { return c.Identity == f.Candidate })
	switch {
	case f.Prober != asked.Prober:
		return fmt.Errorf("%w: asked by %q, not %q", ErrBinding, asked.Prober.Address, f.Prober.Address)
	case f.Record != asked.Record:
		return fmt.Errorf("%w: %q with this key got no probe", ErrNotAsked, f.Record.Address)
	case i < 0:
		return fmt.Errorf("%w: %q with this key got no check", ErrNotAsked, f.Candidate.Address)
	case f.Expires != asked.Expires:
		return fmt.Errorf("%w: another end of the question", ErrBinding)
	case hashOf(f.Probe, asked.Prober, asked.Record) != asked.Hash:
		return fmt.Errorf("%w: another probe", ErrBinding)
	case hashOfChallenge(f.Challenge) != asked.Candidates[i].ChallengeHash:
		return fmt.Errorf("%w: another check", ErrBinding)
	}
	return nil
}

// countersignedWell checks the signature of the record, where both records have
// a key: the mail itself is signed by the candidate alone.
func (f found) countersignedWell(certificates *pgp.Ring) error {
	if !f.needsTwo() {
		return nil
	}
	verdict := pgp.VerifyDetached(f.countersigned(), []byte(f.Countersignature), certificates)
	if err := genuine(verdict, f.Record); err != nil {
		return err
	}
	return f.late(verdict.Created)
}
