package mboxio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func eml(id string) string {
	return "Received: from a by b; Thu, 1 Jan 2026 10:00:00 +0100\nMessage-ID: <" + id + "@example.org>\nDate: Thu, 1 Jan 2026 09:00:00 +0000\n\n" + id + "\n"
}

// account is a Maildir++ tree as Dovecot keeps it, below the directory prefix.
func account(prefix string) fstest.MapFS {
	p := func(name string) string { return path.Join(prefix, name) }
	stamp := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	files := fstest.MapFS{
		p("dovecot-uidlist"):                           file("3 V1700000000 N9 G00\n1 :1700000009.M1P1.h,S=9\n2 :1700000001.M1P1.h:2,S\n"),
		p("dovecot-uidvalidity"):                       file("65537f00"),
		p("dovecot.index.cache"):                       file("\x01\x02From x"),
		p("password"):                                  file("secret: From: Date: x\n"),
		p("cur/1700000009.M1P1.h,S=9:2,FS"):            file(eml("uid1")),
		p("cur/1700000001.M1P1.h:2,"):                  file(eml("uid2")),
		p("new/1700000005.M7P1.h"):                     file(eml("new")),
		p("tmp/1700000006.M1P1.h"):                     file(eml("tmp")),
		p(".Junk/cur/1700000002.M1P1.h!2,S"):           file(gzipped(eml("junk"))),
		p(".Junk/maildirfolder"):                       file(""),
		p(".Archive.2023/cur/1700000003.M1P1.h;2,T"):   file(eml("old")),
		p(".Entw&APw-rfe/new/1700000004.M1P1.h%3A2,D"): file(eml("draft")),
		p(".Entw&APw-rfe/tmp/x"):                       file(""),
	}
	for _, f := range files {
		f.ModTime = stamp
	}
	return files
}

func summaryOf(all []got) (out []string) {
	for _, g := range all {
		a := g.Arrival
		out = append(out, fmt.Sprintf("%s %s %s uid=%d/%d %s:%d %s", g.Member, g.Folder, g.Flags, a.UIDValidity, a.UID, a.TimeBasis, a.Time.Unix(), a.Basis))
	}
	return out
}

