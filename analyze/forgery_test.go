package analyze_test

import (
	"fmt"
	"io/fs"
	"maps"
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
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

const removesBob, removesErin = "Chat-Group-Member-Removed: bob@lab.example\n", "Chat-Group-Member-Removed: erin@lab.example\n"

// plain is a message that anyone could have written, in the name of a device.
func (f *forger) plain(as, date, id, change string) string {
	return fmt.Sprintf("From: <%s@lab.example>\nTo: <carol@lab.example>, <fiona@lab.example>\nDate: %s\nMessage-ID: <%s>\n"+
		"Chat-Version: 1.0\nChat-Group-ID: %s\nChat-Group-Name: Group 1\n%s\nhello\n", as, date, id, attacked, change)
}

// stranger makes a key for an address and lets it sign from now on.
func (f *forger) stranger(address string) *forger {
	secret, _, err := pgptest.Generate(pgptest.Draft{Name: "x", Addresses: []string{address}, Created: time.Unix(1795200000, 0), Random: zeros{}})
	if err != nil {
		f.t.Fatal(err)
	}
	keys, problems := pgp.ReadKeys(secret, nil)
	if len(problems) > 0 {
		f.t.Fatal(problems)
	}
	f.keys["stranger"], f.files["stranger"], f.signer = keys[0], secret, "stranger"
	return f
}

// state is the lists clients from 2.0 merge by: all recipients are members since
// now, and past is not.
func (f *forger) state(past ...string) string {
	times, fprs := "", ""
	for _, name := range slices.Concat(f.to, past) {
		times += " 1795217990"
		fprs += " " + string(f.keys[name].Fingerprint())
	}
	lists := fmt.Sprintf("Chat-Group-Member-Timestamps:%s\nChat-Group-Member-Fpr:%s\n", times, fprs)
	if len(past) > 0 {
		lists += "Chat-Group-Past-Members: <" + strings.Join(past, "@lab.example>, <") + "@lab.example>\n"
	}
	return lists
}

// stolen is a forger with a member's key, who seals to one reader and not, as all
// clients do, to the signer.
func stolen(t *testing.T, reader string, to ...string) *forger {
	f := newForger(t)
	f.reader, f.to, f.alone = reader, to, true
	return f
}

// moved names the devices whose view of any group differs between two reports, and
// "target" if what all the mail adds up to does; and those that get other rules.
func moved(before, after *analyze.Report) []string {
	names := map[string]bool{}
	was, is := viewsBeside(before, ""), viewsBeside(after, "")
	for _, of := range slices.Concat(slices.Collect(maps.Keys(was)), slices.Collect(maps.Keys(is))) {
		if slices.Equal(was[of], is[of]) {
			continue
		}
		name, _, _ := strings.Cut(of, " of ")
		if name == "all the mail" {
			name = "target"
		}
		names[name] = true
	}
	for i := range before.Devices {
		if before.Devices[i].Rules != after.Devices[i].Rules {
			names[before.Devices[i].Device+"'s rules"] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// One mail for each thing that must not be taken for granted about another device.
func TestOneForgedMailMovesOnlyItsReader(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	const now, inTenYears = "Fri, 20 Nov 2026 23:40:00 +0000", "Sat, 24 May 2036 00:00:00 +0000"
	held := idHeldBy(t, "doris")
	tests := []struct {
		name    string
		box     string // whose mailbox it is put into
		message string
		emptied string // whose mailbox is empty
		moves   []string
		code    finding.Code // of a finding about it
	}{
		{"a plain removal as erin, whose client writes none", "carol", newForger(t).plain("erin", now, "1@x", removesBob), "", nil, finding.Impersonation},
		{"a plain removal as erin, newer than all her mail", "carol", newForger(t).plain("erin", inTenYears, "2@x", removesBob), "", nil, finding.Impersonation},
		{
			"lists with fiona's stolen key, sealed to carol and not to fiona", "carol",
			func() string {
				f := stolen(t, "carol", "carol", "erin")
				return f.sealed("fiona", "", f.state("bob"), plainText)
			}(),
			"", []string{"carol"}, finding.Impersonation,
		},
		{
			"lists with carol's stolen key, sealed to fiona alone, while erin's mailbox is empty", "fiona",
			func() string {
				f := stolen(t, "fiona", "bob", "erin", "fiona")
				return f.sealed("carol", "", f.state(), plainText)
			}(),
			"erin", []string{"fiona"}, finding.Impersonation,
		},
		{
			"a stranger's correction that carries a removal carol missed", "carol",
			func() string {
				f := newForger(t)
				signed := unwrapped(t, f, missedRemoval)
				return f.stranger("mallory@lab.example").sealed("mallory", "", "", attaching(signed))
			}(), "", nil, finding.BadSignature,
		},
		{"plain mail as doris under the id of mail doris got", "bob", newForger(t).plain("doris", now, held, removesErin), "", nil, finding.ConflictingID},
		{
			"lists in carol's own name, signed by a stranger's key for her address", "carol",
			func() string {
				f := newForger(t)
				lists := f.state("bob")
				return f.stranger("carol@lab.example").sealed("carol", "", lists, plainText)
			}(), "", nil, finding.BadSignature,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := files(t, filepath.Join(casesDir, attackedCase))
			for name := range before {
				if test.emptied != "" && strings.HasPrefix(name, "case/"+test.emptied+"/Maildir/") && strings.Contains(name, "/cur/") {
					delete(before, name)
				}
			}
			after := maps.Clone(before)
			after["case/"+test.box+"/Maildir/cur/1795218100.M1P1Q999.lab!2,"] = &fstest.MapFile{Data: []byte(test.message), Mode: fs.ModePerm}
			read := func(fsys fs.FS) *analyze.Report {
				return analyzeSources(t, evidence.Options{Jobs: 1}, evidence.Source{Path: "case", FS: fsys, Name: "case"})
			}
			was, is := read(before), read(after)
			if got := moved(was, is); !slices.Equal(got, test.moves) {
				t.Errorf("moves %v, want %v", got, test.moves)
			}
			found := func(r *analyze.Report) (n int) {
				for _, f := range r.Findings {
					if f.Code == test.code {
						n++
					}
				}
				return n
			}
			if test.code != "" && found(is) <= found(was) {
				t.Errorf("no finding %q", test.code)
			}
		})
	}
}

// idHeldBy is the Message-ID of the first mail in a device's inbox.
func idHeldBy(t *testing.T, device string) string {
	var first string
	eachFile(t, filepath.Join(casesDir, attackedCase), func(name string, data []byte) {
		if _, after, found := strings.Cut(string(data), "\nMessage-ID: <"); found && first == "" && strings.HasPrefix(name, device+"/Maildir/cur/") && strings.Contains(string(data), "multipart/encrypted") {
			first, _, _ = strings.Cut(after, ">")
		}
	})
	if first == "" {
		t.Fatal("no mail")
	}
	return first
}
