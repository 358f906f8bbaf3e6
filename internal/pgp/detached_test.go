package pgp

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkUnwrapping is the law: the detached signature is verified as the one
// inside the message was, and no changed byte gets past it.
func checkUnwrapping(t fataler, opened *Opened, certs *Ring, flipAt int) {
	t.Helper()
	inside := opened.Verify(certs)
	detached, err := opened.DetachedSignature()
	if err != nil {
		if !errors.Is(err, ErrNoSignature) || inside.State != Unsigned && inside.State != Uncheckable {
			t.Fatalf("verdict %+v, yet %v", inside, err)
		}
		return
	}
	if diff := cmp.Diff(inside, VerifyDetached(opened.Plain, detached, certs)); diff != "" {
		t.Fatalf("inside and detached differ: %s", diff)
	}
	if !inside.Good() || len(opened.Plain) == 0 {
		return
	}
	changed := flip(opened.Plain, flipAt%len(opened.Plain))
	if v := VerifyDetached(changed, detached, certs); v.State != Forged {
		t.Fatalf("byte %d changed: %+v", flipAt, v)
	}
}

func TestDetachedVerdictIsThatOfTheMessage(t *testing.T) {
	entities := map[string]*v2.Entity{
		"Curve25519": aliceV4(), "version 6": carolV6(), "RSA": doraRSA(), "post-quantum": fionaPQC(),
	}
	names := []string{"Curve25519", "RSA", "post-quantum", "version 6"}
	bob := NewRing(secretKey(t, bobV4()))
	rapid.Check(t, func(rt *rapid.T) {
		content := []byte(rapid.StringOf(rapid.SampledFrom([]rune("a \t\r\n-é"))).Draw(rt, "content"))
		r := recipe{to: []*v2.Entity{bobV4()}, text: rapid.Bool().Draw(rt, "text")}
		if rapid.Bool().Draw(rt, "compressed") {
			r.config = compressed
		}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 2, rapid.ID).Draw(rt, "signers") {
			r.signers = append(r.signers, entities[name])
		}
		certs := NewRing()
		for _, name := range rapid.SliceOf(rapid.SampledFrom(names)).Draw(rt, "known") {
			certs.Add(publicKey(t, entities[name]))
		}
		opened, err := Open(r.seal(t, content), bob, nil, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		checkUnwrapping(rt, opened, certs, rapid.IntRange(0, 1<<10).Draw(rt, "flip"))
	})
}

// realMail is a mail of a bundled case that its device's keys open.
type realMail struct {
	file   string
	opened *Opened
}

// openCases opens the mail of all bundled cases. Certs holds the keys of all
// their devices.
func openCases(t *testing.T) (mails []realMail, certs *Ring) {
	t.Helper()
	certs = NewRing()
	var files []string
	check(t, filepath.WalkDir("../../testdata/cases", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch dir := filepath.Base(filepath.Dir(file)); {
		case dir == "keys":
			keys, errs := ReadKeys(readFile(t, file), nil)
			for _, err := range errs {
				t.Errorf("%s: %v", file, err)
			}
			for _, key := range keys {
				certs.Add(key)
			}
		case dir == "cur" || dir == "new":
			files = append(files, file)
		}
		return nil
	}))
	for _, file := range files {
		if opened, err := Open(readFile(t, file), certs.Secret(), nil, Options{}); err == nil {
			mails = append(mails, realMail{file, opened})
		}
	}
	return mails, certs
}

func readFile(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	check(t, err)
	return data
}

