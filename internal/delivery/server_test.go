package delivery

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

func throughServer(server *Server) Options { return Options{Server: server} }

func TestEveryKindOfProtectionDelivers(t *testing.T) {
	for _, security := range []Security{TLS, StartTLS, NoTLS} {
		t.Run(string(security), func(t *testing.T) {
			f := newFixture(t, oneMail("alice@lab.example", "bob@lab.example"))
			var mail mailServer
			server := mail.start(t, security)
			result := f.deliver(throughServer(server))
			if !result.Complete || result.ServerError != nil || f.events() != "begun begun done done" {
				t.Fatalf("%+v, log %q", result, f.events())
			}
			if status := result.Mails[0].Recipients[0]; !strings.HasPrefix(status.Answer, "250 ") || status.Way != "smtp "+server.Address {
				t.Errorf("%+v", status)
			}
			got := mail.transactions()
			if len(got) != 1 || got[0].from != "alice@lab.example" || len(got[0].recipients) != 2 || got[0].text != mailText("1@localhost") {
				t.Errorf("%+v", got)
			}
			f.deliver(throughServer(server))
			if n := len(mail.transactions()); n != 1 {
				t.Errorf("%d transactions after the second run", n)
			}
		})
	}
}

func TestWithoutTheRightProtectionNothingIsSaid(t *testing.T) {
	for _, tc := range []struct {
		name   string
		offers Security
		server func(*Server)
		kind   error
	}{
		{"an unknown authority", TLS, func(s *Server) { s.Roots = nil }, nil},
		{"an unknown authority after STARTTLS", StartTLS, func(s *Server) { s.Roots = nil }, nil},
		{"a certificate for another name", StartTLS, func(s *Server) { s.Address = strings.Replace(s.Address, "127.0.0.1", "localhost", 1) }, nil},
		{"a server without STARTTLS", NoTLS, func(s *Server) { s.Security = StartTLS }, nil},
		{"a wrong password", TLS, func(s *Server) { s.Password = "wrong" }, ErrLogin},
		{"a wrong password after STARTTLS", StartTLS, func(s *Server) { s.Password = "wrong" }, ErrLogin},
		{"no TLS to another computer", NoTLS, func(s *Server) { s.Address = "192.0.2.1:587" }, ErrPlaintext},
		{"no TLS to a name that leads elsewhere", NoTLS, func(s *Server) {
			s.Address, s.Dial = "localhost:587", func(context.Context, string, string) (net.Conn, error) { return elsewhere{}, nil }
		}, ErrPlaintext},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t, oneMail("bob@lab.example"), secondMail("alice@lab.example", "carol@lab.example"))
			var mail mailServer
			server := mail.start(t, tc.offers)
			tc.server(server)
			result := f.deliver(throughServer(server))
			if result.ServerError == nil || tc.kind != nil && !errors.Is(result.ServerError, tc.kind) {
				t.Errorf("%v", result.ServerError)
			}
			if result.Count(Unreached) != 2 || f.events() != "" || len(mail.transactions()) > 0 || mail.logins > 1 {
				t.Errorf("%+v, log %q, %d logins", result, f.events(), mail.logins)
			}
		})
	}
}

// elsewhere is a connection to another computer.
type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 587} }
func (elsewhere) Close() error         { return nil }

func TestARefusedRecipientKeepsNobodyElseFromTheirMail(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example", "carol@lab.example", "alice@lab.example"), secondMail("alice@lab.example", "bob@lab.example", "carol@lab.example"))
	mail := mailServer{refuse: map[string]*smtp.SMTPError{
		"bob@lab.example": {Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user\x1b[2J"},
	}}
	server := mail.start(t, TLS)
	result := f.deliver(throughServer(server))
	if status := result.Mails[0].Recipients[0]; status.State != Refused || status.Answer != "550 5.1.1 no such user\x1b[2J" {
		t.Errorf("%+v", status)
	}
	if result.Count(Delivered) != 3 || states(result, 1)["bob@lab.example"] != Waiting || result.Complete {
		t.Errorf("%+v", result)
	}
	mail.refuse = nil
	if result := f.deliver(throughServer(server)); !result.Complete {
		t.Errorf("%+v", result)
	}
	got := mail.transactions()
	if len(got) != 4 || strings.Join(got[2].recipients, " ") != "bob@lab.example" || !strings.Contains(got[3].text, "<2@localhost>") {
		t.Errorf("%+v", got)
	}
}

func TestAMailRefusedAtItsEndIsCertainlyNotDelivered(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	mail := mailServer{refuseMail: &smtp.SMTPError{Code: 554, Message: "spam"}}
	server := mail.start(t, TLS)
	if result := f.deliver(throughServer(server)); states(result, 0)["bob@lab.example"] != Refused || f.events() != "begun refused" {
		t.Errorf("%+v, log %q", result, f.events())
	}
	mail.refuseMail = nil
	if result := f.deliver(throughServer(server)); !result.Complete {
		t.Errorf("%+v", result)
	}
}

func TestASignerSubmitsOnlyTheirOwnMail(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"), secondMail("dave@lab.example", "bob@lab.example"))
	var mail mailServer
	server := mail.start(t, TLS)
	for _, tc := range []struct {
		user, sender string
		first        State
	}{
		{"Alice@lab.example", "", Ready},
		{"alice", "", OtherSender},
		{"alice", "ALICE@lab.example", Ready},
		{"alice@lab.example", "dave@lab.example", OtherSender},
		{"", "", Ready}, // a relay that asks for no login
	} {
		server.User, server.Sender = tc.user, tc.sender
		result, err := f.open().Preview(throughServer(server))
		if err != nil || states(result, 0)["bob@lab.example"] != tc.first {
			t.Errorf("%+v: %+v, %v", tc, result, err)
		}
	}
	server.User, server.Sender = "alice@lab.example", ""
	result := f.deliver(throughServer(server))
	if got := states(result, 1)["bob@lab.example"]; got != OtherSender || result.Complete || len(mail.transactions()) != 1 {
		t.Errorf("%v", got)
	}
}

func TestManyRecipientsAreSplit(t *testing.T) {
	var recipients []string
	for i := range 120 {
		recipients = append(recipients, strings.Repeat("x", i+1)+"@lab.example")
	}
	f := newFixture(t, oneMail(recipients...))
	var mail mailServer
	if result := f.deliver(throughServer(mail.start(t, TLS))); !result.Complete {
		t.Errorf("%d delivered", result.Count(Delivered))
	}
	got := mail.transactions()
	if len(got) != 3 || len(got[0].recipients) != 50 || len(got[2].recipients) != 20 {
		t.Errorf("%d transactions", len(got))
	}
}

func TestEightBitMailAndAddresses(t *testing.T) {
	f := newFixture(t, oneMail("bøb@lab.example"))
	f.write("correction-01.eml", mailText("1@localhost")+"ø\r\n")
	var mail mailServer
	if result := f.deliver(throughServer(mail.start(t, TLS))); !result.Complete {
		t.Errorf("%+v", result)
	}
	if got := mail.transactions(); len(got) != 1 || !bytes.HasSuffix([]byte(got[0].text), []byte("ø\r\n")) {
		t.Errorf("%+v", got)
	}
}
