package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// backupPassphrase has what passphrases of people have.
const backupPassphrase = `a "bläck" cat`

// backup hands in a backup that the client makes, and nothing else: neither mail
// nor keys.
func backup(l *lab, c *client, folder string) { l.t.Helper(); c.makeBackup(folder, nil) }

// lockedBackup hands in one with a passphrase.
func lockedBackup(l *lab, c *client, folder string) {
	l.t.Helper()
	passphrase := backupPassphrase
	c.makeBackup(folder, &passphrase)
}

// backupAndMailbox hands in both. Of an account with two devices the mailbox comes
// with the first.
func backupAndMailbox(l *lab, c *client, folder string) {
	l.t.Helper()
	beside := filepath.Join(folder, "backup")
	if err := os.Mkdir(beside, 0o755); err != nil {
		l.t.Fatal(err)
	}
	c.makeBackup(beside, nil)
	first := slices.IndexFunc(l.clients, func(other *client) bool { return other.address == c.address })
	if l.clients[first] == c {
		if err := l.mailboxes.copyMaildir(c.address, folder); err != nil {
			l.t.Fatal(err)
		}
	}
}

// makeBackup makes the client write a backup into an empty folder, and says where
// it is.
func (c *client) makeBackup(folder string, passphrase *string) (file string) {
	c.t.Helper()
	c.ask("export_backup", nil, folder, passphrase)
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		c.t.Fatalf("%s (%s) made no backup: %v, %v", c.name, c.release, files, err)
	}
	return filepath.Join(folder, files[0].Name())
}

// handingIn lets all people of a play hand in something else than their mail.
func handingIn(what handIn, p play) play {
	return func(t *testing.T, e equipment, f fleet, handOver way) {
		e.handIn = what
		p(t, e, f, handOver)
	}
}
