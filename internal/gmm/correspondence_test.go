package gmm

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// What ReadCorrespondence keeps of a header is what Read keeps of it.
func checkCorrespondence(t *testing.T, raw []byte) {
	t.Helper()
	letter := (&Reader{Correspondence: true}).ReadCorrespondence(raw)
	whole := (&Reader{Correspondence: true}).Read(raw, Keys{})
	for _, name := range []string{"from", "to", "cc", "reply-to", "message-id", "in-reply-to", "references", "list-post", "authentication-results", "x-original-from"} {
		if diff := cmp.Diff(whole.Outer.All(name), letter.Outer.All(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if diff := cmp.Diff(whole.Autocrypt, letter.Autocrypt); diff != "" && letter.Seal.Opening == whole.Seal.Opening && letter.Protected == nil && whole.Protected == nil {
		t.Errorf("Autocrypt: %s", diff)
	}
}

func letterSeeds() []string {
	return []string{
		"From: a@example.org\nTo: b@example.org\n\nhello\n-- \na@work.example\n",
		"FROM : a@example.org\nfrom: b@example.org,\n c@example.org\n\n",
		"Authentication-Results: mx; dkim=pass\r\nX-Original-From: x@y\r\nTo: a@b\r\n\r\n-- \r\n",
		"Reply-To: a@b", "", "\n", ":\n", "From:\x00\xff\n\n",
		"Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\nFrom: a@b\n\n--b\nFrom: a@b\n\n--b\n\n--b--\n",
	}
}

func TestReadLetterKeepsTheHeaderAsReadDoes(t *testing.T) {
	for _, seed := range letterSeeds() {
		checkCorrespondence(t, []byte(seed))
	}
}

func FuzzReadCorrespondence(f *testing.F) {
	for _, seed := range letterSeeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(checkCorrespondence)
}

func TestBlockAddressesAreThoseBelowTheLastSignatureMark(t *testing.T) {
	for text, want := range map[string][]string{
		"hello\n-- \nAnna <anna@a.example>, tel 1":               {"anna@a.example"},
		"hello\r\n-- \r\nanna@a.example.\r\nb@b.example\r\n":     {"anna@a.example", "b@b.example"},
		"hello\n-- \nfirst@a.example\n\n-- \nlast@a.example":     {"last@a.example"},
		"hello\n--\nanna@a.example":                              nil,
		"hello\n-- not a mark\nanna@a.example":                   nil,
		"anna@a.example":                                         nil,
		"\n-- \nuser@localhost @ a@ @b.example":                  nil,
		"\n-- \n" + strings.Repeat("x\n", 20) + "anna@a.example": nil,
	} {
		if got := blockAddresses([]byte(text)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A verdict that waits must not depend on bytes the archive reader reuses.
func TestAWaitingVerdictKeepsNothingOfTheMessage(t *testing.T) {
	keys := testKeys(t, "*")
	signer := keys.Secret().Keys()[0]
	entity := "From: a@example.org\r\nContent-Type: text/plain; protected-headers=v1\r\n\r\nhello"
	sealed, err := pgp.Seal([]byte(entity), signer, nil, pgp.SealOptions{Time: signer.Created().AddDate(0, 0, 1), Random: rand.NewChaCha8([32]byte{})})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := pgp.Open(sealed, keys, nil, pgp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signature, err := opened.DetachedSignature()
	if err != nil {
		t.Fatal(err)
	}
	raw := []byte("From: b@example.org\r\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n\r\n--b\r\n" +
		entity + "\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n" + string(signature) + "\r\n--b--\r\n")
	m := (&Reader{Correspondence: true}).ReadCorrespondence(raw)
	clear(raw)
	if !m.AwaitsCertificate() {
		t.Fatal("the verdict does not wait")
	}
	m.Verify(keys)
	if author, key, ok := m.SignedAs(); !ok || author.Address != "a@example.org" || key != signer.Fingerprint() {
		t.Errorf("%v %q %v: %+v", author, key, ok, m.Seal)
	}
}

func TestSignedAsAsksForASignatureOverOneSender(t *testing.T) {
	good := Seal{Opening: Opened, Signature: pgp.Good, Accepted: true, Signer: "AB"}
	header := Fields{{"from", "Anna <anna@a.example>"}, {"chat-version", "1.0"}}
	change := func(f func(*Seal)) *Seal { s := good; f(&s); return &s }
	for name, c := range map[string]struct {
		m    *Message
		want bool
	}{
		"a good signature over a chat header":    {&Message{Seal: &good, Protected: header}, true},
		"over a header marked by hp":             {&Message{Seal: &good, Protected: header[:1], HP: "cipher"}, true},
		"over a header marked the older way":     {&Message{Seal: &good, Protected: header[:1], Hints: &Hints{HasProtectedHeaders: true}}, true},
		"signed in the clear":                    {&Message{Seal: change(func(s *Seal) { s.Opening = Plain }), Protected: header}, true},
		"no mark":                                {&Message{Seal: &good, Protected: header[:1], Hints: &Hints{}}, false},
		"no protected section":                   {&Message{Seal: &good, Outer: header}, false},
		"two senders":                            {&Message{Seal: &good, Protected: Fields{{"from", "a@a.example, b@b.example"}}, HP: "clear"}, false},
		"two From fields":                        {&Message{Seal: &good, Protected: slices.Concat(header, header)}, false},
		"no address":                             {&Message{Seal: &good, Protected: Fields{{"from", "Anna"}}, HP: "clear"}, false},
		"not signed":                             {&Message{Seal: &Seal{Opening: Opened, Signature: pgp.Unsigned}, Protected: header}, false},
		"forged":                                 {&Message{Seal: change(func(s *Seal) { s.Signature, s.Accepted = pgp.Forged, false }), Protected: header}, false},
		"by a subkey":                            {&Message{Seal: change(func(s *Seal) { s.Accepted, s.Weak = false, []string{string(pgp.SubkeySignature)} }), Protected: header}, true},
		"with a broken hash":                     {&Message{Seal: change(func(s *Seal) { s.Weak = []string{string(pgp.WeakHash)} }), Protected: header}, false},
		"by a revoked key":                       {&Message{Seal: change(func(s *Seal) { s.Weak = []string{string(pgp.KeyRevoked)} }), Protected: header}, false},
		"by a key whose user ids have weak sigs": {&Message{Seal: change(func(s *Seal) { s.Weak = []string{string(pgp.WeakSelfSignature)} }), Protected: header}, true},
	} {
		if author, key, ok := c.m.SignedAs(); ok != c.want || ok && (author.Address != "anna@a.example" || key != "AB") {
			t.Errorf("%s: %v %q %v", name, author, key, ok)
		}
	}
}
