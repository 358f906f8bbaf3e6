package analyze_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// shownBy are the members of every group as one device shows them.
func shownBy(r *analyze.Report, device string) map[string][]analyze.Member {
	shown := map[string][]analyze.Member{}
	for _, g := range r.Groups {
		for _, v := range g.Devices {
			if v.Device == device {
				shown[g.ID] = v.Members
			}
		}
	}
	return shown
}

// The export of a backup switches bcc_self on: it does not tell whether the client
// kept copies of what it sent.
func TestWhatTheExportItselfSwitchesOnTellsNothing(t *testing.T) {
	off := editedCase(t, alone, "bob", "DELETE FROM config WHERE keyname='bcc_self'", "INSERT INTO config(keyname, value) VALUES('bcc_self', '0')")
	on := editedCase(t, alone, "bob", "DELETE FROM config WHERE keyname='bcc_self'", "INSERT INTO config(keyname, value) VALUES('bcc_self', '1')")
	if diff := cmp.Diff(off.Groups, on.Groups); diff != "" {
		t.Errorf("groups (-off +on):\n%s", diff)
	}
	if diff := cmp.Diff(off.Findings, on.Findings); diff != "" {
		t.Errorf("findings (-off +on):\n%s", diff)
	}
}

// Clients forget tombstones of messages after two days or at once: that a database
// does not know a message does not prove that it never came.
func TestAMissingTombstoneProvesNothing(t *testing.T) {
	whole := editedCase(t, alone, "bob")
	forgotten := editedCase(t, alone, "bob", "DELETE FROM msgs WHERE chat_id=3")
	if diff := cmp.Diff(shownBy(whole, "bob"), shownBy(forgotten, "bob")); diff != "" {
		t.Errorf("what bob shows (-whole +forgotten):\n%s", diff)
	}
	for _, f := range forgotten.Findings {
		if f.Device == "bob" && f.Code == finding.NotReached {
			t.Errorf("said to be never reached: %+v", f.Message)
		}
	}
}
