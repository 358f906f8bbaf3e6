package delivery

import (
	"cmp"
	"context"
	"time"
)

// A run goes once over the plan.
type run struct {
	outbox   *Outbox
	options  Options
	maildirs map[string]Maildir // by folded address
	last     lastRecords
	log      *sentLog // nil in a preview
	env      Environment
	result   *Result
	// pending names, for a group and a recipient, the first mail that is not
	// delivered, nor about to be.
	pending map[[2]string]string
}

func newRun(o *Outbox, opts Options, last lastRecords) *run {
	r := &run{
		outbox:   o,
		options:  opts,
		maildirs: map[string]Maildir{},
		last:     last,
		result:   &Result{Schema: resultSchema, Mails: []MailStatus{}},
		pending:  map[[2]string]string{},
	}
	for _, m := range opts.Maildirs {
		r.maildirs[fold(m.address)] = m
	}
	return r
}

// addMail adds a mail to the result and says for each recipient what is to be
// done. In a preview that is all.
func (r *run) addMail(mail checkedMail) error {
	recipients := make([]RecipientStatus, 0, len(mail.Recipients))
	for _, recipient := range mail.Recipients {
		status, err := r.statusFor(mail, recipient)
		if err != nil {
			return err
		}
		recipients = append(recipients, status)
	}
	r.result.Mails = append(r.result.Mails, MailStatus{
		File: mail.File, MessageID: mail.MessageID, From: mail.From, Recipients: recipients,
		Group: mail.Group, GroupName: mail.GroupName,
	})
	r.updatePending(mail, recipients)
	return nil
}

// updatePending notes for whom later mails of the group have to wait.
func (r *run) updatePending(mail checkedMail, recipients []RecipientStatus) {
	for _, status := range recipients {
		key := [2]string{mail.Group, fold(status.Address)}
		if r.pending[key] == "" || r.pending[key] == mail.File {
			r.pending[key] = ""
			if status.State != Delivered && status.State != Ready {
				r.pending[key] = mail.File
			}
		}
	}
}

// statusFor says what is to be done for one recipient.
func (r *run) statusFor(mail checkedMail, recipient string) (RecipientStatus, error) {
	status := RecipientStatus{Address: recipient}
	last, known := r.last[logKey{mail.MessageID, fold(recipient)}]
	if known {
		if last.SHA256 != mail.digest {
			return status, unsafe(mail.File, "another mail with its Message-ID was sent to %q, as %s says", recipient, logName)
		}
		status.Way, status.Answer, status.Time = last.Way, last.Answer, &last.Time
	}
	first := r.pending[[2]string{mail.Group, fold(recipient)}]
	switch {
	case known && last.Event == done:
		status.State = Delivered
	case known && last.Event == begun && !r.options.ResendUncertain:
		status.State = Uncertain
	case first != "":
		status.State, status.After = Waiting, first
	case r.options.Now.Before(mail.NotBefore):
		status.State, status.NotBefore = Early, &mail.NotBefore
	default:
		status.State, status.Way = r.route(mail, recipient)
		if r.result.DryRun && status.State == Ready {
			r.rehearse(&status)
		}
	}
	return status, nil
}

// route finds the way to a recipient.
func (r *run) route(mail checkedMail, recipient string) (state State, way string) {
	if m, found := r.maildirs[fold(recipient)]; found {
		return Ready, m.way()
	}
	server := r.options.Server
	if server == nil {
		return NoWay, ""
	}
	if sender := cmp.Or(server.Sender, server.User); sender != "" && fold(sender) != fold(mail.From) {
		return OtherSender, ""
	}
	return Ready, server.way()
}

// rehearse finds out what would be refused: a Maildir that cannot be written to.
// A server is not asked.
func (r *run) rehearse(status *RecipientStatus) {
	if m, found := r.maildirs[fold(status.Address)]; found {
		if err := m.check(); err != nil {
			status.State, status.Answer, status.Time = Refused, err.Error(), nil
		}
	}
}

// send delivers the last mail of the result to the recipients that are ready.
func (r *run) send(ctx context.Context, mail checkedMail) error {
	recipients := r.result.Mails[len(r.result.Mails)-1].Recipients
	defer func() { r.updatePending(mail, recipients) }()
	var ready []*RecipientStatus
	for i := range recipients {
		if recipients[i].State == Ready {
			ready = append(ready, &recipients[i])
		}
	}
	if len(ready) == 0 {
		return ctx.Err()
	}
	data, err := r.outbox.read(mail)
	if err != nil {
		return err
	}
	var byServer []*RecipientStatus
	for _, status := range ready {
		m, found := r.maildirs[fold(status.Address)]
		if !found {
			byServer = append(byServer, status)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.store(m, mail, data, status); err != nil {
			return err
		}
	}
	if len(byServer) > 0 {
		return r.submit(ctx, mail, data, byServer)
	}
	return nil
}

// store puts a mail into a Maildir.
func (r *run) store(m Maildir, mail checkedMail, data []byte, status *RecipientStatus) error {
	name, err := maildirName(r.env)
	if err != nil {
		return err
	}
	if err := r.record(mail, status, begun, ""); err != nil {
		return err
	}
	placed, err := m.deliver(withTraceFields(data, mail.From, status.Address), name)
	switch {
	case err == nil:
		return r.record(mail, status, done, "new/"+name)
	case placed:
		return err // "begun" stays the last record: a power cut may still lose the mail
	}
	return r.record(mail, status, refused, err.Error())
}

// record logs an event and sets the state it stands for.
func (r *run) record(mail checkedMail, status *RecipientStatus, e event, answer string) error {
	now := r.env.Now().UTC().Truncate(time.Second)
	err := r.log.append(record{
		Time: now, Event: e, File: mail.File, MessageID: mail.MessageID, SHA256: mail.digest,
		Recipient: status.Address, Way: status.Way, Answer: answer,
	})
	if err != nil && e == begun {
		return err // nothing has left
	}
	status.Time, status.Answer = &now, answer
	switch {
	case e == begun || err != nil:
		status.State = Uncertain
	case e == done:
		status.State = Delivered
	default:
		status.State = Refused
	}
	return err
}
