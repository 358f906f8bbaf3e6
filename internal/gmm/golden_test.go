package gmm

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

var update = flag.Bool("update", false, "rewrite testdata/golden")

// A golden is what one mail of testdata says.
type golden struct {
	Message *Message
	Reading map[string]readingAndGossip // by release
}

type readingAndGossip struct {
	*Reading
	Gossip map[string]pgp.Fingerprint `json:",omitempty"`
}

// TestGolden reads real mail of every era with all keys of testdata, and asks
// an old and a new release what it says. Run it with -update after a change
// that is meant to show, and read the difference.
func TestGolden(t *testing.T) {
	keys := Keys{Own: testKeys(t, "*")}
	for name, raw := range namedMails(t) {
		t.Run(name, func(t *testing.T) {
			m := new(Reader).Read(raw, keys)
			later := checkSerialised(t, m)
			m.Verify(keys.Own)
			later.Verify(keys.Own)
			if diff := cmp.Diff(asText(t, m), asText(t, later)); diff != "" {
				t.Errorf("verified after it was stored: %s", diff)
			}
			checkSerialised(t, m)
			g := golden{Message: m, Reading: map[string]readingAndGossip{}}
			for _, r := range []release.Release{release.Of(1, 139, 3), release.Of(1, 160, 0), release.Of(2, 62, 0)} {
				reading := m.Reading(r)
				g.Reading[r.String()] = readingAndGossip{reading, gossipIn(reading)}
			}
			checkGolden(t, "testdata/golden/"+name+".json", g)
		})
	}
}

func checkGolden(t *testing.T, file string, g golden) {
	t.Helper()
	got, err := json.MarshalIndent(g, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(readFile(t, file)), string(got)); diff != "" {
		t.Error(diff)
	}
}

func gossipIn(r *Reading) map[string]pgp.Fingerprint {
	found := map[string]pgp.Fingerprint{}
	for _, addr := range r.Gossiped() {
		found[addr] = r.Gossip(addr)
	}
	return found
}
