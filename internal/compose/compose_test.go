package compose_test

import (
	"bytes"
	"math/rand/v2"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

var at = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func random() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

func key(t *testing.T, name string) *pgp.Key {
	t.Helper()
	keys, problems := pgp.ReadKeys(file(t, name+".asc"), nil)
	if len(problems) > 0 || len(keys) != 1 {
		t.Fatalf("%s: %v", name, problems)
	}
	return keys[0]
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func expect(t *testing.T, name string, got []byte) {
	t.Helper()
	want := bytes.Split(file(t, name), []byte("\n"))
	lines := bytes.Split(got, []byte("\n"))
	for i := range want {
		if i >= len(lines) || !bytes.Equal(want[i], lines[i]) {
			t.Fatalf("%s: line %d is\n%q, not\n%q", name, i+1, lines[min(i, len(lines)-1)], want[i])
		}
	}
	if len(lines) != len(want) {
		t.Errorf("%s: %d lines, not %d", name, len(lines), len(want))
	}
}

var (
	alice = compose.Mailbox{Name: "Alice", Address: "alice@prober.example"}
	bob   = compose.Mailbox{Name: "Bøb \"B\"\r\nX: y", Address: "bob@home.example"}
	carol = compose.Mailbox{Address: "carol@other.example"}
)

// correction is a draft with everything a correction can have.
func correction(t *testing.T) *compose.Draft {
	const id = "a280e31c-b6e5-41d4-a280-05f315f898ea@localhost"
	d := &compose.Draft{
		Text: "The member list of this group was not the same for everybody. It is corrected now: " +
			strings.Join([]string{alice.Label(), bob.Label(), carol.Label()}, ", ") + ".",
		Attached: []compose.Part{
			{Type: "message/rfc822", Filename: "gmm-1.eml", Data: []byte("From: a\r\n\r\nfirst\r\n")},
			{Type: "message/rfc822", Filename: "gmm-2.eml", Data: []byte("From: b\r\n\r\nsecond")},
		},
		Boundary: compose.Boundary("correction-", []byte(id+"0")),
	}
	d.OuterBoundary = "sealed-" + d.Boundary
	h := &d.Protected
	h.AddMailboxes("From", alice)
	h.AddMailboxes("To", bob, carol)
	h.AddDate(at)
	h.Add("Message-ID", "<"+id+">")
	h.AddText("Subject", "Corrected member list of Fjällräven and more")
	h.Add("Chat-Version", "1.0")
	h.Add("Chat-Group-ID", "abcdefghijk")
	h.AddText("Chat-Group-Name", "Fjällräven and more")
	h.Add("Chat-Group-Member-Correction", "1")
	h.AddMailboxes("Chat-Group-Past-Members", compose.Mailbox{Name: "Dora", Address: "dora@gone.example"})
	h.Add("Chat-Group-Member-Timestamps", "2000 3000 4000")
	h.Add("In-Reply-To", "<missed."+id+">")
	h.Add("Chat-Group-Member-Removed", "dora@gone.example")
	h.AddAutocrypt(alice.Address, key(t, "alice"))
	h.AddGossip(bob.Address, key(t, "bob"))
	o := &d.Outer
	o.AddMailboxes("From", compose.Mailbox{Address: alice.Address})
	o.AddMailboxes("To", compose.Mailbox{Address: bob.Address}, carol)
	o.AddAutocrypt(alice.Address, key(t, "alice"))
	o.AddDate(at)
	o.Add("Message-ID", "<"+id+">")
	o.Add("Subject", "[...]")
	o.Add("Chat-Version", "1.0")
	return d
}

func TestACorrectionIsWrittenAsEver(t *testing.T) {
	d := correction(t)
	expect(t, "correction-entity.eml", d.Entity(compose.Cipher))
	sealed, err := d.Seal(key(t, "alice"), []*pgp.Key{key(t, "bob")}, pgp.SealOptions{Time: at, Random: random()})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "correction.eml", sealed)
}

func TestASignatureStandsBesideTheVeryBytesItCovers(t *testing.T) {
	entity := correction(t).Entity(compose.Cipher)
	signature, micalg, err := compose.Signature(entity, key(t, "alice"), at, random())
	if err != nil {
		t.Fatal(err)
	}
	if verdict := pgp.VerifyDetached(entity, signature, pgp.NewRing(key(t, "alice"))); !verdict.Good() {
		t.Errorf("%s", verdict.Why)
	}
	var h compose.Header
	h.Add("from", "<alice@prober.example>")
	h.Add("message-id", "<x@y>")
	boundary := compose.Boundary("signed-", append([]byte("0 "), entity...))
	expect(t, "original.eml", compose.Signed(&h, boundary, entity, signature, micalg))
}

func TestAProbeIsWrittenAsEver(t *testing.T) {
	expect(t, "probe-entity.eml", probe(t).Entity(compose.Cipher))
}

// probe is a draft with everything a probe can have.
func probe(t *testing.T) *compose.Draft {
	const statement = `{"expires":1780401600,"id":"0123456789abcdef0123456789abcdef","kind":"probe","label":"gmmtool probe","probe":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","prober":{"address":"alice@prober.example","fingerprint":"0CAB354C48BB6889E9CF0E4B42036DEE4591DC5C"},"record":{"address":"bob@home.example","fingerprint":"F51D78848BE4F1E1E2DAE93267351392C89250D9"},"version":1}`
	d := &compose.Draft{
		Text: `alice@prober.example would like to know whether you are the same person as
another contact. A message like this one went to that contact, too.

You need not answer. Without an answer nothing changes, and nobody concludes
anything from it. Only if both messages reached you can you answer, with the
program gmmtool (gmmtool probe answer): it shows you what the answer would say,
and asks you first.

Question 0123456789abcdef0123456789abcdef, until 2 June 2026, 12:00 UTC.`,
		Attached:      []compose.Part{{Type: "application/vnd.gmmtool.probe+json", Filename: "probe.json", Data: []byte(statement)}},
		Boundary:      compose.Boundary("probe-", []byte("parts"+statement)),
		OuterBoundary: compose.Boundary("probe-", []byte("signed"+statement)),
	}
	for _, h := range []*compose.Header{&d.Protected, &d.Outer} {
		h.AddMailboxes("From", compose.Mailbox{Address: alice.Address})
		h.AddMailboxes("To", compose.Mailbox{Address: bob.Address})
		h.AddDate(at)
		h.Add("Message-ID", "<902a5376-8dc2-48f1-a2c4-23a3dd2c8fc8@localhost>")
		h.AddText("Subject", "Do two addresses belong to you?")
		h.Add("Chat-Version", "1.0")
	}
	d.Protected.Add("Chat-Contact-Probe", "probe")
	d.Protected.AddAutocrypt(alice.Address, key(t, "alice"))
	return d
}

func TestASignedDraftSaysThatItIsNotHidden(t *testing.T) {
	signed, err := probe(t).Sign(key(t, "alice"), at, random())
	if err != nil {
		t.Fatal(err)
	}
	boundary := []byte("\r\n--" + compose.Boundary("probe-", []byte("signed"+string(probe(t).Attached[0].Data))))
	parts := bytes.Split(signed, boundary)
	if len(parts) != 4 || string(parts[3]) != "--\r\n" {
		t.Fatalf("%d parts", len(parts))
	}
	entity, signature := bytes.TrimPrefix(parts[1], []byte("\r\n")), parts[2]
	if verdict := pgp.VerifyDetached(entity, signature, pgp.NewRing(key(t, "alice"))); !verdict.Good() {
		t.Errorf("%s", verdict.Why)
	}
	if !bytes.Contains(entity, []byte(`hp="clear"`)) {
		t.Error("it claims that its header was encrypted")
	}
}

func TestABoundaryOccursInNoContent(t *testing.T) {
	const boundary = "correction-0"
	for name, d := range map[string]*compose.Draft{
		"of the text":                {Text: "--correction-0\n"},
		"of a message":               {Attached: []compose.Part{{Type: "message/rfc822", Filename: "a.eml", Data: []byte("x\r\n--correction-0--\r\n")}}},
		"even where the next one is": {Text: "correction-0 correction-0-1"},
		"of the second of two":       {Attached: []compose.Part{{Type: "message/rfc822"}, {Type: "message/rfc822", Data: []byte(boundary)}}},
	} {
		t.Run(name, func(t *testing.T) {
			d.Boundary = boundary
			entity := string(d.Entity(compose.Cipher))
			_, used, _ := strings.Cut(entity, `boundary="`)
			used, _, _ = strings.Cut(used, `"`)
			if got, want := strings.Count(entity, used), 1+2+len(d.Attached); got != want {
				t.Errorf("%q occurs %d times, not %d", used, got, want)
			}
		})
	}
	var h compose.Header
	signed := string(compose.Signed(&h, "signed-0", []byte("Subject: x\r\n\r\n--signed-0--\r\n"), nil, "pgp-sha256"))
	if !strings.Contains(signed, `boundary="signed-0-1"`) {
		t.Errorf("%s", signed)
	}
}

func TestNamesThatLookLikeEncodedWordsAreReadBackAsTheyWere(t *testing.T) {
	for _, name := range []string{"=?utf-8?q?Mallory?=", "x =?", strings.Repeat("ä", 40) + "=?" + strings.Repeat("ö", 60)} {
		var h compose.Header
		h.AddText("Chat-Group-Name", name)
		_, value, _ := strings.Cut(h.String(), ": ")
		read, err := new(mime.WordDecoder).DecodeHeader(strings.ReplaceAll(strings.TrimSpace(value), "\r\n", ""))
		if err != nil || read != name {
			t.Errorf("%q is read as %q, %v", name, read, err)
		}
		if longest := slices.MaxFunc(strings.Split(value, "\r\n"), func(a, b string) int { return len(a) - len(b) }); len(longest) > 76 {
			t.Errorf("a line of %d", len(longest))
		}
	}
}

// FuzzNothingBeginsALine: whatever a value is, it stays inside its field, and
// every line of the header ends in CRLF.
func FuzzNothingBeginsALine(f *testing.F) {
	for _, seed := range []string{"Bob", "a\r\nBcc: x@y", "a\nb", "\" <x@y>, \"", "\\", "=?utf-8?q?=0D=0A?=", "\x00\x7f", "é\u2028x", "\xff\xfe", strings.Repeat("ü\r\n", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		var h compose.Header
		h.Add("A", value)
		h.AddText("B", value)
		h.AddMailboxes("C", compose.Mailbox{Name: value, Address: "x@y"}, compose.Mailbox{Address: value})
		h.Add("D", "")
		var names []string
		for line := range strings.SplitSeq(strings.TrimSuffix(h.String(), "\r\n"), "\r\n") {
			if strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("a line end in %q", line)
			}
			if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
				names = append(names, strings.SplitN(line, ":", 2)[0])
			}
		}
		if strings.Join(names, "") != "ABCD" {
			t.Errorf("fields %q", names)
		}
		if label := (compose.Mailbox{Name: value, Address: "x@y"}).Label(); strings.ContainsAny(label, "\r\n\"\\") {
			t.Errorf("label %q", label)
		}
	})
}
