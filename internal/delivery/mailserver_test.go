package delivery

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A mailServer is a real SMTP server on this computer.
type mailServer struct {
	refuse     map[string]*smtp.SMTPError // by recipient
	refuseMail error                      // the answer to the final dot
	mechanisms []string
	mutex      sync.Mutex
	got        []transaction
	logins     int
}

type transaction struct {
	from       string
	recipients []string
	text       string
}

func (s *mailServer) transactions() []transaction {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.got
}

// start serves until the test ends, and gives a Server that fits.
func (s *mailServer) start(t *testing.T, security Security) *Server {
	t.Helper()
	certificate, roots := selfMade(t)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &serverSession{server: s}, nil }))
	server.Domain, server.AllowInsecureAuth = "localhost", security == NoTLS
	server.EnableSMTPUTF8 = true
	server.ErrorLog = log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}}
	switch security {
	case TLS:
		listener = tls.NewListener(listener, config)
	case StartTLS:
		server.TLSConfig = config
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return &Server{
		Address: listener.Addr().String(), Security: security, Roots: roots,
		User: "alice@lab.example", Password: "secret",
		Dial: new(net.Dialer).DialContext, timeouts: timeouts{10 * time.Second, 10 * time.Second},
	}
}

func selfMade(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

type serverSession struct {
	server *mailServer
	now    transaction
	in     bool
}

func (s *serverSession) AuthMechanisms() []string {
	if s.server.mechanisms != nil {
		return s.server.mechanisms
	}
	return []string{sasl.Plain}
}

func (s *serverSession) Auth(string) (sasl.Server, error) {
	s.server.mutex.Lock()
	s.server.logins++
	s.server.mutex.Unlock()
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "alice@lab.example" || password != "secret" {
			return smtp.ErrAuthFailed
		}
		s.in = true
		return nil
	}), nil
}

func (s *serverSession) Mail(from string, _ *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	s.now = transaction{from: from}
	return nil
}

func (s *serverSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if answer := s.server.refuse[to]; answer != nil {
		return answer
	}
	s.now.recipients = append(s.now.recipients, to)
	return nil
}

func (s *serverSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil || s.server.refuseMail != nil {
		return errors.Join(err, s.server.refuseMail)
	}
	s.now.text = string(text)
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.got = append(s.server.got, s.now)
	return nil
}

func (s *serverSession) Reset()        {}
func (s *serverSession) Logout() error { return nil }
