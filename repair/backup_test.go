package repair_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/mboxio"
	"github.com/gmmtool/gmmtool/repair"
)

// Of backups alone signers, keys and target are known, and a change that waits in
// an outbox is carried as its author signed it.
func TestBackupsAloneAreCorrected(t *testing.T) {
	result := correctBackups(t, "of-1x")
	var carried []string
	for _, correction := range result.Plan.Corrections {
		carried = append(carried, correction.GMMs...)
		if len(correction.GMMs)+len(correction.MissingGMMs) == 0 && correction.Group != "6N6ZqrdaxokGSKFnZsFnZevF" {
			t.Errorf("%s neither carries a GMM nor says why not", correction.File)
		}
	}
	if want := []string{"8G6pCkxsikwCbvtV1o3g5yfd@localhost"}; !slices.Equal(carried, want) {
		t.Errorf("carries %v, not %v, which bob's client had not sent yet", carried, want)
	}
	for _, g := range result.Plan.Groups {
		for _, d := range g.Devices {
			isMember := slices.Contains(g.Target, d.Device+"@lab.example")
			if isMember && !slices.Equal(d.After, g.Target) {
				t.Errorf("%s: %s will show %v, not %v", g.Name, d.Device, d.After, g.Target)
			}
		}
	}
}

// Clients from 2.60 on sign what waits in the outbox only when they send it.
func TestWhatWaitsUnsignedIsNotCarriedAndTheReasonIsSaid(t *testing.T) {
	result := correctBackups(t, "of-2.62")
	for _, correction := range result.Plan.Corrections {
		for _, missing := range correction.MissingGMMs {
			if strings.HasPrefix(missing.Why, "waits in the outbox of its author's client") {
				return
			}
		}
	}
	t.Errorf("nothing is said of it: %+v", result.Plan.Corrections)
}

// correctBackups writes the corrections of a case of backups alone.
func correctBackups(t *testing.T, name string) *repair.Result {
	t.Helper()
	folder := filepath.Join("../testdata/backups", name)
	passphrase, err := os.ReadFile(filepath.Join(folder, "passphrase.txt"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	dir := t.TempDir()
	opts := evidence.Options{
		Jobs:       2,
		Spool:      func() (mboxio.Spool, error) { return os.CreateTemp(dir, "spool") },
		Passphrase: func(string) ([]byte, bool) { return bytes.TrimSpace(passphrase), true },
	}
	c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: folder, FS: os.DirFS(folder), Name: "."}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(context.Background(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	result, err := repair.Correct(context.Background(), c, hs, repair.Options{Now: time.Unix(1795872600, 0), Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return result
}
