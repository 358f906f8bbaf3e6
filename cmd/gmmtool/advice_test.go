package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
	"github.com/gmmtool/gmmtool/repair"
)

// TestEveryAdviceHelps follows each kind of advice that the program gives, on a case
// that calls for it, and looks again.
func TestEveryAdviceHelps(t *testing.T) {
	followed := map[repair.AdviceKind]func(*testing.T){
		repair.SendCorrection: func(t *testing.T) {
			c := bundled(t, "two-releases")
			c.expect(repair.SendCorrection, finding.ViewsDiffer)
			c.correctAndApply()
			c.expectNone(finding.ViewsDiffer)
		},
		repair.Decide: func(t *testing.T) {
			c := bundled(t, "before-keys", "alice", "doris")
			f := c.expect(repair.Decide, finding.Disputed)
			c.correctAndApply("--group", f.Group, "--drop", f.Subject)
			c.expectGone(f)
		},
		repair.GiveKey: func(t *testing.T) {
			c := bundled(t, "out-unawares", "alice", "doris")
			f := c.expect(repair.GiveKey, finding.ViewsDiffer)
			c.take("out-unawares", "carol") // a member, with mail and keys
			c.expectAdvice(f, repair.SendCorrection)
			c.correctAndApply()
			c.expectGone(f)
		},
		repair.WriteToGroup: func(t *testing.T) {
			c := lostAddition(t, "1.159")
			f := c.expect(repair.WriteToGroup, finding.ViewsDiffer)
			c.send(act{by: f.Advice.By, at: 900, times: true}, "alice", "bob")
			c.expectNone(finding.ViewsDiffer)
		},
		repair.ChangeByHand: func(t *testing.T) {
			c := lostAddition(t, "1.100")
			f := c.expect(repair.ChangeByHand, finding.ViewsDiffer)
			for i, who := range f.Advice.Add {
				c.send(act{by: f.Advice.By, removed: who, at: 900 + 100*i}, "alice", "bob")
				c.send(act{by: f.Advice.By, added: who, at: 950 + 100*i}, "alice", "bob")
			}
			c.expectNone(finding.ViewsDiffer)
		},
		repair.AddAgain: func(t *testing.T) {
			c := oneWord(t)
			f := c.expect(repair.AddAgain, finding.NonMemberChange)
			c.send(act{by: f.Advice.By, added: f.Advice.Add[0], at: 1500, times: true, members: []string{"alice", "bob", "carol"}}, "alice", "bob", "carol")
			if c.has(f, repair.AddAgain) {
				t.Errorf("%s is advised again", f.Advice.Text())
			}
		},
		repair.RepeatChange: func(t *testing.T) {
			c := oneWord(t)
			f := c.expect(repair.RepeatChange, finding.Disputed)
			c.send(act{by: f.Advice.By, added: f.Subject, at: 1500, times: true, members: []string{"alice", "carol", "dave"}}, "alice", "bob", "carol")
			c.expectGone(f)
		},
		repair.JoinAgain: func(t *testing.T) { // no command; correct knows nothing better
			c := bundled(t, "before-keys", "bob", "doris")
			c.args = append(c.args, "--rules", "1.100")
			f := c.expect(repair.JoinAgain, finding.ViewsDiffer)
			if plan := c.plan("--group", f.Group); !strings.Contains(strings.Join(plan.Groups[0].Unhealed, "\n"), f.Advice.Text()) {
				t.Errorf("correct says %q", plan.Groups[0].Unhealed)
			}
		},
		repair.NothingToDo: func(t *testing.T) {
			c := bundled(t, "out-unawares")
			f := c.expect(repair.NothingToDo, finding.NotReached)
			for _, g := range c.plan().Groups {
				for _, d := range g.Devices {
					if g.ID == f.Group && d.Device == f.Device && !slices.Equal(d.Before, d.After) {
						t.Errorf("%v becomes %v", d.Before, d.After)
					}
				}
			}
		},
	}
	for _, kind := range repair.AdviceKinds() {
		if followed[kind] == nil {
			t.Errorf("nobody follows %q", kind)
			continue
		}
		t.Run(string(kind), followed[kind])
	}
}

func TestMailMovedOutOfSpamIsRead(t *testing.T) {
	c := bundled(t, "two-releases")
	f := c.first(finding.InJunk)
	junk, err := filepath.Glob(filepath.Join(c.dir, f.Device, "Maildir", ".Junk", "*", "1*"))
	c.must(err)
	for _, file := range junk {
		c.must(os.Rename(file, filepath.Join(c.dir, f.Device, "Maildir", "cur", filepath.Base(file))))
	}
	c.expectGone(f)
}

