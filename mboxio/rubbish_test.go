package mboxio

import "testing"

func TestWhatIsNotOfTheHeaderIsNotDecoded(t *testing.T) {
	header, body := "From: a@b\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: x\n\n", "text\n"
	tests := map[string]struct{ in, want string }{
		"nothing":                    {header + body, header + body},
		"a byte order mark":          {byteOrderMark + header + body, header + body},
		"NULs":                       {"\x00\x00" + header + body, header + body},
		"NULs and a mark":            {"\x00" + byteOrderMark + header + body, header + body},
		"a banner":                   {"Microsoft Mail Internet Headers Version 2.0\n" + header + body, header + body},
		"a banner behind a mark":     {byteOrderMark + "Some Archiver 1.0\n" + header + body, header + body},
		"an indented line":           {"  Thu, 01 Jan 2026\n" + header + body, header + body},
		"quoted fields":              {">" + header + body, header + body},
		"a quoted From line stays":   {">From x y\n" + header + body, ">From x y\n" + header + body},
		"quoted text in the body":    {header + ">From: a\n", header + ">From: a\n"},
		"prose before a weak header": {"hello you\nSubject: x\n\n" + body, "hello you\nSubject: x\n\n" + body},
		"a banner, and quoting":      {"Some Archiver\n" + header + ">From here\n", header + "From here\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := &Message{Raw: []byte(tt.in), from: &origin{form: FormMbox}, traits: traits{quoteDepth: 1}}
			if have := string(m.Decoded()); have != tt.want {
				t.Errorf("%q, want %q", have, tt.want)
			}
			if string(m.Raw) != tt.in {
				t.Errorf("raw is now %q", m.Raw)
			}
		})
	}
}
