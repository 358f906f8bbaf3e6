package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// A lab is a mail server, a network and the people of one test.
type lab struct {
	t         testing.TB
	equipment equipment
	dir       string
	mailboxes *dovecot
	network   *network
	smtpPort  int
	clients   []*client
	journal   *journal
	// passphrase names the file with that of the backups that have one.
	passphrase string
}

// newLab sets up a lab whose people have the releases of a fleet, in turn. All
// of it ends with the test.
func newLab(t testing.TB, e equipment, f fleet, names ...string) *lab {
	t.Helper()
	l := &lab{t: t, equipment: e, dir: openFolder(t), journal: &journal{}}
	l.mailboxes = startDovecot(t, filepath.Join(l.dir, "server"), e.user)
	l.network = &network{mailboxes: l.mailboxes, journal: l.journal, fates: map[route]fate{}}
	l.smtpPort = startSMTP(t, l.network)
	for i, name := range names {
		c := startClient(t, e.client(f.of(i)), filepath.Join(l.dir, "clients", name), name, f.of(i))
		if err := l.mailboxes.addMailbox(c.address); err != nil {
			t.Fatal(err)
		}
		l.clients = append(l.clients, c)
		l.journal.done(deed{Op: "device", Device: c.name, Address: c.address, Version: string(c.release)})
	}
	l.passphrase = l.secretFile("passphrase", backupPassphrase)
	l.logInAll()
	l.introduce()
	return l
}

// secretFile writes a secret where gmmtool, run as the system user, may read it.
func (l *lab) secretFile(name, secret string) string {
	l.t.Helper()
	file := filepath.Join(l.dir, name)
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	if err := l.equipment.user.own(file); err != nil {
		l.t.Fatal(err)
	}
	return file
}

// addresses are those of all people.
func (l *lab) addresses() []string { return slices.Compact(addresses(l.clients...)) }

// logInAll lets all log in at once, for each takes some seconds, and waits until
// they watch their inboxes: what lies there before is nothing new to them.
func (l *lab) logInAll() {
	l.t.Helper()
	var group sync.WaitGroup
	for _, c := range l.clients {
		group.Go(func() {
			if err := c.logIn(l.mailboxes.port, l.smtpPort); err != nil {
				l.t.Errorf("%s (%s): %v", c.name, c.release, err)
			}
		})
	}
	group.Wait()
	if l.t.Failed() {
		l.t.FailNow()
	}
	for _, c := range l.clients {
		l.eventually(c.watches.Load, func() string { return c.name + " watches the inbox" })
	}
}

// introduce lets the clients that read no cards learn the others' keys.
func (l *lab) introduce() {
	l.t.Helper()
	for _, c := range l.clients {
		if c.release.atLeast(1, 142) {
			continue
		}
		for _, other := range l.clients {
			if other != c {
				other.greet(c)
			}
		}
		l.eventually(func() bool { return len(c.chats()) >= len(l.clients) }, func() string {
			return c.name + " has a chat with everybody"
		})
	}
}

// openFolder is a new folder that other system users can enter, which those of
// testing.TB are not. It stays where it is if the test fails.
func openFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gmmtool-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the clients' logs and all mail are in %s", dir)
			return
		}
		os.RemoveAll(dir)
	})
	return dir
}
