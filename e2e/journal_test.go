package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// livesVariable names the environment variable that says where to keep the journal
// of each run, if anywhere.
const livesVariable = "GMMTOOL_E2E_LIVES"

// A journal notes what the people of a lab do and what its network does, in the form
// that gmmtool simulate --life plays.
type journal struct {
	mu      sync.Mutex
	Journal []deed     `json:"journal"`
	Network []delivery `json:"network"`
	groups  []group
	written bool
}

type deed struct {
	At      float64  `json:"at"` // unix seconds
	Op      string   `json:"op"`
	Device  string   `json:"device,omitempty"`
	Address string   `json:"address,omitempty"`
	Version string   `json:"version,omitempty"`
	Group   string   `json:"group,omitempty"`
	By      string   `json:"by,omitempty"`
	Who     string   `json:"who,omitempty"`
	Members []string `json:"members,omitempty"`
}

type delivery struct {
	At      float64 `json:"at"`
	Sender  string  `json:"sender"`
	To      string  `json:"to"`
	Verdict string  `json:"verdict"`
}

// done notes what was just done.
func (j *journal) done(d deed) {
	j.mu.Lock()
	defer j.mu.Unlock()
	d.At = unixNow()
	j.Journal = append(j.Journal, d)
}

func (j *journal) carried(r route, f fate) {
	j.mu.Lock()
	defer j.mu.Unlock()
	verdict := map[fate]string{delivered: "deliver", lost: "drop", held: "hold"}[f]
	j.Network = append(j.Network, delivery{unixNow(), r.from, r.to, verdict})
}

func unixNow() float64 { return float64(time.Now().UnixMilli()) / 1000 }

// checkReplay plays what happened so far in the simulation, which must end with the
// views that the clients show. It does so once in a lab: what corrects the views
// afterwards is not in the journal. Nor is it played if an account has two devices.
func (l *lab) checkReplay() {
	l.t.Helper()
	if l.journal.written || len(l.addresses()) < len(l.clients) {
		return
	}
	l.journal.written = true
	folder := filepath.Join(l.dir, "life")
	l.writeLife(folder)
	if err := l.equipment.user.own(folder); err != nil {
		l.t.Fatal(err)
	}
	if r := l.gmmtool("simulate", "--life", folder); r.code != nothingToReport {
		l.t.Errorf("the simulation ends with other views:\n%s%s", &r.stdout, &r.stderr)
	}
	if keep := os.Getenv(livesVariable); keep != "" {
		name := strings.NewReplacer("/", "-", " ", "-", ",", "").Replace(l.t.Name())
		if err := os.CopyFS(filepath.Join(keep, name), os.DirFS(folder)); err != nil {
			l.t.Error(err)
		}
	}
}

// writeLife writes the journal, and of each client what it shows.
func (l *lab) writeLife(folder string) {
	l.t.Helper()
	type shown struct {
		Name    string   `json:"name"`
		Members []string `json:"members"`
	}
	for _, c := range l.clients {
		truth := struct {
			Device  string  `json:"device"`
			Address string  `json:"address"`
			Core    release `json:"core"`
			Groups  []shown `json:"groups"`
		}{c.name, c.address, c.release, []shown{}}
		for _, g := range l.journal.groups {
			if members := g.view(c); members != nil {
				truth.Groups = append(truth.Groups, shown{g.name, members})
			}
		}
		l.writeJSON(filepath.Join(folder, c.name, "truth.json"), truth)
	}
	l.journal.mu.Lock()
	defer l.journal.mu.Unlock()
	l.writeJSON(filepath.Join(folder, "scenario.json"), l.journal)
}

func (l *lab) writeJSON(file string, v any) {
	l.t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		l.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
		l.t.Fatal(err)
	}
}
