package analyze_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

const (
	oldAnna, newAnna = "anna@old.example", "anna@new.example"
	linkedGroup      = "LinkedLinkedLinkedLinked"
)

// A linkedCase is the mailbox of "me", who is in a group with somebody who may
// be there twice.
type linkedCase struct {
	t     *testing.T
	files fstest.MapFS
	n     int
}

func newLinkedCase(t *testing.T, keyFiles ...string) *linkedCase {
	c := &linkedCase{t: t, files: fstest.MapFS{}}
	for _, name := range append(keyFiles, "me.secret") {
		c.files["case/me/keys/"+name+".asc"] = &fstest.MapFile{Data: c.read(name)}
	}
	return c
}

func (c *linkedCase) read(name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", "linked", name))
	if err != nil {
		c.t.Fatal(err)
	}
	return data
}

func (c *linkedCase) key(name string) *pgp.Key {
	keys, problems := pgp.ReadKeys(c.read(name), nil)
	if len(keys) != 1 {
		c.t.Fatal(problems)
	}
	return keys[0]
}

// write delivers a message of the group: sealed and signed by a key as an
// address, to me and others, with their keys if they are listed.
func (c *linkedCase) write(from, key, outerFrom string, others []string, keys ...string) {
	c.n++
	at := time.Date(2026, 3, 1, 10, c.n, 0, 0, time.UTC)
	to, times := "<me@home.example>", fmt.Sprint(at.Unix()-int64(c.n))
	for _, other := range others {
		to += ", <" + other + ">"
		times += " " + fmt.Sprint(at.Unix()-int64(c.n))
	}
	id := fmt.Sprintf("00000000-0000-4000-8000-%012d@localhost", c.n)
	header := fmt.Sprintf("From: <%s>\nTo: %s\nDate: %s\nMessage-ID: <%s>\nChat-Version: 1.0\nChat-Group-ID: %s\nChat-Group-Name: Choir\nChat-Group-Member-Timestamps: %s\n",
		from, to, at.Format(time.RFC1123Z), id, linkedGroup, times)
	if len(keys) > 0 {
		fingerprints := []string{string(c.key("me.secret").Fingerprint())}
		for _, name := range keys {
			fingerprints = append(fingerprints, string(c.key(name).Fingerprint()))
		}
		header += "Chat-Group-Member-Fpr: " + strings.Join(fingerprints, " ") + "\n"
	}
	header += "Autocrypt: addr=" + from + "; keydata=" + base64.StdEncoding.EncodeToString(c.key(key).Serialize()) + "\n"
	entity := strings.ReplaceAll(header+"Content-Type: text/plain; hp=\"cipher\"\n\nhello\n", "\n", "\r\n")
	sealed, err := pgp.Seal([]byte(entity), c.key(key), []*pgp.Key{c.key("me.secret")}, pgp.SealOptions{Time: at, Random: zeros{}})
	if err != nil {
		c.t.Fatal(err)
	}
	mail := fmt.Sprintf("Received: from a by b; %s\nFrom: <%s>\nTo: <me@home.example>\nMessage-ID: <%s>\nChat-Version: 1.0\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n"+
		"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n%s\n--b--\n", at.Format(time.RFC1123Z), outerFrom, id, sealed)
	c.files[fmt.Sprintf("case/me/INBOX/%03d.eml", c.n)] = &fstest.MapFile{Data: []byte(mail)}
}

// report gives the group and the codes of findings about persons in it.
func (c *linkedCase) report(rules string) (group analyze.Group, found []finding.Finding) {
	c.t.Helper()
	opts := evidence.Options{Rules: map[string]string{"": rules}}
	report := analyzeSources(c.t, opts, evidence.Source{Path: "case", FS: c.files, Name: "case"})
	if len(report.Groups) != 1 {
		c.t.Fatalf("%d groups", len(report.Groups))
	}
	for _, f := range report.Findings {
		if f.Code == finding.TwoAddresses || f.Code == finding.TwoKeys {
			found = append(found, f)
		}
	}
	return report.Groups[0], found
}

