package delivery

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// A rudeServer answers commands by the first word of each; what it has no
// answer for it never answers, and at "hang up" it closes the connection.
type rudeServer map[string]string

const (
	hangUp  = "hang up"
	silence = "no answer within"
)

// politely is a server that takes everything.
func politely(change rudeServer) rudeServer {
	s := rudeServer{
		"":     "220 hello",
		"EHLO": "250-localhost\r\n250 8BITMIME",
		"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 2.0.0 taken", "QUIT": "221 bye",
	}
	for command, answer := range change {
		s[command] = answer
	}
	return s
}

func (s rudeServer) start(t *testing.T) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return &Server{
		Address: listener.Addr().String(), Security: NoTLS, Dial: new(net.Dialer).DialContext,
		timeouts: timeouts{time.Minute, time.Minute},
	}
}

func (s rudeServer) serve(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	inMail := false
	for command := ""; ; {
		switch answer := s[command]; answer {
		case hangUp:
			return
		case "":
			// No answer.
		default:
			fmt.Fprintf(conn, "%s\r\n", answer)
		}
		inMail = command == "DATA" && strings.HasPrefix(s[command], "354")
		if !lines.Scan() {
			return
		}
		for inMail && lines.Text() != "." && lines.Scan() {
			// The mail itself.
		}
		command, _, _ = strings.Cut(lines.Text(), " ")
	}
}

func TestWhatTheServerDoesDecidesWhatIsKnown(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change rudeServer
		state  State
		events string
		says   string
	}{
		{"all is well", nil, Delivered, "begun done", "250 2.0.0 taken"},
		{"it greets with an error", rudeServer{"": "554 go away"}, Unreached, "", "554"},
		{"it never greets", rudeServer{"": ""}, Unreached, "", silence},
		{"it hangs up at once", rudeServer{"": hangUp}, Unreached, "", "it closed the connection"},
		{"it talks without end", rudeServer{"": strings.Repeat("220-x\r\n", maxReplies/7+1)}, Unreached, "", "sent more than"},
		{"its line has no end", rudeServer{"": strings.Repeat("2", 5000)}, Unreached, "", "too long"},
		{"it speaks no SMTP", rudeServer{"": "HTTP/1.1 400 Bad Request"}, Unreached, "", ""},
		{"it takes nobody's mail", rudeServer{"MAIL": "530 5.7.0 log in first"}, Refused, "refused", "530 5.7.0 log in first"},
		{"it hangs up at the sender", rudeServer{"MAIL": hangUp}, Unreached, "", "it closed the connection"},
		{"it refuses for now", rudeServer{"RCPT": "451 4.7.1 later"}, Refused, "refused", "451 4.7.1 later"},
		{"it answers the recipient in several lines", rudeServer{"RCPT": "550-no\r\n550 never"}, Refused, "refused", "550 no\nnever"},
		{"it hangs up at the recipient", rudeServer{"RCPT": hangUp}, Unreached, "", "it closed the connection"},
		{"it is silent at the recipient", rudeServer{"RCPT": ""}, Unreached, "", silence},
		{"it refuses the mail before it was sent", rudeServer{"DATA": "451 no"}, Refused, "begun refused", "451 no"},
		{"it hangs up before the mail was sent", rudeServer{"DATA": hangUp}, Refused, "begun refused", "it closed the connection"},
		{"it is silent before the mail was sent", rudeServer{"DATA": ""}, Refused, "begun refused", silence},
		{"it refuses the whole mail", rudeServer{".": "554 5.6.0 no"}, Refused, "begun refused", "554 5.6.0 no"},
		{"it shuts down after the mail", rudeServer{".": "421 closing"}, Refused, "begun refused", "421 closing"},
		{"it hangs up after the mail", rudeServer{".": hangUp}, Uncertain, "begun", "it closed the connection"},
		{"it is silent after the mail", rudeServer{".": ""}, Uncertain, "begun", silence},
		{"its answer to the mail is none", rudeServer{".": "what?"}, Uncertain, "begun", ""},
		{"it hangs up instead of a farewell", rudeServer{"QUIT": hangUp}, Delivered, "begun done", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, oneMail("bob@lab.example"))
			server := politely(tc.change).start(t)
			if tc.says == silence {
				server.timeouts = timeouts{300 * time.Millisecond, 300 * time.Millisecond}
			}
			result := f.deliver(throughServer(server))
			status := result.Mails[0].Recipients[0]
			if status.State != tc.state || f.events() != tc.events || !strings.Contains(status.Answer, tc.says) {
				t.Errorf("%+v, log %q, %v", status, f.events(), result.ServerError)
			}
			if (tc.state == Unreached) != (result.ServerError != nil) && !strings.HasPrefix(tc.events, "begun") {
				t.Errorf("server error %v", result.ServerError)
			}
		})
	}
}