func TestRealMailUnwrapsWithItsVerdict(t *testing.T) {
	mails, certs := openCases(t)
	good := 0
	for i, mail := range mails {
		if mail.opened.Verify(certs).Good() {
			good++
		}
		checkUnwrapping(t, mail.opened, certs, 131*i)
		if !mail.opened.HasMailLineEnds() {
			t.Errorf("%s: line ends are not those of mail", mail.file)
		}
		if micalg := mail.opened.Micalg(); micalg != "pgp-sha256" && len(mail.opened.signatures) > 0 {
			t.Errorf("%s: micalg %q", mail.file, micalg)
		}
	}
	if good < 100 {
		t.Errorf("only %d of %d opened mails have a good signature", good, len(mails))
	}
	for _, release := range []string{"v1.139.3", "v2.33.0", "v2.62.0"} {
		secret := readOne(t, testdata(t, release+".secret.asc"))
		opened, err := Open(testdata(t, release+".message.asc"), NewRing(secret), nil, Options{})
		check(t, err)
		checkUnwrapping(t, opened, NewRing(signerOf(t, release, opened.Plain)), 77)
	}
}

func TestDetachedSignatureKeepsAllSigners(t *testing.T) {
	r := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4(), carolV6()}, config: compressed}
	opened, err := Open(r.seal(t, plainMail), NewRing(secretKey(t, bobV4())), nil, Options{})
	check(t, err)
	detached, err := opened.DetachedSignature()
	check(t, err)
	for _, signer := range []*v2.Entity{aliceV4(), carolV6()} {
		if v := VerifyDetached(opened.Plain, detached, NewRing(publicKey(t, signer))); !v.Strict() {
			t.Errorf("got %+v", v)
		}
	}
	if tags := tagsOf(t, armoredPackets(t, detached)); !cmp.Equal(tags, []int{tagSignature, tagSignature}) {
		t.Errorf("packets %v", tags)
	}
}

func armoredPackets(t *testing.T, armored []byte) []byte {
	t.Helper()
	source, err := signatureStream(armored)
	check(t, err)
	return source.data
}

// Outside its message a signature loses what made it suspect there.
func TestSuspectSignaturesAreNotDetached(t *testing.T) {
	alice := aliceV4().PrivateKey
	signature := signaturePacketOver(t, alice, plainMail, nil)
	literal := literalPacket(plainMail)
	overKey := signaturePacketOver(t, alice, plainMail, func(s *packet.Signature) { s.SigType = packet.SigTypeGenericCert })
	onePass := onePassPacket(t, alice, true)
	for name, inner := range map[string][][]byte{
		"no signature":                     {literal},
		"signature without its one-pass":   {literal, signature},
		"one-pass packet that differs":     {onePassOfOtherType(t, alice), literal, signature},
		"one-pass without signature":       {onePass, literal},
		"signature over a key":             {overKey, literal},
		"signature of unknown version":     {packetOf(tagSignature, []byte{9, 0, 0, 0}), literal},
		"signature of version 5, LibrePGP": {versionFive(t, signature), literal},
	} {
		t.Run(name, func(t *testing.T) {
			opened := openForBob(t, inner...)
			certs := NewRing(publicKey(t, aliceV4()))
			checkUnwrapping(t, opened, certs, 0)
			if detached, err := opened.DetachedSignature(); !errors.Is(err, ErrNoSignature) || opened.Micalg() != "" {
				t.Errorf("got %s, %v, %q", detached, err, opened.Micalg())
			}
		})
	}
}

func versionFive(t *testing.T, signature []byte) []byte {
	t.Helper()
	body := bytes.Clone(firstPacket(t, signature).body)
	body[0] = 5
	return packetOf(tagSignature, body)
}

// A signature packet may reach to the end of its stream; in a block with others
// it must say where it ends.
func TestDetachedSignatureGivesPacketsALengthOfTheirOwn(t *testing.T) {
	signature := signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil)
	const oldFormatToTheEnd = 0x80 | tagSignature<<2 | 3
	endless := join([]byte{oldFormatToTheEnd}, firstPacket(t, signature).body)
	opened := openForBob(t, onePassPacket(t, aliceV4().PrivateKey, true), literalPacket(plainMail), endless)
	detached, err := opened.DetachedSignature()
	check(t, err)
	if got := armoredPackets(t, detached); !bytes.Equal(got, packetOf(tagSignature, firstPacket(t, signature).body)) {
		t.Errorf("got % x", got)
	}
	checkUnwrapping(t, opened, NewRing(publicKey(t, aliceV4())), 3)
}

