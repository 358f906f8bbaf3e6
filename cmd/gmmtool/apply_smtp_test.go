package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// smtpServer starts a submission server on this computer for one script:
// "smtpserver FILE [ADDRESS]". It is named by $SMTP, takes the login
// alice@lab.example with the password "secret", writes what it is told into
// FILE, and refuses the recipient ADDRESS.
func smtpServer(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: smtpserver FILE [ADDRESS]")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv("SMTP", listener.Addr().String())
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	refused := strings.Join(args[1:], "")
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			talkSMTP(conn, file, refused)
		}
	}()
}

// talkSMTP leads one dialogue and writes the commands, and the header of the
// mail, to told.
func talkSMTP(conn net.Conn, told *os.File, refused string) {
	defer conn.Close()
	login := base64.StdEncoding.EncodeToString([]byte("\x00alice@lab.example\x00secret"))
	answer := "220 lab.example"
	for lines := bufio.NewScanner(conn); ; {
		fmt.Fprintf(conn, "%s\r\n", answer)
		if answer == "354 go on" {
			for lines.Scan() && lines.Text() != "." {
				fmt.Fprintln(told, lines.Text())
			}
			answer = "250 2.0.0 queued"
			continue
		}
		if !lines.Scan() {
			return
		}
		line := lines.Text()
		switch command, _, _ := strings.Cut(line, " "); {
		case command == "AUTH" && line == "AUTH PLAIN "+login:
			answer, line = "235 welcome", "AUTH"
		case command == "AUTH":
			answer, line = "535 5.7.8 wrong password", "AUTH failed"
		case command == "EHLO":
			answer = "250-lab.example\r\n250 AUTH PLAIN"
		case command == "DATA":
			answer = "354 go on"
		case refused != "" && strings.Contains(line, refused):
			answer = "550 5.1.1 nobody of that name"
		default:
			answer = "250 ok"
		}
		fmt.Fprintln(told, line)
	}
}
