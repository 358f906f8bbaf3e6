package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/emersion/go-smtp"
)

// errIncapable is a mail the server cannot take, whoever it is for.
var errIncapable = errors.New("the server takes no mail")

// offer begins a mail transaction (RFC 5321 section 3.3). It returns what the
// server answered to each recipient it refused; the others are accepted. After
// an error none is.
func (s *session) offer(ctx context.Context, from string, mail []byte, recipients []string) (refusals map[string]string, err error) {
	options := &smtp.MailOptions{Size: int64(len(mail)), UTF8: needsUTF8(from, mail, recipients)}
	if err := s.canTake(mail, options); err != nil {
		return nil, err
	}
	begin := func() error { return s.client.Mail(from, options) }
	if err := s.within(ctx, s.server.patience.forCommand(), begin); err != nil {
		return nil, err
	}
	refusals = map[string]string{}
	for _, recipient := range recipients {
		offer := func() error { return s.client.Rcpt(recipient, nil) }
		err := s.within(ctx, s.server.patience.forCommand(), offer)
		if isAnswer(err) {
			refusals[recipient] = answerOf(err)
		} else if err != nil {
			return nil, err
		}
	}
	return refusals, nil
}

// canTake reports, as errIncapable, a mail that the server has no extension for.
func (s *session) canTake(mail []byte, options *smtp.MailOptions) error {
	if has, _ := s.client.Extension("8BITMIME"); !has && !isSevenBit(mail) {
		return fmt.Errorf("%w with 8-bit text (8BITMIME)", errIncapable)
	}
	if has, _ := s.client.Extension("SMTPUTF8"); !has && options.UTF8 {
		return fmt.Errorf("%w with addresses beyond ASCII (SMTPUTF8)", errIncapable)
	}
	return nil
}

// transmit sends the mail to those accepted and returns the server's answer.
// If settled is false, the mail was sent to its end and no answer came: it may
// have been delivered.
func (s *session) transmit(ctx context.Context, mail []byte) (answer string, settled bool, err error) {
	err = s.within(ctx, s.server.patience.forMail(), func() error {
		body, err := s.client.Data()
		if err == nil {
			_, err = body.Write(mail)
		}
		if err != nil {
			// Never closed: Close would end the mail with the dot that makes half
			// a mail a delivered one.
			settled = true
			return err
		}
		response, err := body.CloseWithResponse()
		if err == nil {
			answer = "250 " + response.StatusText
			settled = true
		}
		smtpError := new(smtp.SMTPError)
		settled = settled || errors.As(err, &smtpError) && smtpError.Code >= 400
		return err
	})
	return answer, settled, err
}

// isAnswer reports whether err is an answer of the server, not a broken line.
func isAnswer(err error) bool {
	var answer *smtp.SMTPError
	return errors.As(err, &answer)
}

// answerOf is the server's answer as it gave it, or the error in its place.
func answerOf(err error) string {
	var answer *smtp.SMTPError
	if !errors.As(err, &answer) {
		return err.Error()
	}
	if e := answer.EnhancedCode; e != (smtp.EnhancedCode{}) {
		return fmt.Sprintf("%d %d.%d.%d %s", answer.Code, e[0], e[1], e[2], answer.Message)
	}
	return fmt.Sprintf("%d %s", answer.Code, answer.Message)
}

// needsUTF8 reports whether the transaction needs SMTPUTF8 (RFC 6531).
func needsUTF8(from string, mail []byte, recipients []string) bool {
	header, _, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	needed := !isASCII(from) || !isSevenBit(header)
	for _, recipient := range recipients {
		needed = needed || !isASCII(recipient)
	}
	return needed
}

func isSevenBit(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
}