func TestHasMailLineEnds(t *testing.T) {
	for content, want := range map[string]bool{
		"": true, "one": true, "one\r\n": true, "one\r\n\r\ntwo": true,
		"one\n": false, "one\r\ntwo\n": false, "one\rtwo\r\n": false, "one\r": false, "one\r\r\n": false, "one\n\r": false,
	} {
		if got := (&Opened{Plain: []byte(content)}).HasMailLineEnds(); got != want {
			t.Errorf("%q: %v", content, got)
		}
	}
}

// Of content with other line ends only signatures over text outlive mail.
func TestOnlySignaturesOverTextSurviveNewLineEnds(t *testing.T) {
	certs := NewRing(publicKey(t, aliceV4()))
	for _, text := range []bool{true, false} {
		opened := signedWithLF(t, text)
		checkUnwrapping(t, opened, certs, 1)
		detached, err := opened.DetachedSignature()
		check(t, err)
		v := VerifyDetached(withCRLF(opened.Plain), detached, certs)
		if opened.HasMailLineEnds() || v.Good() != text {
			t.Errorf("over text %v: %+v", text, v)
		}
	}
}

// signedWithLF is a message whose lines end with LF.
func signedWithLF(t *testing.T, text bool) *Opened {
	t.Helper()
	alice, content := aliceV4().PrivateKey, []byte("one\ntwo\n")
	signature := signaturePacketOver(t, alice, content, nil)
	if text {
		signature = signaturePacketOver(t, alice, withCRLF(content), func(s *packet.Signature) { s.SigType = packet.SigTypeText })
	}
	return openForBob(t, signature, literalPacket(content))
}

func withCRLF(content []byte) []byte { return bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n")) }

// What the comment of DetachedSignature asks of the caller is enough: the part
// that a MIME reader finds between the boundaries is what was signed.
func TestMultipartSignedKeepsTheSignedBytes(t *testing.T) {
	mails, certs := openCases(t)
	for _, mail := range mails {
		detached, err := mail.opened.DetachedSignature()
		if err != nil {
			continue
		}
		wrapped := multipartSigned(mail.opened, detached)
		signed, signature := splitMultipartSigned(t, wrapped)
		if v := VerifyDetached(signed, signature, certs); v.State != mail.opened.Verify(certs).State {
			t.Errorf("%s: %+v", mail.file, v)
		}
	}
}

const boundary = "=_signed_by_the_author"

func multipartSigned(o *Opened, detached []byte) []byte {
	return join(
		[]byte("Content-Type: multipart/signed; micalg="+o.Micalg()+`; protocol="application/pgp-signature"; boundary="`+boundary+"\"\r\n\r\n"),
		[]byte("--"+boundary+"\r\n"), o.Plain,
		[]byte("\r\n--"+boundary+"\r\nContent-Type: application/pgp-signature\r\n\r\n"), bytes.ReplaceAll(detached, []byte("\n"), []byte("\r\n")),
		[]byte("\r\n--"+boundary+"--\r\n"))
}

// splitMultipartSigned cuts by RFC 2046 section 5.1.1: the line end before a
// boundary belongs to the boundary.
func splitMultipartSigned(t *testing.T, mail []byte) (signed, signature []byte) {
	t.Helper()
	delimiter := regexp.MustCompile(`\r\n--` + regexp.QuoteMeta(boundary) + `(--)?\r\n`)
	parts := delimiter.Split(string(mail), -1)
	if len(parts) != 4 {
		t.Fatalf("%d parts", len(parts))
	}
	_, block, _ := strings.Cut(parts[2], "\r\n\r\n")
	return []byte(parts[1]), []byte(block)
}
