package analyze_test

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
	"github.com/gmmtool/gmmtool/internal/report"
)

// editedCase is a case folder with the backup of one device edited, as any SQLite
// program can.
func editedCase(t *testing.T, folder, device string, statements ...string) *analyze.Report {
	t.Helper()
	fsys := files(t, folder)
	packed, err := filepath.Glob(filepath.Join(folder, device, "*.tar.gz"))
	if err != nil || len(packed) != 1 {
		t.Fatalf("%d backups of %s: %v", len(packed), device, err)
	}
	if len(statements) > 0 {
		data, err := backuptest.Unpack(packed[0])
		if err != nil {
			t.Fatal(err)
		}
		if data, err = backuptest.Edit(t.TempDir(), data, statements...); err != nil {
			t.Fatal(err)
		}
		delete(fsys, path.Join("case", device, filepath.Base(packed[0])))
		fsys[path.Join("case", device, "dc.db")] = &fstest.MapFile{Data: data}
	}
	opts := withPassphrase(t, folder)
	return analyzeSources(t, opts, evidence.Source{Path: "case", FS: fsys, Name: "case"})
}

// A wordedFinding is a finding as the program writes it.
type wordedFinding struct {
	Code     finding.Code       `json:"code"`
	Reason   finding.Reason     `json:"reason"`
	Device   string             `json:"device"`
	Text     string             `json:"text"`
	Evidence []finding.Evidence `json:"evidence"`
}

func worded(t *testing.T, r *analyze.Report) []wordedFinding {
	t.Helper()
	var written bytes.Buffer
	if err := report.Write(&written, r, report.JSON, report.Style{}); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Findings []wordedFinding `json:"findings"`
	}
	if err := json.Unmarshal(written.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	return read.Findings
}

const (
	midway      = "../testdata/backups-and-mail/made-midway"     // 2.62.0; life went on after the backups
	twoReleases = "../testdata/backups-and-mail/of-two-releases" // bob 2.62.0, doris 1.159.4
	alone       = "../testdata/backups/of-2.62"
)

// Every finding that rests on a database is made by a real one, or by the least
// edit of a real one, and names the rows that prove it.
func TestEachFindingOfDatabasesNamesItsRows(t *testing.T) {
	const lateAdd = "90ea4885-79e0-4cb7-949e-da1e19d6d4a3@localhost" // in the mail of midway, after the backups
	for _, tc := range []struct {
		name, folder, device string
		edit                 []string
		code                 finding.Code
		reason               finding.Reason
		table                string
		text                 string // part of it
	}{
		{"a client that could not open a removal shows another view", twoReleases, "doris", nil,
			finding.ViewsDiffer, finding.OtherMembers, "msgs", "that message arrived, and the client could not open it"},
		{"mail that hides for whom it is was not opened by 1.159", twoReleases, "doris", nil,
			finding.ReceivedNotOpened, "", "msgs", `reached doris, and its client could not open it: Decrypting failed`},
		{"a client that takes only encrypted mail leaves plain mail on the server", twoReleases, "bob", nil,
			finding.NotFetched, "", "imap", `of "Group 2" lay in INBOX of bob`},
		{"a removal in a contact request is known to nobody", alone, "doris", nil,
			finding.LocalChange, finding.MadeLocal, "chats_contacts", "removed carol@lab.example"},
		{"a removal waits in the outbox", alone, "bob", nil,
			finding.Unsent, finding.NotSentYet, "smtp2", "still waited to be sent"},
		{"a client gave up sending a removal", alone, "bob", []string{"UPDATE msgs SET state=24 WHERE state=20", "DELETE FROM smtp2"},
			finding.Unsent, finding.GaveUp, "msgs", "gave up sending"},
		{"a group nobody else knows", alone, "alice", nil,
			finding.DraftGroup, "", "chats", "is a draft on alice"},
		{"a group its owner deleted leaves tombstones", twoReleases, "bob",
			[]string{"UPDATE msgs SET chat_id=3 WHERE chat_id IN (SELECT id FROM chats WHERE type=120)", "DELETE FROM chats_contacts WHERE chat_id>9", "DELETE FROM chats WHERE id>9 AND type=120"},
			finding.DeletedHere, "", "msgs", `bob does not have "Group 2" any more`},
		{"mail goes on after the backup", midway, "bob", nil,
			finding.BackupOlder, "", "msgs", "reached bob after its database was copied"},
		{"mail that came later is fetched only if the client did", midway, "bob",
			[]string{"INSERT INTO imap(transport_id, rfc724_mid, folder, target, uid, uidvalidity) VALUES(1, '" + lateAdd + "', 'INBOX', 'INBOX', 999, 1)"},
			finding.NotFetched, "", "imap", `1 message of "Group 2" lay in INBOX of bob`},
		{"mail nobody else has a copy of may not be fetched, too", alone, "bob",
			[]string{"INSERT INTO imap(transport_id, rfc724_mid, folder, target, uid, uidvalidity) VALUES(1, 'x@y', 'INBOX', 'INBOX', 999, 1)"},
			finding.NotFetched, "", "imap", "1 message that no mail of the case tells a group of"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			findings := worded(t, editedCase(t, tc.folder, tc.device, tc.edit...))
			i := slices.IndexFunc(findings, func(f wordedFinding) bool {
				return f.Code == tc.code && f.Device == tc.device && f.Reason == tc.reason && strings.Contains(f.Text, tc.text)
			})
			if i < 0 {
				for _, f := range findings {
					t.Logf("%s of %s (%s): %s", f.Code, f.Device, f.Reason, f.Text)
				}
				t.Fatalf("no finding %s of %s", tc.code, tc.device)
			}
			if !slices.ContainsFunc(findings[i].Evidence, func(e finding.Evidence) bool { return e.Table == tc.table && e.Row > 0 }) {
				t.Errorf("no row of %s among %+v", tc.table, findings[i].Evidence)
			}
		})
	}
}

