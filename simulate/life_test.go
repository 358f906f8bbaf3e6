package simulate

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// agreeing is how many views of the bundled lives the simulation gets right. What
// it cannot know: when a client was done with a message, and what the journal
// does not tell.
const agreeing = 52

func TestSimulatedClientsShowWhatTheRealOnesShowed(t *testing.T) {
	files, err := filepath.Glob("../testdata/cases/*/scenario.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no lives: %v", err)
	}
	same, all := 0, 0
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		life, err := ReadLife(f)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := Replay(t.Context(), life)
		if err != nil {
			t.Fatal(err)
		}
		for device, groups := range realViews(t, filepath.Dir(file)) {
			for group, real := range groups {
				all++
				if slices.Equal(shown[group][device], real) {
					same++
				} else {
					t.Logf("%s, %s, %s: real %v, simulated %v", file, device, group, real, shown[group][device])
				}
			}
		}
	}
	t.Logf("%d of %d views agree", same, all)
	if same < agreeing {
		t.Errorf("%d of %d views agree; there were %d", same, all, agreeing)
	}
}

// realViews is what the real clients showed, by device and group.
func realViews(t *testing.T, folder string) map[string]map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*", "truth.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no truth in %s: %v", folder, err)
	}
	views := map[string]map[string][]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var truth struct {
			Device string
			Groups []struct {
				Name    string
				Members []string
			}
		}
		if err := json.Unmarshal(data, &truth); err != nil {
			t.Fatal(err)
		}
		views[truth.Device] = map[string][]string{}
		for _, g := range truth.Groups {
			views[truth.Device][g.Name] = slices.Sorted(slices.Values(g.Members))
		}
	}
	return views
}

func TestJournalsThatTellNoLifeAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":         `journal`,
		"no device":        `{"journal": []}`,
		"unknown release":  `{"journal": [{"op": "device", "device": "a", "version": "9.9"}]}`,
		"unknown founder":  `{"journal": [{"op": "device", "device": "a", "version": "2"}, {"op": "create", "group": "g", "by": "b"}]}`,
		"unknown group":    `{"journal": [{"op": "device", "device": "a", "version": "2"}, {"op": "say", "group": "g", "by": "a"}]}`,
		"unknown newcomer": `{"journal": [{"op": "device", "device": "a", "version": "2"}, {"op": "add", "group": "g", "by": "a", "who": "z"}]}`,
	} {
		life, err := ReadLife(strings.NewReader(text))
		if err == nil {
			_, err = Replay(t.Context(), life)
		}
		if !errors.Is(err, ErrLife) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
