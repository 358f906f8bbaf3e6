package delivery

import (
	"context"
	"errors"
	"slices"
)

// maxPerTransaction is how many recipients one transaction has: what the chat
// clients send at once by default, and servers are therefore used to. RFC 5321
// demands that a server take 100.
const maxPerTransaction = 50

// bySubmission submits one mail to the server for all of steps. A server that
// failed once in this run is not asked again: a wrong password tried for every
// mail locks accounts.
func (d *dispatch) bySubmission(ctx context.Context, c checked, mail []byte, steps []*Step) error {
	for part := range slices.Chunk(steps, maxPerTransaction) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.result.ServerError == nil {
			if err := d.submit(ctx, c, mail, part); err != nil {
				return err
			}
		}
		for _, step := range part {
			if d.result.ServerError != nil && step.State == Ready {
				step.State, step.Answer = Unreached, d.result.ServerError.Error()
			}
		}
	}
	return ctx.Err()
}

// submit makes one transaction. The error is that of the log; what the server
// does is told by the steps.
func (d *dispatch) submit(ctx context.Context, c checked, mail []byte, steps []*Step) error {
	opened, err := d.options.Server.connect(ctx)
	if err != nil {
		d.blame(ctx, err)
		return nil
	}
	defer opened.close(ctx)
	refusals, err := opened.offer(ctx, c.From, mail, addresses(steps))
	if err != nil {
		return d.rejected(ctx, c, steps, err)
	}
	var accepted []*Step
	for _, step := range steps {
		answer, no := refusals[step.Recipient]
		if !no {
			accepted = append(accepted, step)
		} else if err := d.note(c, step, refused, answer); err != nil {
			return err
		}
	}
	if len(accepted) == 0 {
		return nil
	}
	return d.transmit(ctx, opened, c, mail, accepted)
}

// rejected settles a transaction that ended before any mail was sent: this mail
// is refused, or else the server is out of reach.
func (d *dispatch) rejected(ctx context.Context, c checked, steps []*Step, err error) error {
	if !isAnswer(err) && !errors.Is(err, errIncapable) {
		d.blame(ctx, err)
		return nil
	}
	for _, step := range steps {
		if err := d.note(c, step, refused, answerOf(err)); err != nil {
			return err
		}
	}
	return nil
}

// transmit sends the mail, between the records that tell a later run how far
// it came.
func (d *dispatch) transmit(ctx context.Context, opened *session, c checked, mail []byte, accepted []*Step) error {
	for _, step := range accepted {
		if err := d.note(c, step, begun, ""); err != nil {
			return err
		}
	}
	answer, settled, err := opened.transmit(ctx, mail)
	if err != nil && !isAnswer(err) {
		d.blame(ctx, err)
	}
	for _, step := range accepted {
		switch {
		case err == nil:
			if err := d.note(c, step, done, answer); err != nil {
				return err
			}
		case settled:
			if err := d.note(c, step, refused, answerOf(err)); err != nil {
				return err
			}
		default:
			step.Answer = err.Error()
		}
	}
	return nil
}

// blame remembers why the server is of no use, unless it was the user who
// ended the run.
func (d *dispatch) blame(ctx context.Context, err error) {
	if ctx.Err() == nil {
		d.result.ServerError = err
	}
}

func addresses(steps []*Step) []string {
	list := make([]string, len(steps))
	for i, step := range steps {
		list[i] = step.Recipient
	}
	return list
}
