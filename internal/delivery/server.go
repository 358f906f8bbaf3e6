package delivery

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"time"
)

// Security is how the connection to a server is protected.
type Security string

// The kinds of protection. There is no fallback from one to another: a server
// without STARTTLS is not spoken to in the clear.
const (
	TLS      Security = "tls"      // from the first byte, port 465 (RFC 8314)
	StartTLS Security = "starttls" // RFC 3207
	NoTLS    Security = "none"     // to this computer only
)

// A Server is an SMTP submission server (RFC 6409).
type Server struct {
	Address  string // host:port
	Security Security
	// Roots are the authorities that may have signed the server's certificate;
	// nil means those of the system.
	Roots *x509.CertPool
	// User and Password log in; no User, no login.
	User, Password string
	// Sender is the only address mail is submitted as, because servers let an
	// account write in its own name alone. Empty means User; if that is empty,
	// too, any signer's mail is submitted.
	Sender string
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)

	timeouts timeouts
}

// Check refuses, as [ErrPlaintext], to speak without TLS to a server that is
// not certainly this computer, and an Address without a port.
func (s *Server) Check() error {
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil || host == "" || port == "" {
		return fmt.Errorf("%q is not HOST:PORT", s.Address)
	}
	if ip := net.ParseIP(host); s.Security == NoTLS && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%w: %q is somewhere else", ErrPlaintext, s.Address)
	}
	return nil
}

func (s *Server) way() string { return "smtp " + s.Address }

func (s *Server) tlsConfig() *tls.Config {
	host, _, _ := net.SplitHostPort(s.Address)
	return &tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// timeouts are how long to wait; 0 means the default.
type timeouts struct {
	command time.Duration // to connect, and for each command after it
	mail    time.Duration // to send a mail, and for the reply to it
}

func (t timeouts) forCommand() time.Duration { return cmp.Or(t.command, time.Minute) }

// forMail is by default what RFC 5321 section 4.5.3.2.6 demands: who gives up
// earlier does not know whether the mail was accepted.
func (t timeouts) forMail() time.Duration { return cmp.Or(t.mail, 10*time.Minute) }
