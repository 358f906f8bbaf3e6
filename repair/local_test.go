package repair_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/repair"
)

func correctWith(t *testing.T, name string, opts repair.Options) (*repair.Result, error) {
	t.Helper()
	if opts.Now.IsZero() {
		opts.Now = afterwards
	}
	return rebuild(t, load(t, name)).correct(opts)
}

func TestOneDeviceAloneTellsOthersOfItsOwnView(t *testing.T) {
	for _, tc := range []struct {
		name, caseName, device, group string
		target                        []string
		heals                         []string // devices that show the target only afterwards
	}{
		{"it noticed a list that lacks somebody", "kept-nowhere", "bob", "Group 2",
			[]string{"alice@lab.example", "bob@lab.example", "carol@lab.example", "doris@lab.example", "erin@lab.example"},
			[]string{"alice", "carol", "doris", "erin"}},
		{"it noticed a list that lacks somebody and told a device that still has another", "lost-and-spam", "doris", "Group 2",
			[]string{"alice@lab.example", "bob@lab.example", "carol@lab.example", "doris@lab.example"}, []string{"alice", "bob"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			result, err := correctWith(t, tc.caseName, repair.Options{As: tc.device})
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Plan.Corrections) != 1 {
				t.Fatalf("%d corrections", len(result.Plan.Corrections))
			}
			c := result.Plan.Corrections[0]
			if c.From != tc.device+"@lab.example" || !strings.HasPrefix(c.Why, tc.device+" noticed: ") {
				t.Errorf("from %s: %s", c.From, c.Why)
			}
			for _, group := range result.Plan.Groups {
				if group.Name != tc.group {
					continue
				}
				if !slices.Equal(group.Target, tc.target) {
					t.Errorf("target %v", group.Target)
				}
				for _, device := range group.Devices {
					if slices.Contains(tc.heals, device.Device) && (slices.Equal(device.Before, tc.target) || !slices.Equal(device.After, tc.target)) {
						t.Errorf("%s: before %v, after %v", device.Device, device.Before, device.After)
					}
				}
			}
		})
	}
}

func TestOneDeviceAloneSpeaksAsAVariantOfTheProtocolHasIt(t *testing.T) {
	for _, tc := range []struct {
		name, caseName, device string
		toSender, onAny        bool
		recipients             []string // of each correction, the local parts
		noticed                string   // whose list, in the first
	}{
		{"to all", "lost-and-spam", "doris", false, false, []string{"alice bob carol doris"}, "bob"},
		{"to each sender by themselves", "lost-and-spam", "doris", true, false, []string{"bob doris", "carol doris"}, "bob"},
		{"on additions and removals alone", "before-keys", "alice", true, false, []string{"alice gert"}, "gert"},
		{"on any message", "before-keys", "alice", true, true, []string{"alice fiona", "alice gert"}, "fiona"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			result, err := correctWith(t, tc.caseName, repair.Options{As: tc.device, ToSender: tc.toSender, OnAny: tc.onAny})
			if err != nil {
				t.Fatal(err)
			}
			var recipients, ids []string
			for _, c := range result.Plan.Corrections {
				recipients = append(recipients, strings.ReplaceAll(strings.Join(c.Recipients, " "), "@lab.example", ""))
				ids = append(ids, c.MessageID)
			}
			if !slices.Equal(recipients, tc.recipients) {
				t.Errorf("to %q, want %q", recipients, tc.recipients)
			}
			slices.Sort(ids)
			if n := len(slices.Compact(ids)); n != len(recipients) {
				t.Errorf("%d Message-IDs for %d corrections", n, len(recipients))
			}
			if want := tc.device + " noticed: the list " + tc.noticed + "@lab.example sent"; len(recipients) > 0 && !strings.HasPrefix(result.Plan.Corrections[0].Why, want) {
				t.Errorf("%s; want %s", result.Plan.Corrections[0].Why, want)
			}
		})
	}
}

