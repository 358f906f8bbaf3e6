package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// secondDevice: Alice adds Dave on her second device. Neither Bob nor her first
// device ever gets that message.
func secondDevice(t *testing.T, e equipment, f fleet, handOver way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave")
	alice, bob, carol, dave := l.clients[0], l.clients[1], l.clients[2], l.clients[3]
	g := l.found("Hikers", alice, bob, carol)
	second := l.addDevice(alice)

	l.network.set(lost, alice.address, alice.address)
	l.network.set(lost, alice.address, bob.address)
	g.add(second, dave)
	for _, c := range []*client{second, carol, dave} {
		g.awaitView(c, alice, bob, carol, dave)
	}
	for _, c := range []*client{alice, bob} {
		g.awaitView(c, alice, bob, carol)
	}
	l.network.repair(t)

	a := l.analyze()
	for _, c := range l.clients {
		if got, want := a.of(t, g).members(c), g.view(c); !slices.Equal(got, want) {
			t.Errorf("%s shows %v, told are %v", c.name, want, got)
		}
	}
	for _, c := range []*client{alice, bob} {
		a.checkViewDiffers(t, c, dave)
	}
	for _, f := range a.Findings {
		rests := func(e evidence) bool { return e.Table == "" || strings.Contains(e.Archive, second.name+"/") }
		if f.Code == "views-differ" && !slices.ContainsFunc(f.Evidence, rests) {
			t.Errorf("%s is not said to have made the change: %+v", second.name, f)
		}
		if f.Code == "one-account" {
			t.Errorf("said with a backup of both devices: %+v", f)
		}
	}
	g.heal(handOver)
	for _, c := range l.clients {
		g.awaitView(c, alice, bob, carol, dave)
	}
	g.checkConsistent()
}

// addDevice gives a person a second device, as people do: it takes over a backup
// of the first.
func (l *lab) addDevice(first *client) *client {
	l.t.Helper()
	transfer := filepath.Join(l.dir, "transfer-"+first.name)
	if err := os.Mkdir(transfer, 0o755); err != nil {
		l.t.Fatal(err)
	}
	name := first.name + "2"
	c := startClient(l.t, l.equipment.client(first.release), filepath.Join(l.dir, "clients", name), name, first.release)
	c.address = first.address
	c.ask("import_backup", nil, first.makeBackup(transfer, nil), nil)
	c.ask("set_config", nil, "bcc_self", "1") // devices learn of each other by copies of what they send
	c.ask("start_io", nil)
	l.clients = append(l.clients, c)
	l.eventually(c.watches.Load, func() string { return c.name + " watches the inbox" })
	return c
}
