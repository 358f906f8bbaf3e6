package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// export makes a case folder of all mailboxes as they are now: one folder per
// person, with the account's Maildir and the client's exported keys.
func (l *lab) export() (caseFolder string) {
	l.t.Helper()
	l.settle()
	caseFolder, err := os.MkdirTemp(l.dir, "case-")
	if err != nil {
		l.t.Fatal(err)
	}
	for _, c := range l.clients {
		device := filepath.Join(caseFolder, c.name)
		keys := filepath.Join(device, "keys")
		if err := os.MkdirAll(keys, 0o755); err != nil {
			l.t.Fatal(err)
		}
		c.ask("export_self_keys", nil, keys, nil)
		if err := l.mailboxes.copyMaildir(c.address, device); err != nil {
			l.t.Fatal(err)
		}
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
