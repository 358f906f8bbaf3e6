package gmm

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

const alice = pgp.Fingerprint("A20439F5D6E6FB0AC6451370419137CF8AD46C46")

func TestReadTellsEncryptionAndSignature(t *testing.T) {
	tests := []struct {
		name, mail string
		opening    Opening
		signature  pgp.State
		accepted   bool
		protected  bool
	}{
		{"encrypted and signed", "sealed-and-signed", Opened, pgp.Good, true, true},
		{"encrypted around a multipart/signed", "sealed-around-signed", Opened, pgp.Good, true, true},
		{"encrypted and not signed", "sealed-unsigned", Opened, pgp.Unsigned, false, true},
		{"encrypted and signed by an unknown key", "sealed-and-signed-by-stranger", Opened, pgp.UnknownKey, false, true},
		{"signed in the clear", "signed-in-the-clear", Plain, pgp.Good, true, true},
		{"signed in the clear and altered", "signed-in-the-clear-altered", Plain, pgp.Forged, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := readMade(t, test.mail)
			s := m.Seal
			if s.Opening != test.opening || s.Signature != test.signature || s.Accepted != test.accepted || (m.Protected != nil) != test.protected {
				t.Errorf("%+v", s)
			}
			if test.accepted && s.Signer != alice {
				t.Errorf("signer %q", s.Signer)
			}
			if (s.Signature == pgp.Good || s.Signature == pgp.Unsigned) == (s.Why != "") {
				t.Errorf("why is %q", s.Why)
			}
			if test.protected && m.Protected.Get("chat-group-id") != "madebyhand1" {
				t.Errorf("protected %v", m.Protected)
			}
		})
	}
}

