package gmm

import (
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/release"
)

func TestFindSealed(t *testing.T) {
	part := func(kind, body string) string { return "Content-Type: " + kind + "\n\n" + body }
	multi := func(kind, boundary string, parts ...string) string {
		return "Content-Type: " + kind + "; boundary=" + boundary + "\n\n--" + boundary + "\n" +
			strings.Join(parts, "\n--"+boundary+"\n") + "\n--" + boundary + "--\n"
	}
	version, data, text := part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "DATA"), part("text/plain", "footer")
	sealed := multi("multipart/encrypted", "e", version, data)
	tests := []struct{ name, raw, want string }{
		{"multipart/encrypted", sealed, "DATA"},
		{"its data may have a transfer encoding", multi("multipart/encrypted", "e", version, "Content-Transfer-Encoding: base64\n"+part("application/octet-stream", "REFUQQ==")), "DATA"},
		{"parts as Exchange mangles them", multi("multipart/mixed", "m", part("text/plain", ""), version, data), "DATA"},
		{"wrapped behind a footer, as Google does", multi("multipart/mixed", "m", text, sealed), "DATA"},
		{"multipart/encrypted without its version part", multi("multipart/encrypted", "e", data), ""},
		{"multipart/encrypted of three parts", multi("multipart/encrypted", "e", version, data, text), ""},
		{"multipart/encrypted in another order", multi("multipart/encrypted", "e", data, version), ""},
		{"mangled parts without the text", multi("multipart/mixed", "m", version, data), ""},
		{"mangled parts with one more", multi("multipart/mixed", "m", text, version, data, text), ""},
		{"wrapped before a footer, as list servers do", multi("multipart/mixed", "m", sealed, text), ""},
		{"wrapped twice", multi("multipart/mixed", "m", text, multi("multipart/mixed", "n", text, sealed)), ""},
		{"the wrong kind of multipart", multi("multipart/related", "m", text, sealed), ""},
		{"ordinary mail", text, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := findSealed(parsePart([]byte(test.raw)))
			if string(got) != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %v", got, ok)
			}
		})
	}
}

func TestMangledMailIsOpened(t *testing.T) {
	header, body, _ := strings.Cut(string(readFile(t, "testdata/made/sealed-and-signed.eml")), "Content-Type: multipart/encrypted")
	body = "Content-Type: multipart/encrypted" + body
	wrap := func(parts string) string {
		return header + "Content-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\nContent-Type: text/plain\r\n\r\nfooter\r\n" + parts + "--w--\r\n"
	}
	parts := strings.ReplaceAll(body[strings.Index(body, "--e\r\n"):], "--e", "--w")
	keys := Keys{Own: testKeys(t, "v2.62.0-bob")}
	for name, raw := range map[string]string{
		"Exchange": wrap(strings.TrimSuffix(parts, "--w--\r\n")),
		"Google":   wrap("--w\r\n" + body),
	} {
		m := new(Reader).Read([]byte(raw), keys)
		if !m.Seal.Authentic() || m.Reading(release.Of(2, 62, 0)).GroupID != "madebyhand1" {
			t.Errorf("%s: %+v", name, m.Seal)
		}
	}
}

func TestWhatNoClientOpensIsPlain(t *testing.T) {
	raw := string(readFile(t, "testdata/made/sealed-and-signed.eml"))
	armor := raw[strings.Index(raw, "-----BEGIN PGP MESSAGE"):]
	for name, raw := range map[string]string{
		"in the text":            "From: a@x\r\n\r\nhello\r\n" + armor,
		"wrapped by list server": "Content-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n" + raw[strings.Index(raw, "Content-Type: multipart/enc"):] + "--w\r\n\r\nfooter\r\n--w--\r\n",
	} {
		m := new(Reader).Read([]byte(raw), Keys{Own: testKeys(t, "v2.62.0-bob")})
		if m.Seal.Opening != Plain || m.Seal.OpenedBy != "" || m.Protected != nil {
			t.Errorf("%s: %+v", name, m.Seal)
		}
	}
}

func TestDataWithoutArmorIsUnsupported(t *testing.T) {
	raw := string(readFile(t, "testdata/made/sealed-and-signed.eml"))
	before, armor, _ := strings.Cut(raw, "-----BEGIN PGP MESSAGE-----\r\n\r\n")
	data, _, _ := strings.Cut(armor, "\r\n=") // its checksum
	before = strings.Replace(before, "octet-stream\r\n", "octet-stream\r\nContent-Transfer-Encoding: base64\r\n", 1)
	m := new(Reader).Read([]byte(before+data+"\r\n--e--\r\n"), Keys{Own: testKeys(t, "v2.62.0-bob")})
	if m.Seal.Opening != Unsupported || m.Protected != nil {
		t.Errorf("%+v", m.Seal)
	}
}