func TestADeviceIsKnownOnceItsAddressIsGiven(t *testing.T) {
	c := oneWord(t)
	flags := c.args
	c.args = nil
	f := c.first(finding.UnknownOwner)
	c.args = flags
	c.expectGone(f)
}

// An advisedCase is a case folder and the flags it is read with.
type advisedCase struct {
	*testing.T
	dir  string
	args []string
	sent int
}

func bundled(t *testing.T, name string, devices ...string) *advisedCase {
	c := &advisedCase{T: t, dir: t.TempDir()}
	c.take(name, devices...)
	return c
}

// take copies devices of a bundled case, all if none is named.
func (c *advisedCase) take(name string, devices ...string) {
	c.Helper()
	from := filepath.Join("..", "..", "testdata", "cases", name)
	if len(devices) == 0 {
		c.must(os.CopyFS(c.dir, os.DirFS(from)))
	}
	for _, d := range devices {
		c.must(os.CopyFS(filepath.Join(c.dir, d), os.DirFS(filepath.Join(from, d))))
	}
}

func (c *advisedCase) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

// run runs the program and gives what it printed.
func (c *advisedCase) run(args ...string) []byte {
	c.Helper()
	p, stdout, stderr := newProcess(args...)
	p.now = func() time.Time { return time.Unix(1795300000, 0) }
	if code := p.run(context.Background()); code != exitClean && code != exitFindings {
		c.Fatalf("gmmtool %q: exit code %d: %s", args, code, stderr)
	}
	return stdout.Bytes()
}

func (c *advisedCase) findings() []finding.Finding {
	c.Helper()
	var report struct{ Findings []finding.Finding }
	c.must(json.Unmarshal(c.run(append([]string{"analyze", "-q", c.dir, "--format", "json"}, c.args...)...), &report))
	return report.Findings
}

// first gives the first finding of a code.
func (c *advisedCase) first(code finding.Code) finding.Finding {
	c.Helper()
	for _, f := range c.findings() {
		if f.Code == code {
			return f
		}
	}
	c.Fatalf("no %s", code)
	return finding.Finding{}
}

// expect gives the first finding of a code with a kind of advice.
func (c *advisedCase) expect(kind repair.AdviceKind, code finding.Code) finding.Finding {
	c.Helper()
	for _, f := range c.findings() {
		if f.Code == code && f.Advice != nil && f.Advice.Kind == kind {
			return f
		}
	}
	c.Fatalf("no %s calls for %s", code, kind)
	return finding.Finding{}
}

func (c *advisedCase) has(f finding.Finding, kind repair.AdviceKind) bool {
	c.Helper()
	return slices.ContainsFunc(c.findings(), func(g finding.Finding) bool {
		return g.ID == f.ID && (kind == "" || g.Advice != nil && g.Advice.Kind == kind)
	})
}

func (c *advisedCase) expectAdvice(f finding.Finding, kind repair.AdviceKind) {
	c.Helper()
	if !c.has(f, kind) {
		c.Errorf("%s does not call for %q", f.ID, kind)
	}
}

func (c *advisedCase) expectGone(f finding.Finding) {
	c.Helper()
	if c.has(f, "") {
		c.Errorf("%s is still there", f.ID)
	}
}

func (c *advisedCase) expectNone(code finding.Code) {
	c.Helper()
	for _, f := range c.findings() {
		if f.Code == code {
			c.Errorf("%s of %s is still there", f.Code, f.Device)
		}
	}
}

// plan is what correct would do.
func (c *advisedCase) plan(flags ...string) repair.Plan {
	c.Helper()
	out := filepath.Join(c.TempDir(), "fix")
	var plan repair.Plan
	c.must(json.Unmarshal(c.run(append(slices.Concat([]string{"correct", "-q", c.dir, "--out", out, "--format", "json"}, c.args), flags...)...), &plan))
	return plan
}

