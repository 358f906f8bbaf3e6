package mboxio

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	mbox := sep1 + msg1
	tests := map[string]struct {
		files fstest.MapFS
		want  []string
	}{
		"mbox files, one by one":         {files("d/a.mbox", mbox, "d/Junk.mbox", mbox, "d/notes.txt", "hello"), []string{"d/Junk.mbox mbox", "d/a.mbox mbox"}},
		"an mbox whatever its name":      {files("d/x/alice", mbox), []string{"d/x/alice mbox"}},
		"a compressed mbox and a tar":    {files("d/a.gz", gzipped(mbox), "d/b", tarred(files("x", mbox))), []string{"d/a.gz mbox.gzip", "d/b tar"}},
		"a Maildir":                      {files("d/cur/1", msg1), []string{"d maildir"}},
		"a Maildir in a folder":          {files("d/x/Maildir/cur/1", msg1, "d/x/Maildir/.Junk/cur/2", msg2), []string{"d/x/Maildir maildir"}},
		"a Maildir that lost its cur":    {files("d/dovecot-uidlist", "3 V1 N1"), []string{"d maildir"}},
		"a folder of .eml files":         {files("d/x/1.eml", msg1, "d/x/sub/2.eml", msg2), []string{"d/x folder"}},
		"Apple Mail":                     {files("d/V10/INBOX.mbox/U/Data/1/Messages/1.emlx", "5\nhello"), []string{"d/V10 folder"}},
		"an export of Apple Mail":        {files("d/INBOX.mbox/mbox", mbox, "d/Junk.mbox/mbox", mbox), []string{"d folder"}},
		"Thunderbird":                    {files("d/ImapMail/h/INBOX", mbox, "d/ImapMail/h/INBOX.msf", "x", "d/ImapMail/h/INBOX.sbd/A.sbd/B", mbox), []string{"d/ImapMail/h folder"}},
		"MH":                             {files("d/inbox/1", msg1, "d/inbox/10", msg2, "d/inbox/.mh_sequences", "cur: 1"), []string{"d/inbox folder"}},
		"MH without sequences":           {files("d/inbox/1", msg1, "d/inbox/,3", msg2), []string{"d/inbox folder"}},
		"Cyrus":                          {files("d/user/1.", msg1, "d/user/cyrus.header", "x"), []string{"d/user folder"}},
		"what skip leaves out":           {files("d/keys/a.mbox", mbox, "d/a.mbox", mbox), []string{"d/a.mbox mbox"}},
		"no mail":                        {files("d/a.txt", "hello", "d/b.vcf", "BEGIN:VCARD\n", "d/c.pdf", "%PDF-1.4"), nil},
		"deeper than people nest":        {files("d/"+strings.Repeat("x/", 20)+"a.mbox", mbox), []string{"d/" + strings.Repeat("x/", 20) + "a.mbox mbox"}},
		"a file named like a number":     {files("d/2024", mbox, "d/notes", "x"), []string{"d/2024 mbox"}},
		"files named like years, mboxes": {files("d/2023", mbox, "d/2024", mbox), []string{"d folder"}},
	}
	skip := func(name string, e fs.DirEntry) bool { return e.IsDir() && path.Base(name) == "keys" }
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found, failed := Find(context.Background(), tt.files, "d", skip)
			var have []string
			for _, f := range found {
				have = append(have, f.Path+" "+f.Kind.String())
			}
			if diff := cmp.Diff(tt.want, have); diff != "" || len(failed) > 0 {
				t.Errorf("%s\nfailed: %v", diff, failed)
			}
		})
	}
}

func TestFindSaysWhereItStopped(t *testing.T) {
	_, failed := Find(context.Background(), files("d/"+strings.Repeat("x/", maxDepth+2)+"a.mbox", sep1+msg1), "d", nil)
	if len(failed) != 1 || !errors.Is(failed[0], ErrTooDeep) || !strings.HasPrefix(failed[0].Member, "x/x/") {
		t.Errorf("failed: %v", failed)
	}
}

func TestFoldersAreNamedAsPeopleSeeThem(t *testing.T) {
	mbox := sep1 + msg1
	tests := map[string]struct {
		name, content string
		want          string
	}{
		"Apple export":              {"Junk.mbox/mbox", mbox, "Junk"},
		"Apple store":               {"V10/INBOX.mbox/B/Data/1/Messages/1.emlx", "73\n" + msg1, "INBOX"},
		"Apple store with account":  {"Mail/V9/01234567-89AB-CDEF-0123-456789ABCDEF/[Gmail].mbox/Spam.mbox/U/Data/Messages/1.emlx", "73\n" + msg1, "[Gmail]/Spam"},
		"Thunderbird":               {"Profiles/ab12.default-release/ImapMail/imap.example.org/INBOX.sbd/Projects.sbd/Crew", mbox, "INBOX/Projects/Crew"},
		"Thunderbird, inbox":        {"ImapMail/imap.example.org/INBOX", mbox, "INBOX"},
		"Thunderbird, local":        {"Mail/Local Folders/Archives.sbd/2023", mbox, "Archives/2023"},
		"Thunderbird Maildir":       {"Mail/Local Folders/Inbox.sbd/Junk/cur/1767261700.eml", msg1, "INBOX/Junk"},
		"offlineimap, dotted":       {"[Gmail].Spam/cur/1", msg1, "[Gmail]/Spam"},
		"offlineimap, a name's dot": {"INBOX.chess.com/cur/1", msg1, "INBOX/chess.com"},
		"a folder named Mail":       {"Mail/work/a.mbox", mbox, "Mail/work/a"},
		"MH":                        {"inbox/lists/12", msg1, "inbox/lists"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all, _ := collect(t, files("d/"+tt.name, tt.content, "d/other/cur/x", msg1), "d", Options{})
			for _, g := range all {
				if g.Folder == tt.want {
					return
				}
			}
			t.Errorf("folder %q, want %q", all[0].Folder, tt.want)
		})
	}
}

func TestMHFoldersGiveWhatIsNotDeleted(t *testing.T) {
	all, _ := collect(t, files("d/inbox/1", msg1, "d/inbox/10", msg1, "d/inbox/2", msg2, "d/inbox/,3", msg2, "d/other/,x.eml", msg1), "d", Options{})
	var have []string
	for _, g := range all {
		have = append(have, g.Member)
	}
	if diff := cmp.Diff([]string{"inbox/1", "inbox/2", "inbox/10", "other/,x.eml"}, have); diff != "" {
		t.Error(diff)
	}
}
