package report

import (
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

func linkedCase() *analyze.Report {
	return &analyze.Report{
		Schema:  analyze.Schema,
		Devices: []analyze.DeviceInfo{device("alice")},
		Groups: []analyze.Group{{
			ID: "3npLEAoapvpKDU4i8rbgzaMp", Name: "Choir", Consistent: true,
			Target:  analyze.Target{Members: members("Alice", "Bob", "Bobby"), PastMembers: left()},
			Devices: []analyze.DeviceView{view("alice", members("Alice", "Bob", "Bobby"))},
			Linked: []finding.Person{{
				Addresses: []string{"bob@lab.example", "bobby@lab.example"}, Fingerprints: []string{"42"},
				Why: "the key 42 signed mail as bob@lab.example and as bobby@lab.example", MessageIDs: []string{"1@lab.example"},
			}},
		}},
	}
}

func TestMembersThatAreOnePersonAreNamedWithTheProof(t *testing.T) {
	page := render(t, linkedCase(), Table, Style{})
	want := `
  Members that are one person
    bob@lab.example and bobby@lab.example: the key 42 signed mail as bob@lab.example and as
    bobby@lab.example
`
	if !strings.Contains(page, want) {
		t.Errorf("no %q in\n%s", want, page)
	}
	if json := render(t, linkedCase(), JSON, Style{}); !strings.Contains(json, `"linked"`) || !strings.Contains(json, `"message_ids"`) {
		t.Errorf("not in\n%s", json)
	}
}

func TestLinkedAddressesReachATerminalEscaped(t *testing.T) {
	r := linkedCase()
	r.Groups[0].Linked[0].Addresses[0] = hostile
	r.Groups[0].Linked[0].Why = strings.Repeat(hostile, 100)
	page := render(t, r, Table, Style{})
	if strings.ContainsAny(page, "\x1b\r\u202e\u200b\x07") || len(page) > 4000 {
		t.Errorf("%d bytes: %q", len(page), page)
	}
}
