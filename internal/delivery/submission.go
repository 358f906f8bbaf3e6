package delivery

import (
	"context"
	"errors"
	"slices"
)

// maxPerTransaction is how many recipients one transaction has: what the chat
// clients send at once by default, and servers are therefore used to. RFC 5321
// section 4.5.3.1.8 demands that a server take 100.
const maxPerTransaction = 50

// submit submits one mail to the server. A server that failed once in this run
// is not asked again: a wrong password tried for every mail locks accounts.
func (r *run) submit(ctx context.Context, mail checkedMail, data []byte, recipients []*RecipientStatus) error {
	for part := range slices.Chunk(recipients, maxPerTransaction) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.result.ServerError == nil {
			if err := r.transaction(ctx, mail, data, part); err != nil {
				return err
			}
		}
		for _, status := range part {
			if r.result.ServerError != nil && status.State == Ready {
				status.State, status.Answer = Unreached, r.result.ServerError.Error()
			}
		}
	}
	return ctx.Err()
}

// transaction makes one mail transaction (RFC 5321 section 3.3). The error is
// that of the log; what the server does is told by the recipients' status.
func (r *run) transaction(ctx context.Context, mail checkedMail, data []byte, recipients []*RecipientStatus) error {
	s, err := r.options.Server.connect(ctx)
	if err != nil {
		r.serverFailed(ctx, err)
		return nil
	}
	defer s.close(ctx)
	addresses := make([]string, len(recipients))
	for i, status := range recipients {
		addresses[i] = status.Address
	}
	refusals, err := s.sendEnvelope(ctx, mail.From, data, addresses)
	if err != nil && !isReply(err) && !errors.Is(err, errIncapable) {
		r.serverFailed(ctx, err)
		return nil
	}
	var accepted []*RecipientStatus
	for _, status := range recipients {
		reply, no := refusals[status.Address]
		if err != nil { // the whole mail is refused
			reply, no = replyText(err), true
		}
		if !no {
			accepted = append(accepted, status)
		} else if err := r.record(mail, status, refused, reply); err != nil {
			return err
		}
	}
	if len(accepted) == 0 {
		return nil
	}
	return r.sendData(ctx, s, mail, data, accepted)
}

// sendData sends the mail, between the records that tell a later run how far
// this one came.
func (r *run) sendData(ctx context.Context, s *session, mail checkedMail, data []byte, accepted []*RecipientStatus) error {
	for _, status := range accepted {
		if err := r.record(mail, status, begun, ""); err != nil {
			return err
		}
	}
	reply, settled, err := s.sendData(ctx, data)
	if err != nil && !isReply(err) {
		r.serverFailed(ctx, err)
	}
	for _, status := range accepted {
		switch {
		case err == nil:
			if err := r.record(mail, status, done, reply); err != nil {
				return err
			}
		case settled:
			if err := r.record(mail, status, refused, replyText(err)); err != nil {
				return err
			}
		default:
			status.Answer = err.Error()
		}
	}
	return nil
}

// serverFailed remembers why the server is of no use, unless it was the user
// who ended the run.
func (r *run) serverFailed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		r.result.ServerError = err
	}
}
