package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-smtp"
)

// errIncapable is a mail the server cannot take, whoever it is for.
var errIncapable = errors.New("the server takes no mail")

// sendEnvelope sends MAIL and RCPT. It returns the server's reply to each
// recipient it refused; the others are accepted. After an error none is.
func (s *session) sendEnvelope(ctx context.Context, from string, mail []byte, recipients []string) (refusals map[string]string, err error) {
	header, _, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	needsUTF8 := !isASCII(from) || !isASCII(header) || slices.ContainsFunc(recipients, func(r string) bool { return !isASCII(r) })
	if has, _ := s.client.Extension("8BITMIME"); !has && !isASCII(mail) {
		return nil, fmt.Errorf("%w with 8-bit text (8BITMIME)", errIncapable)
	}
	if has, _ := s.client.Extension("SMTPUTF8"); !has && needsUTF8 { // RFC 6531
		return nil, fmt.Errorf("%w with addresses beyond ASCII (SMTPUTF8)", errIncapable)
	}
	options := &smtp.MailOptions{Size: int64(len(mail)), UTF8: needsUTF8}
	send := func(command func() error) error { return s.withTimeout(ctx, s.server.timeouts.forCommand(), command) }
	if err := send(func() error { return s.client.Mail(from, options) }); err != nil {
		return nil, err
	}
	refusals = map[string]string{}
	for _, recipient := range recipients {
		err := send(func() error { return s.client.Rcpt(recipient, nil) })
		if isReply(err) {
			refusals[recipient] = replyText(err)
		} else if err != nil {
			return nil, err
		}
	}
	return refusals, nil
}

// sendData sends the mail to those accepted and returns the server's reply. If
// settled is false, the mail was sent to its end and no reply came: it may have
// been delivered.
func (s *session) sendData(ctx context.Context, mail []byte) (reply string, settled bool, err error) {
	err = s.withTimeout(ctx, s.server.timeouts.forMail(), func() error {
		body, err := s.client.Data()
		if err == nil {
			_, err = body.Write(mail)
		}
		if err != nil {
			// Close would send the dot that ends a mail, and half of it would be
			// delivered.
			settled = true
			return err
		}
		response, err := body.CloseWithResponse()
		if err == nil {
			reply = "250 " + response.StatusText
			settled = true
		}
		smtpError := new(smtp.SMTPError)
		settled = settled || errors.As(err, &smtpError) && smtpError.Code >= 400
		return err
	})
	return reply, settled, err
}

// isReply reports whether err is a reply of the server, not a broken line.
func isReply(err error) bool {
	var reply *smtp.SMTPError
	return errors.As(err, &reply)
}

// replyText is the server's reply as it gave it, or the error in its place.
func replyText(err error) string {
	var reply *smtp.SMTPError
	if !errors.As(err, &reply) {
		return err.Error()
	}
	if e := reply.EnhancedCode; e != (smtp.EnhancedCode{}) {
		return fmt.Sprintf("%d %d.%d.%d %s", reply.Code, e[0], e[1], e[2], reply.Message)
	}
	return fmt.Sprintf("%d %s", reply.Code, reply.Message)
}
