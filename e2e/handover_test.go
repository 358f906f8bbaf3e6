package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A way is how the corrections of a plan reach mailboxes.
type way func(*lab, plan)

// byHand puts the corrections into the mailboxes of their recipients, in the
// order of the plan, as a mail server does.
func byHand(l *lab, p plan) {
	l.t.Helper()
	for _, c := range p.Corrections {
		mail, err := os.ReadFile(filepath.Join(p.dir, c.File))
		if err != nil {
			l.t.Fatal(err)
		}
		for _, to := range c.Recipients {
			if err := l.network.deliver(parcel{route{c.From, to}, mail}); err != nil {
				l.t.Fatal(err)
			}
		}
	}
}

// intoMaildirs lets gmmtool put them there, as the administrator of the mail
// server would.
func intoMaildirs(l *lab, p plan) {
	l.t.Helper()
	args := []string{"apply", p.dir, "--yes"}
	for _, address := range l.addresses() {
		args = append(args, "--maildir", address+"="+l.mailboxes.maildir(address))
	}
	l.gmmtool(args...).mustExit(l.t, nothingToReport)
}

// bySubmission lets gmmtool hand them to the SMTP server as each of their
// signers in turn, as these would themselves.
func bySubmission(l *lab, p plan) {
	l.t.Helper()
	password := l.secretFile("password", anyPassword)
	signers := p.signers()
	for i, signer := range signers {
		want := nothingToReport
		if i < len(signers)-1 {
			want = somethingFound // the others' are left
		}
		l.gmmtool("apply", p.dir, "--yes", "--smtp", fmt.Sprintf("127.0.0.1:%d", l.smtpPort), "--smtp-tls", "none",
			"--smtp-user", signer, "--smtp-password-file", password).mustExit(l.t, want)
	}
}

// signers are who signed the corrections, in the order in which they are
// needed.
func (p plan) signers() []string {
	var signers []string
	for _, c := range p.Corrections {
		if !slices.Contains(signers, c.From) {
			signers = append(signers, c.From)
		}
	}
	return signers
}
