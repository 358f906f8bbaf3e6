package analyze_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// The group of testdata/cases/two-releases the attacks go against: carol, erin
// and fiona are in it, alice and bob are out. Fiona's removal of bob lies in
// carol's Junk.
const (
	attacked      = "KPZi6GGerlTAoPRNXxIHcbBW"
	attackedCase  = "two-releases"
	missedRemoval = "d95b0cc8-1dac-46eb-af44-b0410846b423@localhost"
)

// forger writes mail with the keys of the case.
type forger struct {
	t      *testing.T
	keys   map[string]*pgp.Key // by device
	files  map[string][]byte   // the same, as armored
	alone  bool                // do not seal to the signer, too
	to     []string            // the devices sealed mail names as recipients
	n      int
	reader string // whom sealed mail is sealed to
	signer string // whose key signs instead of the sender's, "" for the sender's own
	date   string
}

func newForger(t *testing.T) *forger {
	f := &forger{t: t, keys: map[string]*pgp.Key{}, files: map[string][]byte{}, reader: "carol", to: []string{"carol", "erin", "fiona"}, date: "Fri, 20 Nov 2026 23:40:00 +0000"}
	files, err := filepath.Glob(filepath.Join(casesDir, attackedCase, "*", "keys", "private*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no keys: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		keys, problems := pgp.ReadKeys(data, nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		device := filepath.Base(filepath.Dir(filepath.Dir(file)))
		f.keys[device], f.files[device] = keys[0], data
	}
	return f
}

// id is a fresh Message-ID.
func (f *forger) id() string {
	f.n++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d@localhost", f.n)
}

// sealed is a message signed by one device's key to carol, with more fields
// outside and inside.
func (f *forger) sealed(by, outside, inside, body string) string {
	id := f.id()
	entity := strings.ReplaceAll(fmt.Sprintf("From: <%s@lab.example>\nTo: <%s@lab.example>\n"+
		"Date: %s\nMessage-ID: <%s>\nChat-Version: 1.0\nChat-Group-ID: %s\nChat-Group-Name: Group 1\n%s%s",
		by, strings.Join(f.to, "@lab.example>, <"), f.date, id, attacked, inside, body), "\n", "\r\n")
	at, signer := time.Unix(1795218000, 0), cmp.Or(f.signer, by)
	data, err := pgp.Seal([]byte(entity), f.keys[signer], []*pgp.Key{f.keys[f.reader]}, pgp.SealOptions{Time: at, Random: zeros{}, AllowExpired: true})
	if f.alone {
		data, err = pgptest.Seal([]byte(entity), f.files[signer], at, zeros{}, f.files[f.reader])
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return fmt.Sprintf("From: <%s@lab.example>\nTo: \"hidden-recipients\": ;\nMessage-ID: <%s>\nChat-Version: 1.0\n%s"+
		"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n"+
		"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n%s\n--b--\n", by, id, outside, data)
}

const plainText = "Content-Type: text/plain; hp=\"cipher\"\n\nhello\n"

// attaching is the body of a correction that carries these messages.
func attaching(messages ...string) string {
	body := "Chat-Group-Member-Correction: 1\nContent-Type: multipart/mixed; boundary=c; hp=\"cipher\"\n\n--c\nContent-Type: text/plain\n\nhello\n"
	for i, m := range messages {
		body += fmt.Sprintf("--c\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=\"%d.eml\"\n\n%s\n", i, strings.ReplaceAll(m, "\r\n", "\n"))
	}
	return body + "--c--\n"
}

// zeros is a source of no randomness: the messages of a test need no secrecy.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// deliver analyzes the case with one more message in carol's inbox.
func deliver(t *testing.T, message string) *analyze.Report {
	return deliverAt(t, message, time.Time{})
}

func deliverAt(t *testing.T, message string, now time.Time) *analyze.Report {
	fsys := fstest.MapFS{}
	folder := filepath.Join(casesDir, attackedCase)
	eachFile(t, folder, func(name string, data []byte) { fsys[path.Join("case", name)] = &fstest.MapFile{Data: data} })
	if message != "" {
		fsys["case/carol/Maildir/cur/1795218100.M1P1Q999.lab!2,"] = &fstest.MapFile{Data: []byte(message), Mode: fs.ModePerm}
	}
	return analyzeAt(t, now, evidence.Options{Jobs: 1}, evidence.Source{Path: "case", FS: fsys, Name: "case"})
}

// because asks for a finding with this reason.
func because(reason finding.Reason) func(finding.Finding) bool {
	return func(f finding.Finding) bool { return f.Reason == reason }
}

func TestWhatIsOddIsFound(t *testing.T) {
	f := newForger(t)
	toDoris, byAlice, ahead := newForger(t), newForger(t), newForger(t)
	toDoris.reader, byAlice.signer, ahead.date = "doris", "alice", "Sat, 21 Nov 2026 09:00:00 +0000"
	tests := []struct {
		name    string
		message string
		now     time.Time
		code    finding.Code
		device  string
		told    func(finding.Finding) bool
	}{
		{"mail the device has no key for", toDoris.sealed("fiona", "", "", plainText), time.Time{}, finding.Undecryptable, "carol", because(finding.NoKey)},
		{"mail cut inside its armor", f.sealed("fiona", "", "", plainText)[:900], time.Time{}, finding.Undecryptable, "carol", because(finding.Damaged)},
		{"mail signed by another's key", byAlice.sealed("fiona", "", "", plainText), time.Time{}, finding.BadSignature, "", because(finding.OtherKey)},
		{"mail from the future", ahead.sealed("fiona", "", "", plainText), time.Time{}, finding.ClockOff, "", because(finding.AheadOfDelivery)},
		{"one Message-ID, two contents", "From: <fiona@lab.example>\nMessage-ID: <" + missedRemoval + ">\nChat-Version: 1.0\n\nother\n", time.Time{}, finding.ConflictingID, "", func(f finding.Finding) bool { return f.Message.ID == missedRemoval }},
		{"a list gone stale", "", time.Unix(1795218000, 0).Add(61 * 24 * time.Hour), finding.StaleList, "carol", because(finding.StaleNow)},
		{"a GMM in Junk", "", time.Time{}, finding.InJunk, "carol", func(f finding.Finding) bool { return f.Folder == "Junk" }},
		{"a view that differs", "", time.Time{}, finding.ViewsDiffer, "carol", func(f finding.Finding) bool {
			return len(f.Differences) == 1 && f.Differences[0].Subject == "bob@lab.example" && f.Differences[0].How == finding.Extra && f.Differences[0].Reason == finding.FiledAsSpam
		}},
		{"a GMM with another list", "", time.Time{}, finding.ListMismatch, "alice", func(f finding.Finding) bool { return !slices.Equal(f.Listed, f.Shown) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := deliverAt(t, test.message, test.now)
			for _, found := range report.Findings {
				if found.Code == test.code && found.Device == test.device && test.told(found) {
					if len(found.Evidence) == 0 || found.Evidence[0].SHA256 == "" {
						t.Errorf("without evidence: %+v", found)
					}
					return
				}
			}
			t.Errorf("not found among %d findings", len(report.Findings))
		})
	}
}

func TestAnalysisChangesNoArchive(t *testing.T) {
	folder := filepath.Join(casesDir, attackedCase)
	hash := func() string {
		h := sha256.New()
		eachFile(t, folder, func(name string, data []byte) { fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(data)) })
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	before := hash()
	analyzeFolder(t, folder, evidence.Options{Jobs: 2})
	if hash() != before {
		t.Error("the case is not what it was")
	}
}

func TestNoForgeryMovesAViewTheClientWouldHaveKept(t *testing.T) {
	f := newForger(t)
	signed := unwrapped(t, f, missedRemoval)
	tests := []struct {
		name    string
		message string
		code    finding.Code
	}{
		{"a plain removal", "From: <fiona@lab.example>\nTo: <carol@lab.example>\nMessage-ID: <1@x>\nDate: Fri, 20 Nov 2026 23:40:00 +0000\n" +
			"Chat-Version: 1.0\nChat-Group-ID: " + attacked + "\nChat-Group-Name: Group 1\nChat-Group-Member-Removed: erin@lab.example\n\nhello\n", finding.Unsigned},
		{"a removal by somebody who is out", f.sealed("alice", "", "Chat-Group-Member-Removed: erin@lab.example\n", plainText), finding.NonMemberChange},
		{"a message of somebody who is out", f.sealed("alice", "", "", plainText), finding.UnknownSender},
		{"a removal outside the protection", f.sealed("fiona", "Chat-Group-Member-Removed: erin@lab.example\nChat-Group-Past-Members: <erin@lab.example>\n", "", plainText), finding.Unprotected},
		{"a removal under another's name", strings.ReplaceAll(f.sealed("alice", "", "Chat-Group-Member-Removed: erin@lab.example\n", plainText),
			"From: <alice@", "From: <fiona@"), ""},
		{"a correction that carries an unsigned removal", f.sealed("erin", "", "", attaching("From: <fiona@lab.example>\nMessage-ID: <2@x>\nChat-Version: 1.0\nChat-Group-ID: "+
			attacked+"\nChat-Group-Name: Group 1\nChat-Group-Member-Removed: bob@lab.example\n\nhello\n")), finding.CorrectionRefused},
		{"a correction that carries an altered removal", f.sealed("erin", "", "", attaching(strings.Replace(signed, "bob@lab.example", "tom@lab.example", 1))), finding.CorrectionRefused},
		{"a correction inside a correction", f.sealed("erin", "", "", attaching("Subject: inner\nChat-Group-ID: "+attacked+"\n"+
			strings.NewReplacer("boundary=c;", "boundary=d;", "--c\n", "--d\n", "--c--", "--d--").Replace(attaching(signed)))), finding.CorrectionRefused},
		{"a correction that is not sealed", "From: <erin@lab.example>\nTo: <carol@lab.example>\nMessage-ID: <3@x>\nChat-Version: 1.0\nChat-Group-ID: " + attacked +
			"\nChat-Group-Name: Group 1\n" + attaching(signed), finding.CorrectionRefused},
	}
	before := findView(deliver(t, ""), "carol", attacked)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := deliver(t, test.message)
			after := findView(report, "carol", attacked)
			if !slices.Equal(memberAddresses(before.Members), memberAddresses(after.Members)) {
				t.Errorf("members are %v, were %v", memberAddresses(after.Members), memberAddresses(before.Members))
			}
			found := slices.ContainsFunc(report.Findings, func(f finding.Finding) bool { return f.Code == test.code && f.Group == attacked })
			if test.code != "" && !found {
				t.Errorf("no finding %q", test.code)
			}
		})
	}
}