func TestMaildirTree(t *testing.T) {
	all, sum := collect(t, account("m"), "m", Options{Name: "/mail"})
	want := []string{
		"cur/1700000009.M1P1.h,S=9:2,FS INBOX FS uid=1700000000/1 maildir-name:1700000009 imap-uid",
		"cur/1700000001.M1P1.h:2, INBOX  uid=1700000000/2 maildir-name:1700000001 imap-uid",
		"new/1700000005.M7P1.h INBOX  uid=0/0 maildir-name:1700000005 maildir-name",
		".Archive.2023/cur/1700000003.M1P1.h;2,T Archive/2023 T uid=0/0 maildir-name:1700000003 maildir-name",
		".Entw&APw-rfe/new/1700000004.M1P1.h%3A2,D Entwürfe D uid=0/0 maildir-name:1700000004 maildir-name",
		".Junk/cur/1700000002.M1P1.h!2,S Junk S uid=0/0 maildir-name:1700000002 maildir-name",
	}
	if diff := cmp.Diff(want, summaryOf(all)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if sum.DefectCount > 0 || sum.Dialect != "maildir" || sum.Messages != 6 {
		t.Errorf("%+v", sum)
	}
	if all[5].Raw != eml("junk") {
		t.Errorf("a compressed message must come decompressed: %q", all[5].Raw)
	}
}

func TestFolderLayouts(t *testing.T) {
	m := func(names ...string) fstest.MapFS {
		out := fstest.MapFS{}
		for _, n := range names {
			out[n] = file(eml("x"))
		}
		return out
	}
	tests := map[string]struct {
		files fstest.MapFS
		want  []string
	}{
		"layout fs":                   {m("cur/1", "Archive/cur/2", "Archive/2023/cur/3"), []string{"INBOX", "Archive", "Archive/2023"}},
		"mbsync Verbatim":             {m("Inbox/cur/1", "Sent/cur/2"), []string{"INBOX", "Sent"}},
		"mbsync Legacy":               {m("top/cur/1", "top/.sub/cur/2", "top/.sub/.deep/cur/3"), []string{"INBOX", "sub", "sub/deep"}},
		"mailbox_directory_name":      {m("cur/1", "Sent/Mails/cur/2", "Archive/2023/Mails/cur/3"), []string{"INBOX", "Archive/2023", "Sent"}},
		"Maildir below a device":      {m("Maildir/cur/1", "Maildir/.Junk/cur/2"), []string{"INBOX", "Junk"}},
		"INBOX without mail":          {m(".DeltaChat/cur/2"), []string{"DeltaChat"}},
		"two accounts":                {m("a/Maildir/cur/1", "b/Maildir/cur/2", "b/Maildir/.Junk/cur/3"), []string{"a/INBOX", "b/INBOX", "b/Junk"}},
		"eml and mbox files":          {fstest.MapFS{"x/2.eml": file(eml("a")), "x/10.eml": file(eml("b")), "Junk.mbox": file(sep1 + msg1), "notes.txt": file("hello\n")}, []string{"Junk", "x", "x"}},
		"an mbox without its name":    {fstest.MapFS{"mail/sent": file(sep1 + msg1)}, []string{"mail/sent"}},
		"a Maildir with stray mboxes": {fstest.MapFS{"cur/1": file(eml("a")), "old.mbox": file(sep1 + msg1)}, []string{"INBOX"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all, sum := collect(t, tt.files, ".", Options{})
			var have []string
			for _, g := range all {
				have = append(have, g.Folder)
			}
			if diff := cmp.Diff(tt.want, have); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if sum.DefectCount > 0 {
				t.Errorf("defect: %v", sum.Defects[0])
			}
		})
	}
}

func TestNumberedFilesComeInTheOrderOfTheirNumbers(t *testing.T) {
	all, _ := collect(t, fstest.MapFS{"10.eml": file(eml("ten")), "9.eml": file(eml("nine"))}, ".", Options{})
	if len(all) != 2 || all[0].Member != "9.eml" {
		t.Errorf("%+v", summaryOf(all))
	}
	if a := all[0].Arrival; a.Basis != BasisReceived || a.Time.Format(time.RFC3339) != "2026-01-01T09:00:00Z" {
		t.Errorf("arrival %+v", a)
	}
}

func TestSynchroniserUIDs(t *testing.T) {
	own, other := "11111111111111111111111111111111", "22222222222222222222222222222222"
	all, _ := collect(t, fstest.MapFS{
		".uidvalidity": file("1700000000\n9\n"),
		"cur/1700000001_1.1.h,U=5,FMD5=" + own + ":2,S":   file(eml("a")),
		"cur/1700000002_1.1.h,U=3,FMD5=" + own + ":2,S":   file(eml("b")),
		"cur/1700000000_1.1.h,U=1,FMD5=" + other + ":2,S": file(eml("moved here")),
	}, ".", Options{})
	var have []string
	for _, g := range all {
		have = append(have, fmt.Sprint(g.Arrival.UID, " ", g.Arrival.Basis))
	}
	if diff := cmp.Diff([]string{"3 imap-uid", "5 imap-uid", "0 maildir-name"}, have); diff != "" {
		t.Error(diff)
	}
}

func TestAppleMail(t *testing.T) {
	body := eml("apple")
	plist := "<?xml version=\"1.0\"?>\n<plist><dict>\n\t<key>date-received</key>\n\t<integer>1767261600</integer>\n\t<key>flags</key>\n\t<integer>8590195713</integer>\n</dict></plist>\n"
	all, sum := collect(t, fstest.MapFS{"INBOX.mbox/0A/Data/Messages/42.emlx": file(fmt.Sprintf("%-10d\n%s%s", len(body), body, plist))}, ".", Options{})
	if len(all) != 1 || sum.DefectCount > 0 {
		t.Fatalf("%d messages, %v", len(all), sum.Defects)
	}
	g := all[0]
	if g.Raw != body || g.Offset != 11 || g.Folder != "INBOX" || g.Flags != "S" || g.Dialect != DialectEMLX {
		t.Errorf("%+v", g)
	}
	if g.Arrival.TimeBasis != BasisAppleNote || g.Arrival.Time.Unix() != 1767261600 {
		t.Errorf("%+v", g.Arrival)
	}
}

func TestDamagedTrees(t *testing.T) {
	whole := gzipped(strings.Repeat(eml("cut"), 300))
	files := fstest.MapFS{
		"cur/1":           file(eml("good")),
		"cur/2":           file(""),
		"cur/3":           file("\x00\x01\x02 random\n"),
		"cur/4":           file(whole[:len(whole)*2/3]),
		"cur/5,S=5000:2,": file(eml("short")),
		"cur/6":           file("\x04\x22\x4d\x18 lz4"),
		"cur/7":           file("\x28\xb5\x2f\xfd broken"),
		"cur/8":           file("Subject: cut in the hea"),
	}
	all, sum := collect(t, files, ".", Options{Name: "m"})
	var have []string
	for _, d := range sum.Defects {
		for _, kind := range []error{ErrEmpty, ErrNotMail, ErrCompression, ErrShort, ErrUnsupported, ErrTruncated} {
			if errors.Is(d, kind) {
				have = append(have, d.File()+" "+kind.Error())
			}
		}
	}
	want := []string{
		"m/cur/2 file is empty", "m/cur/3 not a mail message", "m/cur/4 compressed data is damaged",
		"m/cur/5,S=5000:2, file is shorter than its name says", "m/cur/6 compression is not supported",
		"m/cur/7 compressed data is damaged", "m/cur/8 message ends before its header does",
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var members []string
	for _, g := range all {
		members = append(members, g.Member)
	}
	if diff := cmp.Diff([]string{"cur/1", "cur/4", "cur/5,S=5000:2,", "cur/8"}, members); diff != "" {
		t.Errorf("what can be read is still given out: %s", diff)
	}
}

// denied refuses to open one file.
type denied struct {
	fstest.MapFS
	name string
}

func (d denied) Open(name string) (fs.File, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func TestUnreadableFileIsADefect(t *testing.T) {
	fsys := denied{fstest.MapFS{"cur/1": file(eml("a")), "cur/2": file(eml("b"))}, "cur/1"}
	n := 0
	sum, err := Walk(context.Background(), fsys, ".", Options{Name: "m"}, take, func(got) error { n++; return nil })
	if err != nil || n != 1 || len(sum.Defects) != 1 {
		t.Fatalf("%v, %d messages, %v", err, n, sum.Defects)
	}
	if d := sum.Defects[0]; !errors.Is(d, ErrRead) || !errors.Is(d, fs.ErrPermission) || d.File() != "m/cur/1" {
		t.Errorf("%v", d)
	}
}

func TestUIDsClaimedTwiceOrderNothing(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"names": files("m/cur/1775324679.R1.h,U=1:2,S", msg1, "m/cur/1775324678.R2.h,U=2:2,S", msg1, "m/cur/1775324677.R3.h,U=2:2,S", msg2),
		"a list and a copy": files("m/dovecot-uidlist", "3 V1 N4\n1 :1775324679.M1P1.h\n2 :1775324677.M3P3.h\n",
			"m/cur/1775324679.M1P1.h:2,S", msg1, "m/cur/1775324677.M3P3.h:2,S", msg1, "m/new/1775324677.M3P3.h", msg2),
	} {
		t.Run(name, func(t *testing.T) {
			all, sum := collect(t, fsys, "m", Options{})
			if len(sum.Notes) != 1 || sum.Notes[0].Text != noteUIDTwice || len(sum.Defects) != 0 || len(all) != 3 {
				t.Errorf("%d messages, notes %v, defects %v", len(all), sum.Notes, sum.Defects)
			}
			for i, g := range all {
				if g.Arrival.UID != 0 || g.Arrival.Basis != BasisMaildirName || i > 0 && g.Arrival.Time.Before(all[i-1].Arrival.Time) {
					t.Errorf("message %d: %+v", i, g.Arrival)
				}
			}
		})
	}
}
