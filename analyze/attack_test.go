package analyze_test

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/synthetic/forged"
)

const attacksDir = "../testdata/attacks"

// A scenario is what was done to a group life with attackers in it.
type scenario struct {
	Unknowable []struct {
		Device string `json:"device"`
		Group  string `json:"group"` // "*": all of them
		Why    string `json:"why"`
	} `json:"unknowable"`
	Attacks []struct {
		Kind      string   `json:"kind"`
		By        string   `json:"by"` // "keyless", "relay" or "insider"
		MessageID string   `json:"message_id"`
		ObeyedBy  []string `json:"obeyed_by"` // devices whose client changed its members at once
	} `json:"attacks"`
}

func readScenario(t *testing.T, folder string) scenario {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "scenario.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s scenario
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func attacks(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(attacksDir, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no attacks in %s: %v", attacksDir, err)
	}
	return folders
}

func TestUnderAttackEveryViewIsWhatTheRealClientShowed(t *testing.T) {
	for _, folder := range attacks(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			var unknowable []string
			for _, u := range readScenario(t, folder).Unknowable {
				if u.Group != "*" {
					t.Errorf("%s: a view that nobody can know: %s", u.Device, u.Why)
				}
				unknowable = append(unknowable, u.Device)
			}
			compareWithTruth(t, folder, analyzeFolder(t, folder, evidence.Options{Jobs: 2}), unknowable...)
		})
	}
}

func TestMailThatNobodyWroteIsReportedWithThoseWhoFollowedIt(t *testing.T) {
	for _, folder := range attacks(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			reported := map[string]finding.Finding{}
			for _, f := range analyzeFolder(t, folder, evidence.Options{Jobs: 2}).Findings {
				if f.Code == finding.Impersonation {
					reported[f.Message.ID] = f
				}
			}
			if len(reported) == 0 {
				t.Fatal("nothing is reported")
			}
			for _, attack := range readScenario(t, folder).Attacks {
				f, found := reported[attack.MessageID]
				delete(reported, attack.MessageID)
				switch {
				case attack.By == "keyless" && len(attack.ObeyedBy) > 0 && (!found || f.Severity != finding.Error || !slices.Equal(f.Followed, attack.ObeyedBy)):
					t.Errorf("%s was obeyed by %v, reported are %v as %s", attack.Kind, attack.ObeyedBy, f.Followed, f.Severity)
				case found && len(attack.ObeyedBy) == 0 && f.Severity == finding.Error:
					t.Errorf("%s was obeyed by nobody, reported are %v", attack.Kind, f.Followed)
				}
			}
			for id := range maps.Keys(reported) {
				t.Errorf("%s is honest mail", id)
			}
		})
	}
}

func TestAViewThatAForgeryMovedIsExplainedByIt(t *testing.T) {
	folder := filepath.Join(attacksDir, "forgeries-in-1.151")
	explained := map[string]bool{} // by device and forgery
	for _, f := range analyzeFolder(t, folder, evidence.Options{Jobs: 2}).Findings {
		for _, d := range f.Differences {
			if d.Reason == finding.ForgedHere {
				explained[f.Device+" "+d.Message.ID] = true
			}
		}
	}
	const strangersRemoval = "d5c3e3b0-2092-adc0-70f9-ed371fd5039d@localhost" // of carol; that nobody repaired
	for _, device := range []string{"carol", "doris", "fiona"} {
		if !explained[device+" "+strangersRemoval] {
			t.Errorf("what %s shows is not explained by it", device)
		}
	}
	hostile := map[string]bool{}
	for _, attack := range readScenario(t, folder).Attacks {
		hostile[attack.MessageID] = true
	}
	for by := range explained {
		if _, id, _ := strings.Cut(by, " "); !hostile[id] {
			t.Errorf("%s is honest mail", id)
		}
	}
}

func TestHonestMailIsNobodysForgery(t *testing.T) {
	for _, folder := range cases(t) {
		for _, f := range analyzeFolder(t, folder, evidence.Options{Jobs: 2}).Findings {
			if f.Code == finding.Impersonation || f.Code == finding.Disputed {
				t.Errorf("%s: %s: %+v", filepath.Base(folder), f.Code, f)
			}
		}
	}
}

// files loads a case folder into memory as "case".
func files(t *testing.T, folder string) fstest.MapFS {
	fsys := fstest.MapFS{}
	eachFile(t, folder, func(name string, data []byte) { fsys[path.Join("case", name)] = &fstest.MapFile{Data: data} })
	return fsys
}

// viewsBeside gives every device's members and past members of every group, but
// those of one device, and the targets.
func viewsBeside(report *analyze.Report, victim string) map[string][]string {
	views := map[string][]string{}
	for _, g := range report.Groups {
		var target []string
		for _, m := range g.Target.Members {
			target = append(target, m.Address)
		}
		views["all the mail of "+g.ID] = target
		for _, v := range g.Devices {
			if v.Device != victim {
				views[v.Device+" of "+g.ID] = slices.Concat(memberAddresses(v.Members), []string{"and past"}, pastAddresses(v.PastMembers))
			}
		}
	}
	return views
}

// Nobody needs to ask a client: those of the other devices never got the mail.
func TestMailInOneMailboxMovesNoOtherView(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	times := 1
	if long {
		times = 12
	}
	tried := map[forged.Form]int{}
	for i, folder := range slices.Concat(cases(t), attacks(t)) {
		fsys := files(t, folder)
		scene, err := forged.NewScene(fsys, uint64(i))
		if err != nil {
			t.Fatal(err)
		}
		before := analyzeSources(t, evidence.Options{Jobs: 2}, evidence.Source{Path: "case", FS: fsys, Name: "case"})
		for range times {
			for j, form := range forged.Forms() {
				if !long && (i+j)%2 != 0 {
					continue
				}
				f, ok, err := scene.Forge(form)
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					continue
				}
				tried[form]++
				after := analyzeSources(t, evidence.Options{Jobs: 2}, evidence.Source{Path: "case", FS: scene.With(f), Name: "case"})
				want, got := viewsBeside(before, f.Victim), viewsBeside(after, f.Victim)
				for _, of := range slices.Sorted(maps.Keys(want)) {
					if !slices.Equal(want[of], got[of]) {
						t.Errorf("%s: a %s as %s in the mailbox of %s moves %s from %v to %v", filepath.Base(folder), f.Form, f.As, f.Victim, of, want[of], got[of])
					}
					delete(got, of)
				}
				for of := range got {
					t.Errorf("%s: a %s as %s in the mailbox of %s makes %s", filepath.Base(folder), f.Form, f.As, f.Victim, of)
				}
			}
		}
	}
	for _, form := range forged.Forms() {
		if tried[form] < times {
			t.Errorf("%s was tried %d times", form, tried[form])
		}
	}
}