func TestACorrectionBringsAMissedRemoval(t *testing.T) {
	f := newForger(t)
	report := deliver(t, f.sealed("erin", "", "", attaching(unwrapped(t, f, missedRemoval))))
	view := findView(report, "carol", attacked)
	if got := strings.Join(memberAddresses(view.Members), " "); got != "carol@lab.example erin@lab.example fiona@lab.example" {
		t.Errorf("members are %s", got)
	}
	last := view.History[len(view.History)-1]
	if last.MessageID != missedRemoval || !last.Applied || !strings.Contains(last.Where, "in the correction") {
		t.Errorf("last step is %+v", last)
	}
}

// unwrapped takes a sealed GMM of the case out of its seal, as a correction
// attaches it.
func unwrapped(t *testing.T, f *forger, messageID string) string {
	var found string
	eachFile(t, filepath.Join(casesDir, attackedCase), func(name string, data []byte) {
		if !strings.Contains(name, "/cur/") || !strings.Contains(string(data), messageID) {
			return
		}
		sealed, ok := gmm.Sealed(data)
		if !ok {
			return
		}
		opened, err := pgp.Open(sealed, pgp.NewRing(f.keys["bob"], f.keys["carol"], f.keys["erin"]), nil, pgp.Options{})
		if err != nil {
			return
		}
		signature, err := opened.DetachedSignature()
		if err != nil {
			t.Fatal(err)
		}
		found = "From: <fiona@lab.example>\r\nMessage-ID: <" + messageID + ">\r\nChat-Version: 1.0\r\n" +
			"Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\r\n\r\n--s\r\n" + string(opened.Plain) +
			"\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + string(signature) + "\r\n--s--\r\n"
	})
	if found == "" {
		t.Fatalf("%s is nowhere in the case", messageID)
	}
	return found
}
