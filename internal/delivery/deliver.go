package delivery

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Options say how to deliver.
type Options struct {
	// Maildirs and Server are how recipients can be reached. A Maildir goes
	// before the server.
	Maildirs []Maildir
	// Others are addresses that may have a Maildir although no mail is for them.
	Others []string
	Server *Server // nil if there is none
	// ResendUncertain also sends what an earlier run may have delivered.
	// Clients drop the second copy by its Message-ID.
	ResendUncertain bool
	// Now is when the run begins. Mails of a later NotBefore are left for
	// another run.
	Now time.Time
}

// Environment is what a delivery needs of the world around it.
type Environment struct {
	Now    func() time.Time
	Random io.Reader
	Host   string // name of this computer, for the names of files in Maildirs
}

// Preview says what [Outbox.Deliver] would do, as far as that can be told without
// changing anything or connecting to anything: what a Maildir would refuse is
// refused, and a log that could not be written is an error; what a server would
// refuse is not known.
func (o *Outbox) Preview(opts Options) (*Result, error) {
	if err := o.checkMaildirs(opts); err != nil {
		return nil, err
	}
	last, err := readLog(o.folder)
	if err != nil {
		return nil, err
	}
	if err := checkWritable(o.folder.Name()); err != nil {
		return nil, &Error{File: logName, Err: fmt.Errorf("the folder of the plan cannot be written to: %w", err)}
	}
	r := newRun(o, opts, last)
	r.result.DryRun = true
	for _, mail := range o.mails {
		if err := r.addMail(mail); err != nil {
			return nil, err
		}
	}
	r.result.finish()
	return r.result, nil
}

// Deliver hands over what has not been handed over yet, in the order of the
// plan. What a recipient's server refuses is part of the result; an error means
// that the run stopped there, and comes with the result so far. Among the
// errors are [ErrBusy], [ErrLog], [ErrUnsafe] and that of ctx.
func (o *Outbox) Deliver(ctx context.Context, opts Options, env Environment) (*Result, error) {
	if err := o.checkMaildirs(opts); err != nil {
		return nil, err
	}
	log, last, err := openLog(o.folder)
	if err != nil {
		return nil, err
	}
	defer log.close() // every record is synced already
	return o.deliver(ctx, opts, env, log, last)
}

// deliver is [Outbox.Deliver] with the log open and read.
func (o *Outbox) deliver(ctx context.Context, opts Options, env Environment, log *sentLog, last lastRecords) (*Result, error) {
	r := newRun(o, opts, last)
	r.log, r.env = log, env
	defer r.result.finish()
	for _, mail := range o.mails {
		if err := r.addMail(mail); err != nil {
			return r.result, err
		}
		if err := r.send(ctx, mail); err != nil {
			return r.result, err
		}
	}
	return r.result, nil
}
