package analyze_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/internal/report"
)

// fuzzedReleases are one of each era that reads or decides differently.
var fuzzedReleases = []string{"1.0.0-beta.20", "1.25", "1.70", "1.104", "1.121", "1.124", "1.136", "1.139", "1.151", "1.154", "1.160", "2.20", "2.62"}

// mailSeparator stands between the messages of a fuzzed life.
const mailSeparator = "\n=====\n"

// FuzzAnalyze makes of any bytes the mail of two devices with real keys, reads it,
// rebuilds the histories by the rules of any release, and reports. The first byte
// chooses the release, the first of each message whose mailbox it lies in. Laws:
// nothing panics, the buckets add up, the report can be written in every format,
// evidence that went through its serialised form gives the same bytes, and so do
// two jobs.
//
// Fuzz with -fuzzminimizetime 1x: making each find smaller takes longer than it is
// worth.
func FuzzAnalyze(f *testing.F) {
	keys := []*pgp.Ring{fuzzKey(f, "alice"), fuzzKey(f, "bob")}
	for _, seed := range fuzzSeeds(f) {
		for i := range fuzzedReleases {
			f.Add(append([]byte{byte(i)}, seed...))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v := fuzzedEvidence(data, keys)
		one := reportWith(t, v, 1)
		if two := reportWith(t, v, 2); one != two {
			t.Errorf("one job gives\n%s\ntwo give\n%s", one, two)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var again evidence.Evidence
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		if serialised := reportWith(t, &again, 1); one != serialised {
			t.Errorf("the evidence gives\n%s\nits serialised form gives\n%s", one, serialised)
		}
	})
}

func fuzzKey(f *testing.F, device string) *pgp.Ring {
	files, err := filepath.Glob(filepath.Join(casesDir, "two-releases", device, "keys", "private*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no key of %s: %v", device, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		f.Fatal(err)
	}
	read, problems := pgp.ReadKeys(data, nil)
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	return pgp.NewRing(read...)
}

// fuzzSeeds are short lives: plain mail of each kind, and sealed mail of a real
// client.
func fuzzSeeds(f *testing.F) [][]byte {
	mail := func(box, header string) string {
		return box + "From: <alice@lab.example>\nDate: Fri, 20 Nov 2026 23:40:00 +0000\nChat-Version: 1.0\nChat-Group-ID: abcdefghijk\nChat-Group-Name: Crew\n" + header + "\n\nhello\n"
	}
	created := mail("b", "To: <bob@lab.example>, <carol@lab.example>\nMessage-ID: <1@localhost>")
	lives := []string{
		created + mailSeparator + mail("a", "To: <bob@lab.example>\nMessage-ID: <2@localhost>\nChat-Group-Member-Removed: carol@lab.example\nIn-Reply-To: <1@localhost>"),
		created + mailSeparator + mail("b", "To: <bob@lab.example>, <carol@lab.example>\nMessage-ID: <3@localhost>\nChat-Group-Member-Added: carol@lab.example\nReferences: <1@localhost> <9@localhost>"),
		created + mailSeparator + mail("b", "To: <bob@lab.example>, nobody, <carol@lab.example>\nMessage-ID: <4@localhost>\nChat-Group-Past-Members: <dan@lab.example>\n"+
			"Chat-Group-Member-Timestamps: 1795217379 1795217380 1795217381 1795217382\nChat-Group-Member-Fpr: 23B5969B3AC7D63114FE6BB26E0EBCD0BFDA8DE8"),
		created + mailSeparator + mail("b", "To: <bob@lab.example>\nMessage-ID: <1@localhost>\nChat-Group-Name-Changed: Crew\nChat-Group-Member-Correction: 1\nContent-Type: multipart/mixed; boundary=c") +
			"--c\nContent-Type: message/rfc822\n\n" + created[1:] + "--c--\n",
	}
	var seeds [][]byte
	for _, life := range lives {
		seeds = append(seeds, []byte(life))
	}
	files, err := filepath.Glob(filepath.Join(casesDir, "two-releases", "alice", "Maildir", "cur", "*"))
	if err != nil || len(files) < 3 {
		f.Fatalf("no mail: %v", err)
	}
	for _, file := range files[:3] {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, append([]byte("a"), data...))
	}
	return seeds
}

// fuzzedEvidence is what the mail of alice and bob says.
func fuzzedEvidence(data []byte, keys []*pgp.Ring) *evidence.Evidence {
	v := &evidence.Evidence{Schema: evidence.Schema, Devices: make([]evidence.Device, 2)}
	rules := release.Latest
	if len(data) > 0 {
		rules, _ = release.Parse(fuzzedReleases[int(data[0])%len(fuzzedReleases)])
		data = data[1:]
	}
	all := pgp.NewRing(append(keys[0].Keys(), keys[1].Keys()...)...)
	for i, name := range []string{"alice", "bob"} {
		v.Devices[i] = evidence.Device{Name: name, Path: name, Addresses: []string{name + "@lab.example"}, Rules: rules, RulesSet: true}
		for _, key := range keys[i].Keys() {
			v.Devices[i].Keys = append(v.Devices[i].Keys, evidence.OwnKey{Fingerprint: key.Fingerprint()})
		}
	}
	reader := &gmm.Reader{}
	for n, raw := range bytes.Split(data, []byte(mailSeparator)) {
		box := 0
		if len(raw) > 0 {
			box, raw = int(raw[0]+1)%2, raw[1:]
		}
		d := &v.Devices[box]
		d.Events = append(d.Events, &evidence.Event{Device: d.Name, Folder: "INBOX", Place: evidence.Place{Archive: d.Name, Offset: int64(n), InFile: true},
			Arrival: evidence.Arrival{Basis: evidence.BasisPosition, Position: int64(n + 1)}, Message: reader.Read(raw, gmm.Keys{Own: keys[box], Others: all})})
		v.Messages++
	}
	v.Certificates = evidence.Certificates{Ring: pgp.NewRing(append(all.Keys(), reader.Certificates()...)...)}
	v.Verify()
	return v
}

func reportWith(t *testing.T, v *evidence.Evidence, jobs int) string {
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	result := analyze.NewReport(v, hs)
	sum := 0
	for _, n := range result.Counts {
		sum += n
	}
	if sum != result.Messages {
		t.Errorf("%d messages, %d counted", result.Messages, sum)
	}
	for _, format := range report.Formats() {
		if err := report.Write(io.Discard, result, format, report.Style{}); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
	text, err := json.Marshal(result)
	if err != nil && !strings.Contains(err.Error(), "year outside of range") {
		t.Fatal(err)
	}
	return string(text)
}
