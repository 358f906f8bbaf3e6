package delivery

import (
	"context"
	"io"
	"time"
)

// Ways are how recipients can be reached. A Maildir goes before the server.
type Ways struct {
	Maildirs []Maildir
	Server   *Server // nil if there is none
}

// Surroundings are what a delivery needs of the world around it.
type Surroundings struct {
	Now    func() time.Time
	Random io.Reader
	Host   string // name of this computer, for the names of files in Maildirs
}

// Options say how to deliver.
type Options struct {
	Ways
	// ResendUncertain also sends what an earlier run may have delivered.
	// Clients drop the second copy by its Message-ID.
	ResendUncertain bool
	// Now is when the run begins. Mails of a later NotBefore are left for
	// another run.
	Now time.Time
}

// Preview says what [Outbox.Deliver] would do. It changes nothing and connects
// to nothing.
func (o *Outbox) Preview(opts Options) (*Result, error) {
	known, err := recall(o.folder)
	if err != nil {
		return nil, err
	}
	d := newDispatch(o, opts, known)
	d.result.DryRun = true
	for _, c := range o.mails {
		if err := d.judge(c); err != nil {
			return nil, err
		}
	}
	d.result.finish()
	return d.result, nil
}

// Deliver hands over what has not been handed over yet, in the order of the
// plan. What a recipient's server refuses is part of the result; an error means
// that the run stopped there, and comes with the result so far. Among the
// errors are [ErrBusy], [ErrLog], [ErrUnsafe] and that of ctx.
func (o *Outbox) Deliver(ctx context.Context, opts Options, env Surroundings) (*Result, error) {
	log, known, err := openLog(o.folder)
	if err != nil {
		return nil, err
	}
	defer log.close() // every record is synced already
	return o.run(ctx, opts, env, log, known)
}

// run is [Outbox.Deliver] with the log open and read.
func (o *Outbox) run(ctx context.Context, opts Options, env Surroundings, log *sentLog, known memory) (*Result, error) {
	d := newDispatch(o, opts, known)
	d.log, d.env = log, env
	defer d.result.finish()
	for _, c := range o.mails {
		if err := d.judge(c); err != nil {
			return d.result, err
		}
		if err := d.send(ctx, c); err != nil {
			return d.result, err
		}
	}
	return d.result, nil
}
