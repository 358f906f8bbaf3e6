package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Exit codes of gmmtool.
const (
	nothingToReport = 0
	somethingFound  = 1
)

// A run is one run of gmmtool that has ended.
type run struct {
	args           []string
	code           int
	stdout, stderr bytes.Buffer
}

// gmmtool runs the program as the system user.
func (l *lab) gmmtool(args ...string) *run {
	l.t.Helper()
	r := &run{args: args}
	cmd := l.equipment.user.command(l.equipment.gmmtool, args...)
	cmd.Stdout, cmd.Stderr = &r.stdout, &r.stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		l.t.Fatal(err)
	}
	r.code = cmd.ProcessState.ExitCode()
	return r
}

// mustExit ends the test if the exit code is none of the wanted ones.
func (r *run) mustExit(t testing.TB, codes ...int) *run {
	t.Helper()
	if !slices.Contains(codes, r.code) {
		t.Fatalf("gmmtool %s: exit code %d, not %v\n%s%s", strings.Join(r.args, " "), r.code, codes, &r.stdout, &r.stderr)
	}
	return r
}

// An analysis is what the tests read of `gmmtool analyze --format json`.
type analysis struct {
	run      *run
	Groups   []rebuiltGroup
	Findings []finding
}

type finding struct {
	Code, Device, Text string
	Evidence           []evidence
}

// evidence is a message or, where it names a table, a row of a database.
type evidence struct{ Archive, Table string }

type rebuiltGroup struct {
	ID, Name   string
	Consistent bool
	Target     struct{ Members []member }
	Devices    []struct {
		Device  string
		Members []member
	}
}

type member struct{ Address string }

// of is the group as gmmtool rebuilt it.
func (a analysis) of(t testing.TB, g group) rebuiltGroup {
	t.Helper()
	for _, rebuilt := range a.Groups {
		if rebuilt.Name == g.name {
			return rebuilt
		}
	}
	t.Fatalf("no group %q: %+v", g.name, a.Groups)
	return rebuiltGroup{}
}

// members are the addresses that gmmtool says a client shows, sorted.
func (r rebuiltGroup) members(c *client) []string {
	for _, d := range r.Devices {
		if d.Device == c.name {
			return addressesOf(d.Members)
		}
	}
	return nil
}

func (r rebuiltGroup) target() []string { return addressesOf(r.Target.Members) }

func addressesOf(members []member) []string {
	var list []string
	for _, m := range members {
		list = append(list, m.Address)
	}
	slices.Sort(list)
	return list
}

// analyze analyses all mailboxes as they are now.
func (l *lab) analyze() analysis {
	l.t.Helper()
	a := analysis{run: l.gmmtool("analyze", l.export(), "--format", "json", "--passphrase-file", l.passphrase).mustExit(l.t, nothingToReport, somethingFound)}
	if err := json.Unmarshal(a.run.stdout.Bytes(), &a); err != nil {
		l.t.Fatal(err)
	}
	return a
}

// checkViewDiffers wants a finding that says that a device shows or misses
// somebody, because the message that would have told it never arrived; of a client's
// database, because the client never read it.
func (a analysis) checkViewDiffers(t testing.TB, device, subject *client) {
	t.Helper()
	a.run.mustExit(t, somethingFound)
	for _, f := range a.Findings {
		if f.Code == "views-differ" && f.Device == device.name && strings.Contains(f.Text, subject.address) && (strings.Contains(f.Text, "never arrived") || strings.Contains(f.Text, "never read")) {
			return
		}
	}
	t.Errorf("no finding says that %s never heard of %s: %+v", device.name, subject.address, a.Findings)
}

// consistent says whether all devices of the group show the same.
func (a analysis) consistent(g group) bool {
	for _, seen := range a.Groups {
		if seen.Name == g.name {
			return seen.Consistent
		}
	}
	return false
}
