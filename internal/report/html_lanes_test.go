package report

import (
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/html"
)

func TestTheAuthorOfAStepWroteItWhateverTellsOfIt(t *testing.T) {
	step := func(basis string) []analyze.Step {
		return []analyze.Step{{Time: time.Unix(1795217379, 0).UTC(), Basis: basis, Kind: "add", Actor: "alice@lab.example", Subject: "carol@lab.example", MessageID: "m@x"}}
	}
	alice, bob := view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))
	for _, basis := range []string{"sent", "sent (inferred)", "database"} {
		alice.History, bob.History = step(basis), step("imap-uid")
		g := analyze.Group{ID: "g", Target: analyze.Target{Members: members("Alice", "Bob")}, Devices: []analyze.DeviceView{alice, bob}}
		r := &analyze.Report{Devices: []analyze.DeviceInfo{device("alice"), device("bob")}, Groups: []analyze.Group{g}}
		lanes := pageOf(r, Making{}).Groups[0].Lanes
		if m := lanes.Messages[0]; m.From != 0 || m.Fates[0].Kind != html.Wrote || m.Fates[1].Kind != html.Arrived {
			t.Errorf("%s: from %d, fates %c and %c", basis, m.From, m.Fates[0].Kind, m.Fates[1].Kind)
		}
	}
}
