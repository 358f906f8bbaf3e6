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

// Mail that a key of the device opens may have been closed to its client: then it
// explains nothing of what the client shows.
func TestWhatTheClientCouldNotOpenIsWhyItLacksTheGroup(t *testing.T) {
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
	groups := map[string]bool{}
	for i, e := range bob.Events {
		reading := e.Message.Reading(release.Latest)
		if e.Message.Seal.Opening == gmm.Opened && reading.GroupID != "" && reading.From.Address != "bob@lab.example" && !e.InJunk() {
			groups[reading.GroupID] = true
			bob.Backup.Unopened = append(bob.Backup.Unopened, evidence.DatabaseFailure{Row: int64(i + 10), ID: reading.MessageID, Error: "Decrypting failed: no key"})
			bob.Backup.Messages = append(bob.Backup.Messages, evidence.DatabaseMessage{Row: int32(i + 10), Chat: 12, ID: reading.MessageID})
		}
	}
	hs, err := history.Rebuild(t.Context(), v, history.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	lacking, unopened := 0, 0
	for _, f := range analyze.NewReport(v, hs).Findings {
		switch {
		case f.Device != "bob" || !groups[f.Group]:
		case f.Code == finding.ViewsDiffer && f.Reason == finding.LacksGroup:
			lacking++
			if reason := f.Differences[0].Reason; reason != finding.NotOpened && reason != finding.NeverArrived && reason != finding.FiledAsSpam {
				t.Errorf("%s: bob lacks the group because %s", f.Group, reason)
			}
		case f.Code == finding.ReceivedNotOpened:
			unopened++
		case f.Code == finding.Undecryptable:
			t.Errorf("%s: said to lack a key: %+v", f.Group, f)
		}
	}
	if lacking == 0 || unopened != len(groups) {
		t.Errorf("bob lacks %d groups, and of %d of %d something could not be opened", lacking, unopened, len(groups))
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