func TestUncertainMailIsSentAgainOnlyWhenAsked(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	f.deliver(throughServer(politely(rudeServer{".": hangUp}).start(t)))
	options := throughServer(politely(nil).start(t))
	if result := f.deliver(options); states(result, 0)["bob@lab.example"] != Uncertain || f.events() != "begun" {
		t.Errorf("%+v, log %q", result, f.events())
	}
	options.ResendUncertain = true
	if result := f.deliver(options); !result.Complete || f.events() != "begun begun done" {
		t.Errorf("%+v, log %q", result, f.events())
	}
}

func TestAnInterruptedDialogueEndsAtOnceAndIsRemembered(t *testing.T) {
	for command, events := range map[string]string{"": "", "RCPT": "", "DATA": "begun refused", ".": "begun"} {
		t.Run("at "+command, func(t *testing.T) {
			f := newFixture(t, oneMail("bob@lab.example"))
			server := politely(rudeServer{command: ""}).start(t)
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			start := time.Now()
			result, err := f.open().Deliver(ctx, throughServer(server), f.env)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 5*time.Second {
				t.Errorf("%v after %v", err, time.Since(start))
			}
			if f.events() != events || result.ServerError != nil || result.Complete {
				t.Errorf("log %q, %+v", f.events(), result)
			}
		})
	}
}

func TestAServerMayBeUnableToTakeAMail(t *testing.T) {
	for name, mail := range map[string]Mail{"8BITMIME": oneMail("bob@lab.example"), "SMTPUTF8": oneMail("bøb@lab.example")} {
		f := newFixture(t, mail, secondMail("alice@lab.example", "carol@lab.example"))
		extensions := rudeServer{"EHLO": "250-localhost\r\n250 8BITMIME"}
		if name == "8BITMIME" {
			f.write("correction-01.eml", mailText("1@localhost")+"ø\r\n")
			extensions["EHLO"] = "250 localhost"
		}
		result := f.deliver(throughServer(politely(extensions).start(t)))
		if status := result.Mails[0].Recipients[0]; status.State != Refused || !strings.Contains(status.Answer, name) {
			t.Errorf("%s: %+v", name, status)
		}
		if states(result, 1)["carol@lab.example"] != Delivered {
			t.Errorf("%s keeps other mail back: %+v", name, result)
		}
	}
}

func TestServersThatKnowNoPLAINAreLoggedInToWithLOGIN(t *testing.T) {
	for offered, kind := range map[string]error{"LOGIN": nil, "GSSAPI": ErrLogin} {
		f := newFixture(t, oneMail("bob@lab.example"))
		server := politely(rudeServer{
			"EHLO": "250-localhost\r\n250 AUTH " + offered,
			"AUTH": "334 UGFzc3dvcmQ6", "c2VjcmV0": "235 welcome", // "Password:", "secret"
			"MAIL": "250 ok",
		}).start(t)
		server.User, server.Password = "alice@lab.example", "secret"
		result := f.deliver(throughServer(server))
		if result.Complete != (kind == nil) || !errors.Is(result.ServerError, kind) {
			t.Errorf("%s: %+v", offered, result)
		}
	}
}
