package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A handIn is what each person gives for a case: it fills the folder of one
// device.
type handIn func(l *lab, c *client, folder string)

// mailbox hands in the account's Maildir and the client's exported keys.
func mailbox(l *lab, c *client, folder string) {
	l.t.Helper()
	keys := filepath.Join(folder, "keys")
	if err := os.Mkdir(keys, 0o755); err != nil {
		l.t.Fatal(err)
	}
	c.ask("export_self_keys", nil, keys, nil)
	if err := l.mailboxes.copyMaildir(c.address, folder); err != nil {
		l.t.Fatal(err)
	}
}

// export makes a case folder of what all hand in now: one folder per device.
func (l *lab) export() (caseFolder string) {
	l.t.Helper()
	l.settle()
	l.checkReplay()
	caseFolder, err := os.MkdirTemp(l.dir, "case-")
	if err != nil {
		l.t.Fatal(err)
	}
	for _, c := range l.clients {
		device := filepath.Join(caseFolder, c.name)
		if err := os.Mkdir(device, 0o755); err != nil {
			l.t.Fatal(err)
		}
		l.equipment.handIn(l, c, device)
	}
	if err := l.equipment.user.own(caseFolder); err != nil {
		l.t.Fatal(err)
	}
	return caseFolder
}

// copyMaildir copies an account's Maildir into a folder. Where the server just
// renames a file, the copy starts over.
func (d *dovecot) copyMaildir(address, into string) error {
	const attempts = 10
	target := filepath.Join(into, "Maildir")
	for range attempts {
		err := os.CopyFS(target, os.DirFS(d.maildir(address)))
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.RemoveAll(target); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s changes all the time", d.maildir(address))
}
