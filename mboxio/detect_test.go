package mboxio

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestWhatIsNoArchive(t *testing.T) {
	tests := map[string]struct {
		files fstest.MapFS
		kind  error
	}{
		"an empty file":            {fstest.MapFS{"f": file("")}, ErrEmpty},
		"random bytes":             {fstest.MapFS{"f": file("\x8f\x00\x12\xfe\n\x00")}, ErrNotArchive},
		"a key":                    {fstest.MapFS{"f": file("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxsBN\n")}, ErrNotArchive},
		"json":                     {fstest.MapFS{"f": file("{\"from\": \"a\", \"date\": 1}\n")}, ErrNotArchive},
		"yaml":                     {fstest.MapFS{"f": file("devices:\n  alice: x\naddresses: y\n")}, ErrNotArchive},
		"a database":               {fstest.MapFS{"f": file("SQLite format 3\x00")}, ErrNotArchive},
		"a vCard":                  {fstest.MapFS{"f": file("BEGIN:VCARD\nVERSION:3.0\nFN:x\nEND:VCARD\n")}, ErrNotArchive},
		"a password":               {fstest.MapFS{"f": file("{SHA512-CRYPT}$6$x\n")}, ErrNotArchive},
		"a missing file":           {fstest.MapFS{}, fs.ErrNotExist},
		"a directory without mail": {fstest.MapFS{"f/readme.txt": file("hello\n")}, ErrNoMail},
		"compressed text":          {fstest.MapFS{"f": file(gzipped("hello\n"))}, ErrNotArchive},
		"cut gzip header":          {fstest.MapFS{"f": file("\x1f\x8b\x08\x00")}, ErrCompression},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := tryCollect(tt.files, "f", Options{Name: "dir/f"})
			var e *Error
			if !errors.Is(err, tt.kind) || !errors.As(err, &e) || e.Archive != "dir/f" {
				t.Errorf("error %v, want kind %v", err, tt.kind)
			}
			if kind, err := Detect(tt.files, "f"); kind.IsArchive() {
				t.Errorf("detected as %v, %v", kind, err)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"mbox":                         {fstest.MapFS{"f": file(sep1 + msg1)}, "mbox"},
		"mbox with one bare separator": {fstest.MapFS{"f": file("From \n" + msg1)}, "mbox"},
		"mbox that lost its beginning": {fstest.MapFS{"f": file("ost its beginning\n\n" + sep1 + msg1)}, "mbox"},
		"compressed mbox":              {fstest.MapFS{"f": file(zstded(sep1 + msg1))}, "mbox.zstd"},
		"message":                      {fstest.MapFS{"f": file(eml("x"))}, "eml"},
		"message of few fields":        {fstest.MapFS{"f": file("From: a@example.org\nSubject: x\n\ny\n")}, "eml"},
		"tar":                          {fstest.MapFS{"f": file(tarred(account("")))}, "tar"},
		"zip":                          {fstest.MapFS{"f": file(zipped(account("")))}, "zip"},
		"Maildir":                      {account("f"), "maildir"},
		"account without mail":         {fstest.MapFS{"f/dovecot-uidvalidity": file("1")}, "maildir"},
		"folder":                       {account("f/deep/Maildir"), "folder"},
		"keys":                         {fstest.MapFS{"f/a.asc": file("-----BEGIN PGP PUBLIC KEY BLOCK-----\n")}, "none"},
	} {
		kind, err := Detect(tt.files, "f")
		if err != nil || kind.String() != tt.want {
			t.Errorf("%s: %v, %v, want %s", name, kind, err, tt.want)
		}
	}
}
