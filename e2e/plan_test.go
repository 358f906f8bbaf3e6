package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// A plan is what the tests read of plan.json.
type plan struct {
	dir         string
	Groups      []plannedGroup
	Corrections []struct {
		File, From string
		Recipients []string
		NotBefore  time.Time `json:"not_before"` // zero for at once
	}
}

type plannedGroup struct {
	Name    string
	Devices []struct {
		Device string
		After  []string
	}
	Unhealed []string
}

// correct lets gmmtool plan with these flags what all mailboxes need as they
// are now, and reads the plan.
func (l *lab) correct(flags ...string) plan {
	l.t.Helper()
	dir, err := os.MkdirTemp(l.dir, "corrections-")
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.equipment.user.own(dir); err != nil {
		l.t.Fatal(err)
	}
	p := plan{dir: filepath.Join(dir, "fix")}
	l.gmmtool(append([]string{"correct", l.export(), "--out", p.dir, "--passphrase-file", l.passphrase}, flags...)...).mustExit(l.t, somethingFound)
	data, err := os.ReadFile(filepath.Join(p.dir, "plan.json"))
	if err != nil {
		l.t.Fatal(err)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		l.t.Fatal(err)
	}
	if len(p.Corrections) == 0 {
		l.t.Fatalf("the plan has no corrections:\n%s", data)
	}
	return p
}

// of is what is planned for the group.
func (p plan) of(g group) plannedGroup {
	g.lab.t.Helper()
	for _, planned := range p.Groups {
		if planned.Name == g.name {
			return planned
		}
	}
	g.lab.t.Fatalf("the plan says nothing about %q", g.name)
	return plannedGroup{}
}

// after is what the plan says each device will show.
func (p plannedGroup) after() map[string][]string {
	predicted := map[string][]string{}
	for _, d := range p.Devices {
		predicted[d.Device] = d.After
	}
	return predicted
}

// awaitDue waits until all corrections may be delivered.
func (p plan) awaitDue() {
	for _, c := range p.Corrections {
		time.Sleep(time.Until(c.NotBefore))
	}
}
