package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// forgedRemoval: somebody without any key writes to Alice, Bob and Carol, in Dave's
// name, that Erin was removed. Whether a client believes it depends on its release;
// gmmtool must say of each what it shows, and of nobody else anything new.
func forgedRemoval(t *testing.T, e equipment, f fleet, _ way) {
	l := newLab(t, e, f, "alice", "bob", "carol", "dave", "erin")
	dave, erin, readers := l.clients[3], l.clients[4], l.clients[:3]
	g := l.found("Hikers", l.clients[0], l.clients[1:]...)
	id := l.analyze().of(t, g).ID

	mail := fmt.Sprintf("From: <%s>\r\nTo: <%s>\r\nSubject: Hikers\r\nDate: %s\r\nMessage-ID: <forged.%d@localhost>\r\nChat-Version: 1.0\r\n"+
		"Chat-Group-ID: %s\r\nChat-Group-Name: %s\r\nChat-Group-Member-Removed: %s\r\n"+
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nErin is out.\r\n",
		dave.address, strings.Join(addresses(readers...), ">, <"), time.Now().UTC().Format(time.RFC1123Z), time.Now().UnixNano(), id, g.name, erin.address)
	for _, reader := range readers {
		if err := l.network.deliver(parcel{route{dave.address, reader.address}, []byte(mail)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, reader := range readers { // what comes behind the forgery shows that it was read
		dave.writeAlone(reader, "After that")
		reader.awaitTextAnywhere(l, "After that")
	}
	l.settle()

	a := l.analyze()
	rebuilt := a.of(t, g)
	for _, c := range l.clients {
		if got, want := rebuilt.members(c), g.view(c); !slices.Equal(got, want) {
			t.Errorf("%s (%s) shows %v, rebuilt are %v", c.name, c.release, want, got)
		}
		if !slices.Contains(g.view(c), erin.address) {
			t.Logf("%s (%s) believed it", c.name, c.release)
		}
	}
	if want := addresses(l.clients...); !slices.Equal(rebuilt.target(), want) {
		t.Errorf("all the mail adds up to %v, not to %v", rebuilt.target(), want)
	}
	a.run.mustExit(t, somethingFound)
	if !slices.ContainsFunc(a.Findings, func(f finding) bool { return f.Code == "impersonation" && strings.Contains(f.Text, dave.address) }) {
		t.Errorf("nothing says that somebody wrote in Dave's name: %+v", a.Findings)
	}
}
