package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A found statement is one that mail of the case holds, with what its signature
// is worth.
type found struct {
	statement
	witness record.Witness
	arrival time.Time // as the last server wrote it, zero if unknown
	inner   string    // the From inside the signature
	sealed  bool
	verdict pgp.Verdict
}

// readAll finds the statements in the mail of a case, one for each message,
// however many archives hold it. What is not a statement is refused.
func (c Case) readAll(ctx context.Context) ([]found, []Refusal, error) {
	var events []*evidence.Event
	seen := map[evidence.Digest]bool{}
	for _, event := range c.Histories.Marked(Field) {
		if !seen[event.SHA256] {
			seen[event.SHA256] = true
			events = append(events, event)
		}
	}
	if len(events) == 0 {
		return nil, nil, nil
	}
	raw, errs := c.Raw(ctx, events)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	var all []found
	var refused []Refusal
	for i, event := range events {
		f := found{witness: witnessOf(event), arrival: event.Received}
		if errs[i] != nil {
			refused = append(refused, f.refusal(fmt.Errorf("%w: %w", ErrUnreadable, errs[i])))
			continue
		}
		if err := f.read(raw[i], c.Secrets, c.certificates()); err != nil {
			refused = append(refused, f.refusal(err))
			continue
		}
		all = append(all, f)
	}
	return all, refused, nil
}

func witnessOf(event *evidence.Event) record.Witness {
	return record.Witness{MessageID: strings.Trim(event.Message.Protected.Get("message-id"), "<> "), Archive: event.Place.Archive}
}

func (f found) refusal(err error) Refusal {
	return Refusal{ID: f.ID, Witness: f.witness, Err: err}
}

// read opens one message. Only what the signature covers is looked at.
func (f *found) read(raw []byte, secrets, certificates *pgp.Ring) error {
	entity, err := f.open(raw, secrets, certificates)
	if err != nil {
		return err
	}
	header, _ := gmm.SplitHeader(entity)
	fields := gmm.ParseHeader(header)
	senders := address.ParseList(fields.Get("from"))
	if len(fields.All("from")) != 1 || len(senders) != 1 {
		return fmt.Errorf("%w: not one sender", ErrMalformed)
	}
	f.inner = senders[0].Address
	parts := gmm.Attachments(entity, MediaType)
	if len(parts) != 1 {
		return fmt.Errorf("%w: %d parts of type %s", ErrMalformed, len(parts), MediaType)
	}
	if f.statement, err = parseStatement(parts[0]); err != nil {
		return err
	}
	f.witness.Time = f.verdict.Created.Unix()
	return nil
}

// open gives the signed entity, and judges the signature.
func (f *found) open(raw []byte, secrets, certificates *pgp.Ring) ([]byte, error) {
	if sealed, ok := gmm.Sealed(raw); ok {
		opened, err := pgp.Open(sealed, secrets, nil, pgp.Options{})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		f.sealed, f.verdict = true, opened.Verify(certificates)
		return opened.Plain, nil
	}
	entity, signature, ok := gmm.Signed(raw)
	if !ok {
		return nil, fmt.Errorf("%w: neither encrypted nor signed", ErrUnreadable)
	}
	f.verdict = pgp.VerifyDetached(entity, signature, certificates)
	return entity, nil
}

// authentic reports why the message is not what its statement says it is: by
// this sender, for this recipient.
func (f found) authentic() error {
	from, to := f.from(), f.to()
	switch {
	case f.inner != from.Address:
		return fmt.Errorf("%w: From is %q, not %q", ErrSignature, f.inner, from.Address)
	case f.sealed != !to.keyless():
		return fmt.Errorf("%w: encryption is not what the key of %q allows", ErrBinding, to.Address)
	case f.sealed && !slices.Contains(f.verdict.Intended, pgp.Fingerprint(to.Fingerprint)):
		return fmt.Errorf("%w: not sealed for the key of %q", ErrBinding, to.Address)
	}
	return genuine(f.verdict, from)
}

// genuine reports why a signature is not one by the primary key of an identity
// to which policy has no objection.
func genuine(v pgp.Verdict, by Identity) error {
	switch {
	case !v.Good():
		return fmt.Errorf("%w: %s", ErrSignature, v.Why)
	case string(v.Signer) != by.Fingerprint:
		return fmt.Errorf("%w: by key %s, not that of %q", ErrSignature, v.Signer, by.Address)
	case !v.Valid() || !v.Strict():
		return fmt.Errorf("%w: %s", ErrSignature, v.Weak[0])
	}
	return nil
}

// late reports that something happened after the question had ended.
func (f found) late(moments ...time.Time) error {
	for _, moment := range moments {
		if moment.Unix() > f.Expires && !moment.IsZero() {
			return fmt.Errorf("%w: %s", ErrExpired, moment.UTC().Format(time.RFC3339))
		}
	}
	return nil
}
