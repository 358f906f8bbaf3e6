package repair

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Why an original is not carried.
var (
	errNotSealed = errors.New("was sent without encryption: it proves nothing to others")
	errLineEnds  = errors.New("its signed content does not have the line ends of mail")
	errPrivate   = errors.New("holds a secret key")
	errNoMail    = errors.New("only its author's database tells of it: there is no mail of it to carry")
	errUnsigned  = errors.New("waits in the outbox of its author's client, which signs it only when it sends it")
)

// originals are the GMMs that explain the corrections of one group.
type originals struct {
	carried []original
	missing []MissingGMM
}

// An original is one GMM as it is attached.
type original struct {
	messageID string
	data      []byte
}

// originalsFor reads what the corrections of each planner are to carry, in one
// pass over the archives.
func originalsFor(ctx context.Context, c *evidence.Case, planners []*planner, jobs int) ([]originals, error) {
	var events []*evidence.Event
	var missed []history.Missed
	for _, p := range planners {
		missed = append(missed, p.missed...)
	}
	for _, m := range missed {
		if m.Event != nil {
			events = append(events, m.Event)
		}
	}
	read, failed := c.Raw(ctx, events)
	raw, errs := withWaiting(missed, read, failed)
	unwrapAll(ctx, raw, errs, c.Secrets(), jobs)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found := make([]originals, len(planners))
	n := 0
	for i, p := range planners {
		for _, m := range p.missed {
			if errs[n] != nil {
				found[i].missing = append(found[i].missing, MissingGMM{m.MessageID, errs[n].Error()})
			} else {
				found[i].carried = append(found[i].carried, original{m.MessageID, raw[n]})
			}
			n++
		}
	}
	return found, nil
}

// withWaiting puts what waits in outboxes among what was read of archives.
func withWaiting(missed []history.Missed, read [][]byte, failed []error) (raw [][]byte, errs []error) {
	raw, errs = make([][]byte, len(missed)), make([]error, len(missed))
	n := 0
	for i, m := range missed {
		switch {
		case m.Event != nil:
			raw[i], errs[i] = read[n], failed[n]
			n++
		case m.Waiting != nil:
			raw[i] = m.Waiting
		case m.Unsigned:
			errs[i] = errUnsigned
		default:
			errs[i] = errNoMail
		}
	}
	return raw, errs
}

// unwrapAll replaces every message by the form it is attached in, or notes why
// there is none.
func unwrapAll(ctx context.Context, raw [][]byte, errs []error, secrets *pgp.Ring, jobs int) {
	parallel.Parts(jobs, len(raw), func(_, from, to int) {
		for i := from; i < to && ctx.Err() == nil; i++ {
			if errs[i] == nil {
				raw[i], errs[i] = unwrap(raw[i], secrets)
			}
		}
	})
}

// unwrap turns a GMM as it lay in an archive into the form it is attached in: a
// sealed one becomes multipart/signed, the author's own entity, byte for byte,
// and the author's own signature, which anybody can check with the author's
// public key alone.
//
// An error means that the GMM would prove nothing to others, or may not be shown
// to them.
func unwrap(raw []byte, secrets *pgp.Ring) ([]byte, error) {
	sealed, ok := gmm.Sealed(raw)
	if !ok {
		return nil, errNotSealed
	}
	opened, err := pgp.Open(sealed, secrets, nil, pgp.Options{})
	if err != nil {
		return nil, err
	}
	signature, err := opened.DetachedSignature()
	switch {
	case err != nil:
		return nil, err
	case !opened.HasMailLineEnds():
		return nil, errLineEnds
	case bytes.Contains(opened.Plain, []byte("PRIVATE KEY")):
		return nil, errPrivate
	}
	var header compose.Header
	for _, field := range gmm.Identity(raw) {
		header.Add(field.Name, field.Value)
	}
	boundary := compose.Boundary("signed-", fmt.Appendf(nil, "0 %s", opened.Plain))
	return compose.Signed(&header, boundary, opened.Plain, signature, opened.Micalg()), nil
}
