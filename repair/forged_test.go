package repair_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/internal/synthetic/forged"
	"github.com/gmmtool/gmmtool/repair"
)

// decided is what a plan would do: the members of every group that something is
// decided about, and each correction.
func decided(plan repair.Plan) (targets, corrections []string) {
	for _, g := range plan.Groups {
		targets = append(targets, fmt.Sprintln(g.ID, g.Target))
	}
	for _, c := range plan.Corrections {
		corrections = append(corrections, fmt.Sprintln(c.Group, c.From, c.Recipients, c.GMMs))
	}
	return targets, corrections
}

// shows is what a device shows of every group of the plan.
func shows(plan repair.Plan, device string) []string {
	var shown []string
	for _, g := range plan.Groups {
		for _, d := range g.Devices {
			if d.Device == device {
				shown = append(shown, fmt.Sprintln(g.ID, d.Before))
			}
		}
	}
	return shown
}

func TestAForgeryChangesNoCorrection(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	folders, err := filepath.Glob("../testdata/[ac]*/*")
	if err != nil || len(folders) < 2 {
		t.Fatalf("%v, %v", folders, err)
	}
	forms := forged.Forms()
	long := os.Getenv("GMMTOOL_LONG") != ""
	if long {
		forms = slices.Repeat(forms, 5)
	}
	kept := 0
	for i, folder := range folders {
		fsys := load(t, filepath.Join("..", filepath.Base(filepath.Dir(folder)), filepath.Base(folder)))
		scene, err := forged.NewScene(fsys, uint64(100+i))
		if err != nil {
			t.Fatal(err)
		}
		before := correct(t, fsys).Plan
		for j, form := range forms {
			if !long && (i+j)%3 != 0 {
				continue // each form in some cases
			}
			f, ok, err := scene.Forge(form)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				continue
			}
			after := correct(t, scene.With(f)).Plan
			name := fmt.Sprintf("%s: a %s as %s in the mailbox of %s", filepath.Base(folder), f.Form, f.As, f.Victim)
			targets, corrections := decided(before)
			newTargets, newCorrections := decided(after)
			if !slices.Equal(targets, newTargets) {
				t.Errorf("%s moves a target:\n%v\n%v", name, targets, newTargets)
			}
			for _, c := range after.Corrections {
				if f.Form != forged.StolenID && slices.Contains(c.GMMs, f.MessageID) {
					t.Errorf("%s is carried by a correction", name)
				}
			}
			if !slices.Equal(shows(before, f.Victim), shows(after, f.Victim)) {
				continue // its own client obeyed, and is to be healed
			}
			kept++
			if !slices.Equal(corrections, newCorrections) {
				t.Errorf("%s changes the corrections:\n%v\n%v", name, corrections, newCorrections)
			}
		}
	}
	if kept < len(folders) {
		t.Errorf("only %d forgeries left their victim's view as it was", kept)
	}
}

// A copy of a real message under another From and Message-ID lies in a mailbox, and
// its client does not take it: whoever has only that has missed the change all the
// same.
func TestACopyThatItsClientDoesNotTakeIsStillMissed(t *testing.T) {
	const removal = "case/alice/Maildir/cur/1795217627.M769815P23422Q104.lab!2," // of Doris by Bob; fiona never got it
	fsys := load(t, "../cases/two-releases")
	data := bytes.Replace(fsys[removal].Data, []byte("\nFrom: <bob@"), []byte("\nFrom: <carol@"), 1)
	data = bytes.Replace(data, []byte("\nMessage-ID: <6359"), []byte("\nMessage-ID: <0000"), 1)
	scene, err := forged.NewScene(fsys, 1)
	if err != nil {
		t.Fatal(err)
	}
	_, before := decided(correct(t, fsys).Plan)
	_, after := decided(correct(t, scene.With(forged.Forgery{Victim: "fiona", Data: data})).Plan)
	if !slices.Equal(before, after) {
		t.Errorf("the corrections change:\n%v\n%v", before, after)
	}
}
