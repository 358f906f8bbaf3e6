package mboxio

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMaildirNames(t *testing.T) {
	tests := map[string]struct {
		name, base, flags string
		seconds           int64
		micros            int32
		size              int64
		uid               uint32
	}{
		"Dovecot on a chatmail relay": {"1775324677.M448978P3029757.exam,S=3235,W=3305:2,S", "1775324677.M448978P3029757.exam,S=3235,W=3305", "S", 1775324677, 448978, 3235, 0},
		"Windows":                     {"1775324677.M1P2.host!2,FS", "1775324677.M1P2.host", "FS", 1775324677, 1, 0, 0},
		"neomutt":                     {"1775324677.M1P2.host;2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"velociraptor":                {"1775324677.M1P2.host%3A2,RS", "1775324677.M1P2.host", "RS", 1775324677, 1, 0, 0},
		"no flags":                    {"1775324677.M1P2.host:2,", "1775324677.M1P2.host", "", 1775324677, 1, 0, 0},
		"new, without separator":      {"1775324677.M1P2.host,S=12", "1775324677.M1P2.host,S=12", "", 1775324677, 1, 12, 0},
		"mbsync":                      {"1775324677.R1234.host,U=17:2,S", "1775324677.R1234.host,U=17", "S", 1775324677, -1, 0, 17},
		"offlineimap":                 {"1775324677_3.55.host,U=9,FMD5=7e33429f656f1e6e9d79b29c3f82c57e:2,S", "1775324677_3.55.host,U=9,FMD5=7e33429f656f1e6e9d79b29c3f82c57e", "S", 1775324677, -1, 0, 9},
		"procmail":                    {"msg.abcd", "msg.abcd", "", 0, -1, 0, 0},
		"a number that is not a time": {"17.host:2,S", "17.host", "S", 0, -1, 0, 0},
		"a UID beyond 32 bits":        {"1775324677.R1.h,U=99999999999:2,", "1775324677.R1.h,U=99999999999", "", 1775324677, -1, 0, 0},
		"underscore":                  {"1775324677.M1P2.host_2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"two underscores":             {"1775324677.M1P2.host__2,FS", "1775324677.M1P2.host", "FS", 1775324677, 1, 0, 0},
		"hyphen":                      {"1775324677.M1P2.host-2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"plus":                        {"1775324677.M1P2.host+2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"dot":                         {"1775324677.M1P2.host.2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"Cygwin and WSL":              {"1775324677.M1P2.host\uf03a2,RS", "1775324677.M1P2.host", "RS", 1775324677, 1, 0, 0},
		"Samba for Mac":               {"1775324677.M1P2.host\uf0222,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"modifier colon":              {"1775324677.M1P2.host\ua7892,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"fullwidth colon":             {"1775324677.M1P2.host\uff1a2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"quoted-printable":            {"1775324677.M1P2.host=3A2,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"division slash":              {"1775324677.M1P2.host\u22152,S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"with attributes":             {"1775324677.M1P2.host,S=135,W=140_2,S", "1775324677.M1P2.host,S=135,W=140", "S", 1775324677, 1, 135, 0},
		"no comma":                    {"1775324677.M1P2.host:2S", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"an ending behind the flags":  {"1775324677.M1P2.host:2,S.gz", "1775324677.M1P2.host", "S", 1775324677, 1, 0, 0},
		"a size that ends in two":     {"1775324677.M1P2.host,S=132,W=140", "1775324677.M1P2.host,S=132,W=140", "", 1775324677, 1, 132, 0},
		"Thunderbird":                 {"1775324677.eml", "1775324677", "", 1775324677, -1, 0, 0},
		"Thunderbird, a second one":   {"1775324677-1.eml", "1775324677-1", "", 1775324677, -1, 0, 0},
		"Thunderbird, microseconds":   {"1775324677123456.eml", "1775324677123456", "", 1775324677, 123456, 0, 0},
		"colon in the host":           {"1775324677.M1P2.ho:st:2,S", "1775324677.M1P2.ho:st", "S", 1775324677, 1, 0, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			n := parseMaildirName(tt.name)
			if n.base != tt.base || n.flags != tt.flags || n.seconds != tt.seconds || n.micros != tt.micros || n.size != tt.size || n.uid != tt.uid {
				t.Errorf("%+v, want %+v", n, tt)
			}
		})
	}
}

func TestMaildirNamesSortByTime(t *testing.T) {
	want := []string{
		"999999999.M5P1.h", "1775324677.M2P9.h:2,S", "1775324677.M10P1.h", "1775324677.M448978P1Q2.h", "1775324677.M448978P1Q10.h",
		"1775324678_2.1.h", "1775324678_10.1.h", "msg.2", "msg.10",
	}
	have := slices.Clone(want)
	slices.Reverse(have)
	slices.SortFunc(have, func(a, b string) int {
		x, y := parseMaildirName(a), parseMaildirName(b)
		return x.compare(&y)
	})
	if !slices.Equal(want, have) {
		t.Errorf("%q", have)
	}
}

func FuzzMaildirName(f *testing.F) {
	f.Add("1775324677.M448978P3029757.exam,S=3235,W=3305:2,S", "x")
	f.Add("1775324677_3.55.host,U=9,FMD5=7e33", "1.M_Q9.h%3a2,,")
	f.Add("msg.abcd", ":2,")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := parseMaildirName(a), parseMaildirName(b)
		if !strings.HasPrefix(a, x.base) || !strings.Contains(a, x.flags) {
			t.Errorf("%q: base %q and flags %q are not parts of it", a, x.base, x.flags)
		}
		// Flags change; the rest of a name must stay recognisable.
		if z := parseMaildirName(x.base + ":2,ST"); z.base != x.base || z.seconds != x.seconds || z.uid != x.uid || z.size != x.size {
			t.Errorf("%q: other flags make it %+v", a, z)
		}
		if x.compare(&y) != -y.compare(&x) {
			t.Errorf("order of %q and %q depends on which comes first", a, b)
		}
		if when, ok := x.time(); ok && (when.Before(time.Unix(minSeconds, 0)) || when.After(time.Unix(maxSeconds+1, 0))) {
			t.Errorf("%q: time %v", a, when)
		}
	})
}

func TestFolderNames(t *testing.T) {
	for rel, want := range map[string]string{
		"":              "INBOX",
		".Junk":         "Junk",
		".Archive.2023": "Archive/2023",
		"Archive/2023":  "Archive/2023",
		"Archive/.2023": "Archive/2023",
		"inbox":         "INBOX",
		".INBOX.Sent":   "INBOX/Sent",
		".Entw&APw-rfe": "Entwürfe",
		".&ZeVnLIqe-":   "日本語",
		".R&-D":         "R&D",
		"[Gmail].Spam":  "[Gmail]/Spam",
		".broken&!!-":   "broken&!!-",
		".open&":        "open&",
		".&2D3cqQ-":     "💩",
	} {
		if got := MaildirFolder(rel); got != want {
			t.Errorf("MaildirFolder(%q) = %q, want %q", rel, got, want)
		}
	}
	for member, want := range map[string]string{
		"Junk":                        "Junk",
		"mail/Junk.mbox.gz":           "mail/Junk",
		"Local Folders/Inbox.sbd/Sub": "Local Folders/Inbox/Sub",
		"Takeout/Mail/All mail.mbox":  "Takeout/Mail/All mail",
	} {
		if got := fileFolder(member, FormMbox); got != want {
			t.Errorf("fileFolder(%q) = %q, want %q", member, got, want)
		}
	}
	if got := fileFolder("V10/INBOX.mbox/0A1B/Data/Messages/42.emlx", FormEMLX); got != "INBOX" {
		t.Errorf("Apple Mail: %q", got)
	}
}

func TestUIDLists(t *testing.T) {
	for name, data := range map[string]string{
		"Dovecot": "3 V1775324600 N12 G0123\n7 :1.M1P1.h,S=3:2,S\n9 W5 S4 :2.M1P1.h,S=4\nnonsense\n11 no colon\n",
		"Courier": "1 1775324600 12\n7 1.M1P1.h,S=3:2,S\n9 2.M1P1.h,S=4\n",
	} {
		t.Run(name, func(t *testing.T) {
			list := parseUIDList([]byte(data))
			if list.validity != 1775324600 {
				t.Errorf("validity %d", list.validity)
			}
			for file, want := range map[string]uint32{"1.M1P1.h,S=3:2,FS": 7, "2.M1P1.h,S=4": 9, "2.M1P1.h:2,": 9, "3.M1P1.h": 0} {
				n := parseMaildirName(file)
				if got := list.uid(&n); got != want {
					t.Errorf("uid of %q is %d, want %d", file, got, want)
				}
			}
		})
	}
}