func TestMailThatIsToBeDeletedOrWasReceivedIsFetched(t *testing.T) {
	report := editedCase(t, alone, "bob",
		"INSERT INTO imap(transport_id, rfc724_mid, folder, target, uid, uidvalidity) VALUES(1, 'x@y', 'INBOX', '', 999, 1)",
		"INSERT INTO imap(transport_id, rfc724_mid, folder, target, uid, uidvalidity) SELECT 1, rfc724_mid, 'INBOX', 'INBOX', 1000+id, 1 FROM msgs")
	for _, f := range report.Findings {
		if f.Code == finding.NotFetched {
			t.Errorf("%s: %+v", f.Device, f.Evidence)
		}
	}
}

func TestClientsOfTwoErasShowWhatTheirBackupsSay(t *testing.T) {
	compareWithTruth(t, twoReleases, editedCase(t, twoReleases, "bob"))
}

// In this life alice and carol were removed and bob left after the backups were made.
func TestMailAfterTheBackupIsFollowedFromItsView(t *testing.T) {
	report := editedCase(t, midway, "alice")
	compareWithTruth(t, midway, report)
	for _, device := range []string{"alice", "bob"} {
		basis := map[string]string{}
		for _, g := range report.Groups {
			for _, v := range g.Devices {
				if v.Device == device {
					basis[g.Name] = v.Basis
				}
			}
		}
		if basis["Group 1"] != "mail" || basis["Group 2"] != "database" {
			t.Errorf("the views of %s rest on %v", device, basis)
		}
	}
	// Without the mail, the databases alone show the views of their time.
	fsys := files(t, midway)
	for name := range fsys {
		if strings.Contains(name, "/Maildir/") {
			delete(fsys, name)
		}
	}
	before := analyzeSources(t, evidence.Options{Jobs: 2, Spool: spool(t)}, evidence.Source{Path: "case", FS: fsys, Name: "case"})
	for _, g := range before.Groups {
		for _, v := range g.Devices {
			if got := memberAddresses(v.Members); v.Basis != "database" || !slices.Contains(got, v.Device+"@lab.example") {
				t.Errorf("%s: %s shows %v by %s", g.Name, v.Device, got, v.Basis)
			}
		}
	}
}
