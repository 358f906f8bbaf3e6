package delivery

import (
	"context"
	"time"
)

// A dispatch is one run over the plan.
type dispatch struct {
	outbox   *Outbox
	options  Options
	maildirs map[string]Maildir // by folded address
	known    memory
	log      *sentLog // nil in a preview
	env      Surroundings
	result   *Result
	// behind names, for a group and a recipient, the first mail that is not on
	// its way yet.
	behind map[[2]string]string
}

func newDispatch(o *Outbox, opts Options, known memory) *dispatch {
	d := &dispatch{
		outbox:   o,
		options:  opts,
		maildirs: map[string]Maildir{},
		known:    known,
		result:   &Result{Schema: resultSchema, Mails: []MailState{}},
		behind:   map[[2]string]string{},
	}
	for _, m := range opts.Maildirs {
		d.maildirs[fold(m.address)] = m
	}
	return d
}

// judge adds a mail to the result and says for each recipient what is to
// be done. In a preview that is all.
func (d *dispatch) judge(c checked) error {
	mail := MailState{
		File: c.File, MessageID: c.MessageID, From: c.From, Steps: []Step{},
		Group: c.Group, GroupName: c.GroupName,
	}
	for _, recipient := range c.Recipients {
		step, err := d.decide(c, recipient)
		if err != nil {
			return err
		}
		mail.Steps = append(mail.Steps, step)
	}
	d.result.Mails = append(d.result.Mails, mail)
	d.settle(c, mail.Steps)
	return nil
}

// settle notes for whom later mails of the group have to wait.
func (d *dispatch) settle(c checked, steps []Step) {
	for _, step := range steps {
		key := [2]string{c.Group, fold(step.Recipient)}
		if d.behind[key] == "" || d.behind[key] == c.File {
			d.behind[key] = ""
			if step.State != Delivered && step.State != Ready {
				d.behind[key] = c.File
			}
		}
	}
}

// decide says what is to be done for one recipient.
func (d *dispatch) decide(c checked, recipient string) (Step, error) {
	step := Step{Recipient: recipient}
	last, known := d.known.of(c.MessageID, recipient)
	if known && last.SHA256 != c.digest {
		return step, unsafe(c.File, "another mail with its Message-ID was sent to %q, as %s says", recipient, logName)
	}
	if known {
		step.recall(last)
	}
	first := d.behind[[2]string{c.Group, fold(recipient)}]
	switch {
	case known && last.Event == done:
		step.State = Delivered
	case known && last.Event == begun && !d.options.ResendUncertain:
		step.State = Uncertain
	case first != "":
		step.State, step.After = Waiting, first
	case d.options.Now.Before(c.NotBefore):
		step.State, step.NotBefore = Early, &c.NotBefore
	default:
		d.route(c, &step)
	}
	return step, nil
}

// recall takes over what the log says.
func (s *Step) recall(last record) {
	s.Way, s.Answer = last.Way, last.Answer
	at := last.Time
	s.Time = &at
}

// route finds the way to a recipient.
func (d *dispatch) route(c checked, step *Step) {
	if m, found := d.maildirs[fold(step.Recipient)]; found {
		step.State, step.Way = Ready, m.way()
		return
	}
	step.Way = ""
	switch server := d.options.Server; {
	case server == nil:
		step.State = NoWay
	case !server.sendsFor(c.From):
		step.State = OtherSender
	default:
		step.State, step.Way = Ready, server.way()
	}
}

// send carries out what judge found for the last mail of the result.
func (d *dispatch) send(ctx context.Context, c checked) error {
	steps := d.result.Mails[len(d.result.Mails)-1].Steps
	defer func() { d.settle(c, steps) }()
	var ready []*Step
	for i := range steps {
		if steps[i].State == Ready {
			ready = append(ready, &steps[i])
		}
	}
	if len(ready) == 0 {
		return ctx.Err()
	}
	data, err := d.outbox.read(c)
	if err != nil {
		return err
	}
	var byServer []*Step
	for _, step := range ready {
		m, found := d.maildirs[fold(step.Recipient)]
		if !found {
			byServer = append(byServer, step)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.intoMaildir(m, c, data, step); err != nil {
			return err
		}
	}
	if len(byServer) > 0 {
		return d.bySubmission(ctx, c, data, byServer)
	}
	return nil
}

func (d *dispatch) intoMaildir(m Maildir, c checked, data []byte, step *Step) error {
	name, err := maildirName(d.env)
	if err != nil {
		return err
	}
	if err := d.note(c, step, begun, ""); err != nil {
		return err
	}
	placed, err := m.deliver(withTrace(data, c.From, step.Recipient), name)
	switch {
	case err == nil:
		return d.note(c, step, done, "new/"+name)
	case placed:
		return err // the record stays open: a power cut may still lose the mail
	}
	return d.note(c, step, refused, err.Error())
}

// note writes a record and moves the step to the state it stands for.
func (d *dispatch) note(c checked, step *Step, e event, answer string) error {
	now := d.env.Now().UTC().Truncate(time.Second)
	err := d.log.append(record{
		Time: now, Event: e, File: c.File, MessageID: c.MessageID, SHA256: c.digest,
		Recipient: step.Recipient, Way: step.Way, Answer: answer,
	})
	if err != nil && e == begun {
		return err // nothing has left
	}
	step.Time, step.Answer = &now, answer
	switch {
	case e == begun || err != nil:
		step.State = Uncertain
	case e == done:
		step.State = Delivered
	default:
		step.State = Refused
	}
	return err
}