func TestOneKeyThatSpeaksForTwoMembersLinksThem(t *testing.T) {
	c := newLinkedCase(t)
	c.write(oldAnna, "anna.secret", oldAnna, []string{newAnna})
	c.write(newAnna, "anna.secret", newAnna, []string{oldAnna})
	group, found := c.report("1.160.0")
	if len(group.Linked) != 1 || !slices.Equal(group.Linked[0].Addresses, []string{newAnna, oldAnna}) ||
		!slices.Equal(group.Linked[0].Fingerprints, []string{string(c.key("anna.secret").Fingerprint())}) || len(group.Linked[0].MessageIDs) != 2 {
		t.Errorf("linked %+v", group.Linked)
	}
	if len(found) != 1 || found[0].Code != finding.TwoAddresses || len(found[0].Evidence) != 2 || found[0].Group != linkedGroup {
		t.Errorf("findings %+v", found)
	}
}

func TestNothingButProofLinksMembers(t *testing.T) {
	for name, build := range map[string]func(c *linkedCase){
		"only one of the addresses ever spoke": func(c *linkedCase) {
			c.write(oldAnna, "anna.secret", oldAnna, []string{newAnna})
		},
		"the other is the outer From of a replay": func(c *linkedCase) {
			c.write(oldAnna, "anna.secret", oldAnna, []string{newAnna})
			c.write(oldAnna, "anna.secret", newAnna, []string{newAnna})
		},
		"somebody else's key speaks for the other": func(c *linkedCase) {
			c.write(oldAnna, "anna.secret", oldAnna, []string{newAnna})
			c.write(newAnna, "mallory.secret", newAnna, []string{oldAnna})
		},
		"a stranger writes as a member who has a key of their own": func(c *linkedCase) {
			c.write(oldAnna, "anna.secret", oldAnna, []string{"mallory@evil.example"})
			c.write("mallory@evil.example", "mallory.secret", "mallory@evil.example", []string{oldAnna})
			c.write(oldAnna, "mallory.secret", oldAnna, []string{"mallory@evil.example"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newLinkedCase(t)
			build(c)
			if group, found := c.report("1.160.0"); len(group.Linked) > 0 || len(found) > 0 {
				t.Errorf("linked %+v, findings %+v", group.Linked, found)
			}
		})
	}
}

func TestAMemberUnderTwoKeysIsAFindingOnProof(t *testing.T) {
	both := []string{oldAnna, oldAnna}
	for name, c := range map[string]struct {
		keys     []string
		bothSign bool
		linked   int
		findings int
	}{
		"certified, but the new one never spoke": {[]string{"next-certified.public"}, false, 1, 0},
		"both keys wrote as the address":         {[]string{"next.public"}, true, 1, 1},
		"the other key is only listed":           {[]string{"next.public"}, false, 1, 0},
		"the old key certified the new one":      {[]string{"next-certified.public"}, true, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinkedCase(t, c.keys...)
			l.write(oldAnna, "anna.secret", oldAnna, both, "anna.secret", "next.secret")
			if c.bothSign {
				l.write(oldAnna, "next.secret", oldAnna, both, "anna.secret", "next.secret")
			}
			group, found := l.report("2.62.0")
			if len(group.Devices[0].Members) != 3 {
				t.Fatalf("the view is %+v", group.Devices[0].Members)
			}
			if len(group.Linked) != c.linked || len(found) != c.findings {
				t.Errorf("linked %+v, findings %+v", group.Linked, found)
			}
			if len(found) > 0 && (found[0].Reason == finding.KeyChanged) != (c.keys[0] == "next-certified.public") {
				t.Errorf("reason %q", found[0].Reason)
			}
			if len(found) > 0 && found[0].Code != finding.TwoKeys {
				t.Errorf("code %s", found[0].Code)
			}
		})
	}
}

func TestMergeOffIsReadFromTheCaseFile(t *testing.T) {
	for text, want := range map[string]bool{"merge: off\n": true, "merge: on\n": false, "": false, "merge: \"off\"\n": true} {
		fsys := fstest.MapFS{
			"case/case.yaml": &fstest.MapFile{Data: []byte(text + "devices:\n  - name: me\n")},
			"case/me/1.eml":  &fstest.MapFile{Data: []byte("From: a@example.org\n\nhello\n")},
		}
		c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, evidence.Options{})
		if err != nil || c.MergeOff() != want {
			t.Errorf("%q: %v, %v", text, c.MergeOff(), err)
		}
	}
	fsys := fstest.MapFS{"case/case.yaml": &fstest.MapFile{Data: []byte("merge: perhaps\ndevices: []\n")}}
	if _, err := evidence.Discover(t.Context(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, evidence.Options{}); err == nil {
		t.Error("merge: perhaps is taken")
	}
}