func TestLineEndsAreNoMatterToSignatures(t *testing.T) {
	for _, name := range []string{"signed-in-the-clear", "sealed-and-signed"} {
		raw := readFile(t, "testdata/made/"+name+".eml")
		lf := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		keys := Keys{Own: testKeys(t, "v2.62.0-bob")}
		a := new(Reader).Read(raw, keys)
		b := new(Reader).Read(lf, keys)
		if diff := cmp.Diff(asText(t, a), asText(t, b)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestASignatureMayWaitForItsCertificate(t *testing.T) {
	m := readMade(t, "sealed-and-signed-by-stranger")
	if !m.AwaitsCertificate() {
		t.Fatal("the verdict is final")
	}
	m.Verify(testKeys(t, "v2.33.0-alice"))
	if !m.Seal.Authentic() || m.Seal.Signer != alice || m.Seal.Why != "" {
		t.Errorf("%+v", m.Seal)
	}
}

func TestWhatIsNoChatMailWaitsForNothing(t *testing.T) {
	m := readMade(t, "sealed-no-chat-by-stranger")
	if m.AwaitsCertificate() || m.Seal.Signature != pgp.UnknownKey {
		t.Errorf("%+v", m.Seal)
	}
}

func TestAFinalVerdictWaitsForNothing(t *testing.T) {
	for _, name := range []string{"sealed-and-signed", "sealed-unsigned", "signed-in-the-clear-altered"} {
		if readMade(t, name).AwaitsCertificate() {
			t.Errorf("%s waits", name)
		}
	}
}

func TestOnlyForeignKeysOpen(t *testing.T) {
	raw := readFile(t, "testdata/made/sealed-and-signed.eml")
	bob := testKeys(t, "v2.62.0-bob")
	for name, keys := range map[string]Keys{"own": {Own: bob}, "others": {Own: testKeys(t, "v2.62.0-fiona"), Others: bob}} {
		m := new(Reader).Read(raw, keys)
		if m.Seal.OpenedBy != "C8DD116CC92A6838FFAFEAB38C9AA2C2B64A3BEE" {
			t.Errorf("%s: %+v", name, m.Seal)
		}
	}
	m := new(Reader).Read(raw, Keys{Own: testKeys(t, "v2.62.0-fiona")})
	if m.Seal.Opening != NoKey || m.Seal.Why == "" || m.AwaitsCertificate() || m.Protected != nil || len(m.Outer) == 0 {
		t.Errorf("%+v", m)
	}
}

func TestDamageIsTold(t *testing.T) {
	raw := string(readFile(t, "testdata/made/sealed-and-signed.eml"))
	armor := strings.Index(raw, "-----BEGIN PGP MESSAGE")
	for name, damaged := range map[string]string{
		"no armor":  strings.Replace(raw, "-----BEGIN PGP MESSAGE-----", "BEGIN", 1),
		"cut":       raw[:armor+400] + "\r\n--e--\r\n",
		"nothing":   raw[:armor] + "--e--\r\n",
		"flipped":   raw[:armor+500] + flip(raw[armor+500]) + raw[armor+501:],
		"truncated": raw[:armor+400],
	} {
		m := new(Reader).Read([]byte(damaged), Keys{Own: testKeys(t, "v2.62.0-bob")})
		if m.Seal.Opening != Damaged || m.Seal.Why == "" || m.Reading(release.Of(2, 62, 0)).MessageID != "outer@made.example" {
			t.Errorf("%s: %+v", name, m.Seal)
		}
	}
}

func flip(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestHeaderProtectionIsRecognised(t *testing.T) {
	tests := []struct{ name, contentType, want string }{
		{"encrypted", `text/plain; hp="cipher"`, "cipher"},
		{"signed", "text/plain; hp=Clear", "clear"},
		{"empty", "text/plain; hp=", "?"},
		{"absent", `text/plain; protected-headers="v1"`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			raw := "Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: " + test.contentType + "\n\nx\n--b--\n"
			m := new(Reader).Read([]byte(raw), Keys{})
			if m.HP != test.want {
				t.Errorf("got %q", m.HP)
			}
		})
	}
}

func TestAnySignedPartIsASection(t *testing.T) {
	raw := "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n" +
		"--b\nMessage-ID: inside\n\nx\n--b\nContent-Type: application/pkcs7-signature\n\nx\n--b--\n"
	m := new(Reader).Read([]byte(raw), Keys{})
	if m.Protected.Get("message-id") != "inside" || m.Seal.Signature != pgp.Unsigned {
		t.Errorf("%+v", m)
	}
}

func TestHiddenFields(t *testing.T) {
	first := "Chat-Edit: <1@x>\nMessage-ID: <2@x>\nChat-Group-ID: no\nContent-Type: text/plain\n\nhello\n"
	mixed := "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + first + "--b\nChat-Delete: <3@x>\n\n--b--\n"
	want := Fields{{"chat-edit", "<1@x>"}, {"message-id", "<2@x>"}}
	tests := []struct {
		name, raw string
		want      Fields
	}{
		{"of the first part of a multipart/mixed", mixed, want},
		{"also in a signed part", "Content-Type: multipart/signed; boundary=s\n\n--s\n" + mixed + "--s--\n", want},
		{"not of other multiparts", strings.Replace(mixed, "mixed", "alternative", 1), nil},
		{"not of a message that is its only part", first, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := new(Reader).Read([]byte(test.raw), Keys{})
			if diff := cmp.Diff(test.want, m.Hidden); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCertificatesOfAMessageAreNoted(t *testing.T) {
	header, _ := SplitHeader(readFile(t, "testdata/made/sealed-and-signed.eml"))
	raw := string(header[:bytes.Index(header, []byte("Content-Type"))]) + "Autocrypt: addr=b@x; keydata=AAAA\n" +
		"Autocrypt: addr=c@x; type=9; keydata=AAAA\nAutocrypt-Gossip: addr=d@x; keydata=AAAA\n\nhello\n"
	r := new(Reader)
	m := r.Read([]byte(raw), Keys{})
	want := []KeyHeader{{Address: "alice@lab.example", Fingerprint: alice}, {Address: "b@x"}}
	if diff := cmp.Diff(want, m.Autocrypt); diff != "" {
		t.Error(diff)
	}
	if m.Gossip != nil {
		t.Error("gossip counts in sealed mail only")
	}
	if keys := r.Certificates(); len(keys) != 1 || keys[0].Fingerprint() != alice {
		t.Errorf("%d certificates", len(keys))
	}
}

func TestOfManyAutocryptFieldsTheFirstAndTheLastAreRead(t *testing.T) {
	var raw strings.Builder
	for range 1000 {
		raw.WriteString("Autocrypt: addr=x@x; keydata=AAAA\n")
	}
	m := new(Reader).Read([]byte("Autocrypt: addr=first@x; keydata=AAAA\n"+raw.String()+"Autocrypt: addr=last@x; keydata=AAAA\n\n"), Keys{})
	if n := len(m.Autocrypt); n != maxAutocrypt || m.Autocrypt[0].Address != "first@x" || m.Autocrypt[n-1].Address != "last@x" {
		t.Errorf("%v", m.Autocrypt)
	}
}

func TestAReaderServesManyGoroutines(t *testing.T) {
	mails, keys := testMails(t), Keys{Own: testKeys(t, "*")}
	reader := new(Reader)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, raw := range mails {
				reader.Read(raw, keys)
			}
		})
	}
	group.Wait()
	alone := new(Reader)
	for _, raw := range mails {
		alone.Read(raw, keys)
	}
	fingerprints := func(r *Reader) (list []pgp.Fingerprint) {
		for _, key := range r.Certificates() {
			list = append(list, key.Fingerprint())
		}
		return list
	}
	if diff := cmp.Diff(fingerprints(alone), fingerprints(reader)); diff != "" {
		t.Error(diff)
	}
}