func TestWhoIsNotToldIsForTheToldToTell(t *testing.T) {
	result, err := correctWith(t, "kept-nowhere", repair.Options{As: "bob", ToSender: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range result.Plan.Groups {
		for _, device := range group.Devices {
			after := slices.Equal(device.After, group.Target)
			left := slices.ContainsFunc(group.Unhealed, func(u string) bool { return strings.HasPrefix(u, device.Device+" is not told by bob: ") })
			if group.Name == "Group 2" && slices.Contains(group.Target, device.Device+"@lab.example") && after == left {
				t.Errorf("%s shows the target: %t, is left to others: %t", device.Device, after, left)
			}
		}
	}
}

func TestOneDeviceAloneUsesOnlyKeysItKnows(t *testing.T) {
	result, err := correctWith(t, "before-keys", repair.Options{As: "alice"})
	if err != nil {
		t.Fatal(err)
	}
	unreachable := false
	for _, group := range result.Plan.Groups {
		unreachable = unreachable || slices.Contains(group.Unreachable, "bob@lab.example") // it never met bob's key
	}
	if !unreachable || len(result.Plan.Corrections) != 1 {
		t.Errorf("plan: %+v", result.Plan)
	}
	for _, c := range result.Plan.Corrections {
		if slices.Contains(c.Recipients, "bob@lab.example") {
			t.Errorf("sealed to a key the device does not have: %v", c.Recipients)
		}
	}
}

func TestADeviceThatNoticedNothingWritesNothing(t *testing.T) {
	result, err := correctWith(t, "kept-nowhere", repair.Options{As: "alice"})
	if err != nil || !result.Healthy() {
		t.Errorf("%v: %+v", err, result.Plan.Corrections)
	}
}

func TestWhatCannotBeChosenIsAnErrorOfItsKind(t *testing.T) {
	for name, tc := range map[string]struct {
		opts repair.Options
		kind error
	}{
		"a device the case does not have": {repair.Options{As: "mallory"}, repair.ErrNoDevice},
		"a group nobody has":              {repair.Options{Groups: []string{"Group 9"}}, repair.ErrNoGroup},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := correctWith(t, "kept-nowhere", tc.opts); !errors.Is(err, tc.kind) {
				t.Errorf("error %v, want %v", err, tc.kind)
			}
		})
	}
}

func TestAGroupThatIsNamedGetsACorrectionInAnyCase(t *testing.T) {
	result, err := correctWith(t, "kept-nowhere", repair.Options{Groups: []string{"Group 1"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Plan.Corrections) != 1 || len(result.Plan.Groups) != 1 {
		t.Fatalf("plan: %+v", result.Plan)
	}
	for _, device := range result.Plan.Groups[0].Devices {
		if !slices.Equal(device.Before, device.After) {
			t.Errorf("%s: before %v, after %v", device.Device, device.Before, device.After)
		}
	}
}

func TestOldReleasesAreToldWhenTheyWillListen(t *testing.T) {
	// The last change of the case is seconds old: releases before 1.154 follow
	// no list for two minutes.
	soon, err := correctWith(t, "without-times", repair.Options{Now: lastOf(t, "without-times").Add(2 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	later, err := correctWith(t, "without-times", repair.Options{Now: lastOf(t, "without-times").Add(3 * time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	waits := 0
	for _, c := range soon.Plan.Corrections {
		if c.NotBefore != nil {
			waits++
		}
	}
	if waits == 0 {
		t.Errorf("no correction waits: %+v", soon.Plan.Corrections)
	}
	for _, c := range later.Plan.Corrections {
		if c.NotBefore != nil {
			t.Errorf("%s waits until %v", c.File, c.NotBefore)
		}
	}
	for i, group := range soon.Plan.Groups {
		for j, device := range group.Devices {
			if !slices.Equal(device.After, later.Plan.Groups[i].Devices[j].After) {
				t.Errorf("%s on %s: %v after the wait, %v later", group.Name, device.Device, device.After, later.Plan.Groups[i].Devices[j].After)
			}
		}
	}
}

// lastOf is the time of the newest chat message of a case.
func lastOf(t *testing.T, name string) time.Time {
	t.Helper()
	return time.Unix(rebuild(t, load(t, name)).histories.Until, 0)
}

func TestReleasesThatFollowNoListAreSaidWhatToDoByHand(t *testing.T) {
	opts := evidence.Options{Jobs: 2, Rules: map[string]string{"": "1.100"}}
	result, err := rebuildWith(t, load(t, "without-times"), opts).correct(repair.Options{Now: afterwards})
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range result.Plan.Groups[0].Unhealed {
		if !strings.Contains(sentence, "only additions and removals one by one") || !strings.Contains(sentence, "add them again") && !strings.Contains(sentence, "remove them again") {
			t.Error(sentence)
		}
	}
	if len(result.Plan.Groups[0].Unhealed) == 0 {
		t.Error("nothing is unhealed")
	}
}

func TestADeviceThatCannotBeReadCausesNoCorrections(t *testing.T) {
	fsys := load(t, "two-releases")
	for name := range fsys {
		if strings.HasPrefix(name, "case/alice/keys/") {
			delete(fsys, name)
		}
	}
	result := correct(t, fsys)
	if len(result.Plan.Corrections) != 2 {
		t.Errorf("%d corrections", len(result.Plan.Corrections))
	}
	ids := map[string]bool{}
	for _, c := range result.Plan.Corrections {
		if ids[c.MessageID] {
			t.Errorf("%s is planned twice", c.MessageID)
		}
		ids[c.MessageID] = true
	}
	for _, group := range result.Plan.Groups {
		if slices.ContainsFunc(group.Devices, func(d repair.Device) bool { return d.Device == "alice" }) || !slices.Contains(group.Unknown, "alice") || len(group.Unhealed) > 0 {
			t.Errorf("%s: devices %v, unknown %v, unhealed %v", group.Name, group.Devices, group.Unknown, group.Unhealed)
		}
	}
}
