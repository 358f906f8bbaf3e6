package gmm

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
)

const size = 2 << 20 // of a bomb, in bytes

// TestBombs reads mail made to cost more than its size. Each takes a fraction
// of a second; the bound leaves room for slow machines and the race detector,
// and is still nothing to what a quadratic trap would take.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const bound = 20 * time.Second
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	mixed := "Chat-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
	bombs := map[string]string{
		"2 MB of boundaries":                       mixed + repeat("--b\n"),
		"2 MB of delimiters on one line":           mixed + repeat("--b"),
		"many tiny parts":                          mixed + repeat("--b\n\nx\n"),
		"a boundary of 1 MB, almost met":           "Content-Type: multipart/mixed; boundary=" + repeat("-")[:size/2] + "b\n\n" + repeat("-")[:size/2],
		"nested 1000 deep":                         nested(1000),
		"nested 1000 deep, with the same boundary": strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 1000) + repeat("x\n"),
		"nested to fill 2 MB":                      nested(size / 60),
		"a header line of 2 MB":                    "Chat-Version: 1.0\nTo: " + repeat("a") + "\n\nx",
		"a header line folded many times":          "Chat-Version: 1.0\nTo: " + repeat("a@x,\n ") + "\n\nx",
		"a header of many fields":                  "Chat-Version: 1.0\n" + repeat("To: a@x\n") + "\nx",
		"a header of 2 MB without a field":         repeat("x\n"),
		"a type of many parameters":                "Chat-Version: 1.0\nContent-Type: text/plain" + repeat(";a=b") + "\n\nx",
		"a type of empty parameters":               "Chat-Version: 1.0\nContent-Type: text/plain" + repeat(";") + "\n\nx",
		"many encoded words":                       "Chat-Group-Name: " + repeat("=?utf-8?Q?a?= ") + "\n\nx",
		"many encoded words never closed":          "Chat-Group-Name: " + repeat("=?utf-8?Q?a ") + "\n\nx",
		"many encoded words closed once":           "Chat-Group-Name: " + repeat("=?utf-8?Q?a ") + "?=\n\nx",
		"many closings":                            "Chat-Group-Name: =?" + repeat("?=x") + "\n\nx",
		"many comments":                            "To: a@x " + repeat("(") + "\nChat-Version: 1.0\n\nx",
		"many quotes":                              "To: " + repeat(`"\`) + "\nChat-Version: 1.0\n\nx",
		"many Autocrypt fields":                    repeat("Autocrypt: addr=a@x; keydata=mDMEawDYkBYJKwYBBAHaRw8BAQdA\n") + "\nx",
		"2 MB of base64":                           "Chat-Version: 1.0\nContent-Transfer-Encoding: base64\n\n" + repeat("aGVsbG8=\n"),
		"2 MB of quoted-printable":                 "Chat-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n" + repeat("=3D=\n"),
		"2 MB of nested JSON":                      "Content-Type: application/json; name=multi-device-sync.json\n\n" + repeat(`{"items":[`),
		"2 MB of sync items":                       "Content-Type: application/json; name=multi-device-sync.json\n\n{\"items\":[" + repeat(`{"data":{}},`) + `{}]}`,
		"2 MB of armor heads":                      "Chat-Version: 1.0\n\n" + repeat("-----BEGIN PGP MESSAGE-----\n"),
		"2 MB of forwarded messages":               repeat("Content-Type: message/rfc822\n\n"),
		"2 MB of carried messages":                 "Chat-Group-Member-Correction: 1\n" + mixed + repeat("--b\nContent-Type: message/rfc822\n\nx\n"),
		"2 MB of armor of nothing":                 sealedBomb(repeat("AAAA")),
	}
	for name, raw := range bombs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			Interesting([]byte(raw))
			m := new(Reader).Read([]byte(raw), Keys{})
			for _, r := range []release.Release{release.Of(1, 135, 0), release.Of(2, 62, 0)} {
				m.Reading(r)
			}
			if took := time.Since(start); took > bound {
				t.Errorf("took %s", took)
			}
		})
	}
}

func sealedBomb(data string) string {
	return "Content-Type: multipart/encrypted; boundary=e\n\n--e\nContent-Type: application/pgp-encrypted\n\n--e\n" +
		"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\n" + data + "\n-----END PGP MESSAGE-----\n--e--\n"
}

// nested is a multipart in a multipart, each with its own boundary.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%07d\n\n--b%07d\n", i, i)
	}
	return b.String()
}

func TestPartsAreBounded(t *testing.T) {
	count := 0
	parsePart([]byte("Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 3*maxParts))).walk(func(part) { count++ })
	if count != maxParts {
		t.Errorf("%d parts", count)
	}
	deepest := parsePart([]byte(nested(2 * maxDepth)))
	depth := 0
	for len(deepest.children) > 0 {
		deepest, depth = deepest.children[0], depth+1
	}
	if depth != maxDepth || !bytes.Contains(deepest.body, []byte("multipart/mixed")) {
		t.Errorf("depth %d", depth)
	}
}
