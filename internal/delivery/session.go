package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// helloName is the name given in EHLO. The chat clients give the same.
const helloName = "localhost"

// maxReplies bounds what a server may send in one session, in bytes. The replies
// to a few hundred commands are far smaller.
const maxReplies = 1 << 20

// A session is a connection to a server, logged in.
type session struct {
	server *Server
	conn   net.Conn
	client *smtp.Client
}

// connect opens a session. The error is [ErrPlaintext], [ErrLogin], or of the
// network or of TLS.
func (s *Server) connect(ctx context.Context) (opened *session, err error) {
	defer recoverInto(&err)
	if err := s.Check(); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, s.timeouts.forCommand())
	defer cancel()
	raw, err := s.Dial(limited, "tcp", s.Address)
	if err != nil {
		return nil, timeoutError(limited, s.timeouts.forCommand(), err)
	}
	if tcp, ok := raw.RemoteAddr().(*net.TCPAddr); s.Security == NoTLS && !(ok && tcp.IP.IsLoopback()) {
		return nil, errors.Join(fmt.Errorf("%w: %q is at %v", ErrPlaintext, s.Address, raw.RemoteAddr()), raw.Close())
	}
	conn := &boundedConn{Conn: raw, left: maxReplies}
	stop := context.AfterFunc(limited, func() { conn.Close() })
	defer stop()
	client, err := s.hello(limited, conn)
	if err == nil {
		err = s.login(client)
	}
	if err != nil {
		conn.Close()
		return nil, timeoutError(limited, s.timeouts.forCommand(), err)
	}
	client.CommandTimeout, client.SubmissionTimeout = s.timeouts.forCommand(), s.timeouts.forMail()
	return &session{s, conn, client}, nil
}

// hello begins TLS and sends EHLO.
func (s *Server) hello(ctx context.Context, conn net.Conn) (client *smtp.Client, err error) {
	switch s.Security {
	case TLS:
		secured := tls.Client(conn, s.tlsConfig())
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		client = smtp.NewClient(secured)
	case StartTLS:
		if client, err = smtp.NewClientStartTLS(conn, s.tlsConfig()); err != nil {
			return nil, err
		}
	case NoTLS:
		client = smtp.NewClient(conn)
	default:
		return nil, fmt.Errorf("unknown protection %q", s.Security)
	}
	// After STARTTLS this is the first use of TLS: here certificates fail.
	return client, client.Hello(helloName)
}

// login uses PLAIN, or LOGIN where a server has nothing else. Both send the
// password as it is: connect has made sure of TLS, or of this computer.
func (s *Server) login(client *smtp.Client) error {
	var mechanism sasl.Client
	switch {
	case s.User == "":
		return nil
	case client.SupportsAuth(sasl.Plain):
		mechanism = sasl.NewPlainClient("", s.User, s.Password)
	case client.SupportsAuth(sasl.Login):
		mechanism = sasl.NewLoginClient(s.User, s.Password)
	default:
		return fmt.Errorf("%w: the server offers neither PLAIN nor LOGIN", ErrLogin)
	}
	err := client.Auth(mechanism)
	if isReply(err) {
		return fmt.Errorf("%w: %s", ErrLogin, replyText(err))
	}
	return err
}

// withTimeout runs a part of the session. If it takes too long, or ctx ends, the
// connection is closed under it.
func (s *session) withTimeout(ctx context.Context, limit time.Duration, part func() error) (err error) {
	defer recoverInto(&err)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stop := context.AfterFunc(limited, func() { s.conn.Close() })
	defer stop()
	return timeoutError(limited, limit, part())
}

// timeoutError says why a part of the session failed: the error of a connection
// that was closed under it does not.
func timeoutError(limited context.Context, limit time.Duration, err error) error {
	switch {
	case err == nil || isReply(err):
		return err
	case errors.Is(limited.Err(), context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("no answer within %v", limit)
	case limited.Err() != nil:
		return limited.Err()
	}
	return inWords(err)
}

// close sends QUIT, if the server still listens.
func (s *session) close(ctx context.Context) {
	_ = s.withTimeout(ctx, s.server.timeouts.forCommand(), s.client.Quit) // the mail is settled already
	_ = s.conn.Close()
}

// A boundedConn gives up on a peer that sends too much.
type boundedConn struct {
	net.Conn
	left int
}

func (c *boundedConn) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("the server sent more than %d bytes", maxReplies)
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// recoverInto turns a panic of a library into an error.
func recoverInto(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("unexpected answer of the server: %v", r)
	}
}