// correctAndApply writes corrections and puts them into the mailboxes of the case.
func (c *advisedCase) correctAndApply(flags ...string) {
	c.Helper()
	out := filepath.Join(c.TempDir(), "fix")
	c.run(append(slices.Concat([]string{"correct", "-q", c.dir, "--out", out}, c.args), flags...)...)
	apply := []string{"apply", out, "--yes"}
	devices, err := os.ReadDir(c.dir)
	c.must(err)
	for _, d := range devices {
		if !d.IsDir() {
			continue
		}
		box := filepath.Join(c.dir, d.Name(), "Maildir")
		for _, name := range []string{"cur", "new", "tmp"} {
			c.must(os.MkdirAll(filepath.Join(box, name), 0o700))
		}
		apply = append(apply, "--maildir", d.Name()+"@lab.example="+box)
	}
	c.run(apply...)
}

// An act is one plain message that a client sends to the group.
type act struct {
	by, added, removed string
	at                 int
	times              bool
	members            []string
}

// send puts a message into mailboxes.
func (c *advisedCase) send(a act, devices ...string) {
	c.Helper()
	const start = 1700000000
	c.sent++
	at := time.Unix(int64(start+a.at), 0).UTC()
	var to, times []string
	if a.members == nil {
		a.members = []string{"alice", "bob", "carol", "dave"}
	}
	for _, m := range a.members {
		if address := m + "@example.org"; address != a.by {
			to = append(to, address)
			times = append(times, fmt.Sprint(start+a.at))
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\nTo: %s\nDate: %s\nMessage-ID: <%d@example.org>\nChat-Version: 1.0\nChat-Group-ID: AbCdEfGhIjKl\nChat-Group-Name: Choir\n",
		a.by, strings.Join(to, ", "), at.Format(time.RFC1123Z), c.sent)
	if a.times {
		fmt.Fprintf(&b, "Chat-Group-Member-Timestamps: %s\n", strings.Join(times, " "))
	}
	if a.added != "" {
		fmt.Fprintf(&b, "Chat-Group-Member-Added: %s\n", a.added)
	}
	if a.removed != "" {
		fmt.Fprintf(&b, "Chat-Group-Member-Removed: %s\n", a.removed)
	}
	for _, d := range devices {
		c.must(os.MkdirAll(filepath.Join(c.dir, d), 0o700))
		box, err := os.OpenFile(filepath.Join(c.dir, d, "in.mbox"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		c.must(err)
		received := at.Add(time.Second)
		_, err = fmt.Fprintf(box, "From x %s\nReceived: from mx by mail.example.org; %s\n%sSubject: Choir\n\nhello\n\n", received.Format(time.ANSIC), received.Format(time.RFC1123Z), b.Bytes())
		c.must(err)
		c.must(box.Close())
	}
}

// plainCase is a case of devices with their addresses, by the rules of a release.
func plainCase(t *testing.T, rules string, devices ...string) *advisedCase {
	c := &advisedCase{T: t, dir: t.TempDir(), args: []string{"--rules", rules}}
	for _, d := range devices {
		c.args = append(c.args, "--address", d+"="+d+"@example.org")
	}
	return c
}

// lostAddition is a group in which bob never learnt of dave. Alice could sign, but
// nobody knows bob's key.
func lostAddition(t *testing.T, rules string) *advisedCase {
	c := plainCase(t, rules, "alice", "bob")
	times := rules == "1.159"
	c.send(act{by: "alice@example.org", at: 0, times: times, members: []string{"alice", "bob", "carol"}}, "alice", "bob")
	c.send(act{by: "alice@example.org", at: 600, times: times, added: "dave@example.org"}, "alice")
	secret, _, err := pgptest.Generate(pgptest.Draft{Name: "Alice", Addresses: []string{"alice@example.org"}, Created: time.Unix(1600000000, 0), Random: rand.NewChaCha8([32]byte{1})})
	c.must(err)
	c.must(os.Mkdir(filepath.Join(c.dir, "alice", "keys"), 0o700))
	c.must(os.WriteFile(filepath.Join(c.dir, "alice", "keys", "private.asc"), secret, 0o600))
	return c
}

// oneWord is a group from which bob was removed without hearing of it, and to which
// he then added dave: his word alone, and nobody's key is there.
func oneWord(t *testing.T) *advisedCase {
	c := plainCase(t, "1.159", "alice", "bob", "carol")
	c.send(act{by: "alice@example.org", at: 0, times: true, members: []string{"alice", "bob", "carol"}}, "alice", "bob", "carol")
	c.send(act{by: "alice@example.org", at: 600, removed: "bob@example.org", members: []string{"alice", "carol"}}, "alice", "carol")
	c.send(act{by: "bob@example.org", at: 1200, times: true, added: "dave@example.org"}, "alice", "bob", "carol")
	return c
}
