package analyze_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
)

const backupsDir = "../testdata/backups"

// withPassphrase opens the backups of a folder: of one device it is encrypted.
func withPassphrase(t *testing.T, folder string) evidence.Options {
	t.Helper()
	passphrase, err := os.ReadFile(filepath.Join(folder, "passphrase.txt"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	passphrase = bytes.TrimSuffix(passphrase, []byte("\n"))
	return evidence.Options{Jobs: 2, Spool: spool(t), Passphrase: func(string) ([]byte, bool) { return passphrase, true }}
}

func TestBackupsAloneShowWhatTheRealClientsShowed(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(backupsDir, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no backups: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			report := analyzeFolder(t, folder, withPassphrase(t, folder))
			compareWithTruth(t, folder, report)
			for _, g := range report.Groups {
				for _, v := range g.Devices {
					if v.Basis != string(history.Database) {
						t.Errorf("%s: the view of %s rests on %s", g.Name, v.Device, v.Basis)
					}
				}
			}
		})
	}
}

func TestFindingsOfBackupsAloneAreWhatWasDone(t *testing.T) {
	// In each life doris removes carol in a contact request, bob removes somebody
	// while he is offline, and alice makes a group and sends nothing to it.
	want := map[finding.Code]string{finding.LocalChange: "doris", finding.Unsent: "bob", finding.DraftGroup: "alice"}
	for _, name := range []string{"of-1x", "of-2.62"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(backupsDir, name)
			report := analyzeFolder(t, folder, withPassphrase(t, folder))
			seen := map[finding.Code]int{}
			for _, f := range report.Findings {
				device, ok := want[f.Code]
				if !ok {
					continue
				}
				seen[f.Code]++
				if f.Device != device || len(f.Evidence) == 0 || f.Evidence[0].Table == "" || f.Evidence[0].Row == 0 {
					t.Errorf("%s on %s, by %+v", f.Code, f.Device, f.Evidence)
				}
				if f.Code == finding.LocalChange && f.Subject != "carol@lab.example" {
					t.Errorf("%s of %s", f.Code, f.Subject)
				}
			}
			for code := range want {
				if seen[code] != 1 {
					t.Errorf("%d findings %s", seen[code], code)
				}
			}
			for _, g := range report.Groups {
				if g.Name == "Draft group" && !g.Consistent {
					t.Error("a draft that nobody else knows is said to be inconsistent")
				}
			}
		})
	}
}

// A database is not signed, and any program can edit it: what its owner writes into
// it is shown as the owner's view, and moves neither the target nor anybody else.
func TestWhatABackupSaysOfOthersMovesNobodyElse(t *testing.T) {
	folder := filepath.Join(backupsDir, "of-2.62")
	read := func() *evidence.Evidence {
		opts := withPassphrase(t, folder)
		c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: folder, FS: os.DirFS(backupsDir), Name: "of-2.62"}}, opts)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		v, err := evidence.Read(t.Context(), c, opts)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	rebuilt := func(v *evidence.Evidence) *analyze.Report {
		hs, err := history.Rebuild(t.Context(), v, history.Options{Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		return analyze.NewReport(v, hs)
	}
	honest := rebuilt(read())
	edited := read()
	db := edited.Devices[0].Backup // of alice
	db.Contacts = append(db.Contacts, evidence.DatabaseContact{Row: 999, Address: "mallory@example.org", Fingerprint: "00112233445566778899AABBCCDDEEFF00112233"})
	for i := range db.Groups {
		db.Groups[i].Members = append(db.Groups[i].Members, evidence.DatabaseMember{Row: 999, Contact: 999, Added: 1 << 40})
		for j := range db.Groups[i].Members[:1] {
			db.Groups[i].Members[j].Removed = 1 << 41
		}
	}
	forged := rebuilt(edited)
	for i, g := range honest.Groups {
		if g.Name == "Draft group" {
			continue // of alice alone
		}
		if got := memberAddresses(forged.Groups[i].Target.Members); !slices.Equal(got, memberAddresses(g.Target.Members)) {
			t.Errorf("%s: the target became %v", g.Name, got)
		}
		for j, v := range g.Devices {
			now := forged.Groups[i].Devices[j]
			if moved := !slices.Equal(memberAddresses(now.Members), memberAddresses(v.Members)); moved != (v.Device == "alice") {
				t.Errorf("%s: the view of %s moved: %v", g.Name, v.Device, moved)
			}
		}
	}
}

func TestNoSecretReachesTheResult(t *testing.T) {
	for _, name := range []string{"of-1x", "of-2.62"} {
		folder := filepath.Join(backupsDir, name)
		opts := withPassphrase(t, folder)
		c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: folder, FS: os.DirFS(backupsDir), Name: name}}, opts)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		v, err := evidence.Read(t.Context(), c, opts)
		if err != nil {
			t.Fatal(err)
		}
		for i := range v.Devices {
			if len(v.Devices[i].Keys) != 1 || v.Devices[i].Backup == nil {
				t.Errorf("%s: %d keys", v.Devices[i].Name, len(v.Devices[i].Keys))
			}
		}
		said, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range [][]byte{[]byte("mail_pw"), []byte("private_key"), []byte("PRIVATE KEY")} {
			if bytes.Contains(said, secret) {
				t.Errorf("%s: the evidence holds %q", name, secret)
			}
		}
		var again evidence.Evidence
		if err := json.Unmarshal(said, &again); err != nil || len(again.Devices) != len(v.Devices) || again.Devices[0].Backup == nil {
			t.Errorf("%s: evidence is not read again: %v", name, err)
		}
	}
}
