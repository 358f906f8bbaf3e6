package e2e

import (
	"io"
	"log"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// startSMTP starts a submission server that takes mail from whoever logs in,
// with any password, and hands it to the network. It stops with the test.
func startSMTP(t testing.TB, mails *network) (port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &submission{network: mails}, nil
	}))
	server.Domain = "localhost"
	server.AllowInsecureAuth = true
	server.EnableSMTPUTF8 = true
	server.ErrorLog = log.New(io.Discard, "", 0) // clients hang up as they like
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return listener.Addr().(*net.TCPAddr).Port
}

// A submission is one session of a client with the SMTP server.
type submission struct {
	network    *network
	from       string
	recipients []string
}

func (s *submission) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *submission) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
}

func (s *submission) Mail(from string, _ *smtp.MailOptions) error {
	s.from = strings.ToLower(from)
	return nil
}

func (s *submission) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.recipients = append(s.recipients, strings.ToLower(to))
	return nil
}

func (s *submission) Data(r io.Reader) error {
	mail, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return s.network.accept(s.from, s.recipients, mail)
}

func (s *submission) Reset() { s.from, s.recipients = "", nil }

func (s *submission) Logout() error { return nil }
