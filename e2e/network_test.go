package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// A fate is what becomes of mail on its way from one account to another.
type fate int

const (
	delivered fate = iota
	lost           // never arrives
	held           // arrives when it is released
)

// A route is from one address to another.
type route struct{ from, to string }

// A network carries mail from the SMTP server into the mailboxes, or fails to.
type network struct {
	mailboxes *dovecot
	journal   *journal

	mu       sync.Mutex
	fates    map[route]fate // delivered where it has none
	waiting  []parcel
	accepted int
	puts     int
}

// A parcel is one mail for one recipient.
type parcel struct {
	route
	mail []byte
}

// set decides what becomes of mail from now on.
func (n *network) set(f fate, from, to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fates[route{from, to}] = f
}

// repair lets all mail through again. What was held arrives.
func (n *network) repair(t testing.TB) {
	t.Helper()
	n.mu.Lock()
	waiting := n.waiting
	n.waiting, n.fates = nil, map[route]fate{}
	n.mu.Unlock()
	for _, p := range waiting {
		if err := n.deliver(p); err != nil {
			t.Fatal(err)
		}
	}
	n.journal.done(deed{Op: "heal"})
}

// accept takes a mail that a client submitted.
func (n *network) accept(from string, recipients []string, mail []byte) error {
	for _, to := range recipients {
		p := parcel{route{from, to}, mail}
		n.mu.Lock()
		n.accepted++
		f := n.fates[p.route]
		if f == held {
			n.waiting = append(n.waiting, p)
		}
		n.mu.Unlock()
		n.journal.carried(p.route, f)
		if f != delivered {
			continue
		}
		if err := n.deliver(p); err != nil {
			return err
		}
	}
	return nil
}

// deliver writes the header that delivery agents write, and the mail.
func (n *network) deliver(p parcel) error {
	n.mu.Lock()
	n.puts++
	count := n.puts
	n.mu.Unlock()
	now := time.Now()
	name := fmt.Sprintf("%d.M%06dQ%d.localhost", now.Unix(), now.Nanosecond()/1000, count)
	header := fmt.Sprintf("Return-Path: <%s>\r\nDelivered-To: %s\r\nReceived: from localhost by localhost; %s\r\n",
		p.from, p.to, now.UTC().Format(time.RFC1123Z))
	return n.mailboxes.put(p.to, name, append([]byte(header), p.mail...))
}

// traffic is how much mail was ever taken.
func (n *network) traffic() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.accepted
}
