package main

import (
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/delivery"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// applyCorrections delivers the corrections of a plan, or shows what it would
// deliver.
func (p *process) applyCorrections(c *cli.Context, stored *storedPlan, format report.Format) error {
	plan, err := stored.corrections()
	if err != nil {
		return err
	}
	options, err := p.deliveryOptions(c)
	if err != nil {
		return p.refusal(err)
	}
	options.Others = plan.Addresses
	outbox, err := delivery.Open(stored.folder, mailsOf(*plan))
	if err != nil {
		return p.refusal(err)
	}
	var result *delivery.Result
	if c.Bool("yes") {
		host, _ := os.Hostname() // without it, "localhost" stands in names of mail files
		env := delivery.Environment{Now: p.now, Random: rand.Reader, Host: host}
		result, err = outbox.Deliver(c.Context, options, env)
	} else {
		result, err = outbox.Preview(options)
	}
	if errors.Is(err, delivery.ErrNotRecipient) {
		return hinted{err, "the recipients are " + strings.Join(outbox.Recipients(), ", ")}
	}
	return p.tell(result, err, format, c.String("smtp"))
}

// corrections reads the plan.
func (s *storedPlan) corrections() (*repair.Plan, error) {
	plan, err := repair.ReadPlan(s.data)
	switch {
	case errors.Is(err, repair.ErrVersion):
		return nil, withHint("use the gmmtool that wrote it", "%s: %w", s.path, err)
	case err != nil:
		return nil, withHint("use it as gmmtool correct wrote it, or write it again", "%s: %w", s.path, err)
	}
	return plan, nil
}

// tell prints how far the delivery came, and turns it into the exit code.
func (p *process) tell(result *delivery.Result, err error, format report.Format, address string) error {
	if result != nil {
		err = errors.Join(report.WriteDelivery(p.stdout, result, format), err)
		if result.ServerError != nil {
			p.complain(hinted{fmt.Errorf("mail server %s: %w", address, result.ServerError), serverAdvice(result.ServerError)})
		}
	}
	switch {
	case err != nil:
		return p.refusal(err)
	case !result.Complete:
		return exitFindings
	}
	return nil
}

// mailsOf lists what there is to deliver.
func mailsOf(plan repair.Plan) []delivery.Mail {
	names := map[string]string{}
	for _, group := range plan.Groups {
		names[group.ID] = group.Name
	}
	var mails []delivery.Mail
	for _, c := range plan.Corrections {
		mail := delivery.Mail{
			File: c.File, SHA256: c.SHA256, MessageID: c.MessageID, Group: c.Group,
			GroupName: names[c.Group], From: c.From, Recipients: c.Recipients,
		}
		if c.NotBefore != nil {
			mail.NotBefore = *c.NotBefore
		}
		mails = append(mails, mail)
	}
	return mails
}

// refusal adds to an error what to do about it. What must not be done is
// refused with an exit code of its own.
func (p *process) refusal(err error) error {
	switch {
	case errors.Is(err, delivery.ErrUnsafe):
		p.complain(hinted{err, "nothing more was sent; do not use this plan, write a new one with gmmtool correct"})
	case errors.Is(err, delivery.ErrPlaintext):
		p.complain(hinted{err, "leave out --smtp-tls none, or name a server on 127.0.0.1"})
	case errors.Is(err, delivery.ErrBusy):
		p.complain(hinted{err, "wait until it has ended; nothing has to be cleaned up after it"})
	case errors.Is(err, delivery.ErrLog):
		return hinted{err, "without this log nobody knows what was sent; repair the line by hand, or move the file away to send everything again"}
	case errors.Is(err, delivery.ErrMaildir):
		return hinted{err, "a Maildir holds the folders cur, new and tmp; check the name"}
	case errors.Is(err, delivery.ErrAddress):
		return hinted{err, "an address is NAME@DOMAIN, without spaces, quotes and angle brackets"}
	default:
		return err
	}
	return exitRefused
}

// serverAdvice says what to do about a server that could not be used.
func serverAdvice(err error) string {
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.Is(err, delivery.ErrLogin):
		return "check --smtp-user and the password; what was not sent is sent by the next run"
	case errors.Is(err, delivery.ErrPlaintext):
		return "leave out --smtp-tls none, or name a server on 127.0.0.1"
	case errors.As(err, &unknown):
		return "if the server has its own authority, name its certificate: --smtp-ca FILE"
	}
	return "check --smtp and --smtp-tls, and run it again; nothing is sent twice"
}
