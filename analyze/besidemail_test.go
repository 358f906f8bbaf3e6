package analyze_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// withDatabase reads a case of mail in which bob has a database, too, without groups,
// and what it knows of the messages in his mailbox is made by a function.
func withDatabase(t *testing.T, know func(bob *evidence.Device)) *analyze.Report {
	t.Helper()
	opts := evidence.Options{Jobs: 2, Spool: spool(t)}
	const folder = "../testdata/cases/two-releases"
	c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: folder, FS: os.DirFS(filepath.Dir(folder)), Name: filepath.Base(folder)}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(t.Context(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	bob := &v.Devices[slices.IndexFunc(v.Devices, func(d evidence.Device) bool { return d.Name == "bob" })]
	bob.Backup = &evidence.Database{Path: "bob.tar", Version: 167, Addresses: []string{"bob@lab.example"}, Fingerprints: []string{string(bob.Keys[0].Fingerprint)}}
	know(bob)
	hs, err := history.Rebuild(t.Context(), v, history.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	return analyze.NewReport(v, hs)
}

// besideMail lets bob's database say of the mail of groups that he deleted it, or that
// his client could not open it. It gives what is found of bob in these groups.
func besideMail(t *testing.T, couldOpen bool) (found []finding.Finding, groups int) {
	t.Helper()
	met := map[string]bool{}
	report := withDatabase(t, func(bob *evidence.Device) {
		for i, e := range bob.Events {
			reading := e.Message.Reading(release.Latest)
			if e.Message.Seal.Opening != gmm.Opened || reading.GroupID == "" || reading.From.Address == "bob@lab.example" || e.InJunk() {
				continue
			}
			met[reading.GroupID] = true
			row := evidence.DatabaseMessage{Row: int32(i + 10), Chat: evidence.DatabaseTrash, ID: reading.MessageID}
			if !couldOpen {
				row.Chat = 12 // the chat with its sender
				bob.Backup.Unopened = append(bob.Backup.Unopened, evidence.DatabaseFailure{Row: int64(row.Row), ID: row.ID, Error: "Decrypting failed: no key"})
			}
			bob.Backup.Messages = append(bob.Backup.Messages, row)
		}
	})
	for _, f := range report.Findings {
		if f.Device == "bob" && met[f.Group] {
			found = append(found, f)
		}
	}
	return found, len(met)
}

// A device that was put back to an older backup receives what it sent itself since.
func TestWhatADeviceSentBeforeItWasPutBackIsItsOwners(t *testing.T) {
	sent := 0
	report := withDatabase(t, func(bob *evidence.Device) {
		for i, e := range bob.Events {
			if reading := e.Message.Reading(release.Latest); reading.From.Address == "bob@lab.example" && e.Message.Seal.Authentic() {
				sent++
				bob.Backup.Messages = append(bob.Backup.Messages, evidence.DatabaseMessage{Row: int32(i + 10), Chat: 12, ID: reading.MessageID})
			}
		}
	})
	if sent == 0 {
		t.Fatal("bob keeps no copies of what he sends")
	}
	for _, f := range report.Findings {
		if f.Code == finding.Impersonation && f.Actor == "bob@lab.example" {
			t.Errorf("said to be in his name: %+v", f.Message)
		}
	}
}

// Mail that a key of the device opens may have been closed to its client: then it
// explains nothing of what the client shows.
func TestWhatTheClientCouldNotOpenIsWhyItLacksTheGroup(t *testing.T) {
	found, groups := besideMail(t, false)
	lacking, unopened := 0, 0
	for _, f := range found {
		switch {
		case f.Code == finding.ViewsDiffer && f.Reason == finding.LacksGroup:
			lacking++
			if reason := f.Differences[0].Reason; reason != finding.NotOpened && reason != finding.NeverArrived && reason != finding.FiledAsSpam {
				t.Errorf("%s: bob lacks the group because %s", f.Group, reason)
			}
		case f.Code == finding.ReceivedNotOpened:
			unopened++
		case f.Code == finding.Undecryptable || f.Code == finding.DeletedHere:
			t.Errorf("%s: %s", f.Group, f.Code)
		}
	}
	if lacking == 0 || unopened != groups {
		t.Errorf("bob lacks %d groups, and of %d of %d something could not be opened", lacking, unopened, groups)
	}
}

func TestAGroupThatMailMadeAndTheClientDoesNotHaveWasDeleted(t *testing.T) {
	found, groups := besideMail(t, true)
	deleted := 0
	for _, f := range found {
		if f.Code == finding.DeletedHere {
			deleted++
		}
	}
	if deleted == 0 || deleted != groups {
		t.Errorf("%d of %d groups are said to be deleted", deleted, groups)
	}
}

// Nothing in mail tells which device of an account sent it.
func TestDevicesOfOneAccountWithoutABackupAreSaidToBeThat(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "case")
	for device, from := range map[string]string{"alice": "alice", "alice2": "alice", "bob": "bob"} {
		if err := os.CopyFS(filepath.Join(folder, device), os.DirFS(filepath.Join("../testdata/cases/lost-and-spam", from))); err != nil {
			t.Fatal(err)
		}
	}
	var said [][]string
	for _, f := range analyzeFolder(t, folder, evidence.Options{Jobs: 2, Spool: spool(t)}).Findings {
		if f.Code == finding.OneAccount {
			said = append(said, f.Devices)
		}
	}
	if len(said) != 1 || !slices.Equal(said[0], []string{"alice", "alice2"}) {
		t.Errorf("of one account are %v", said)
	}
}
