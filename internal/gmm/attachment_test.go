package gmm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAttachmentsAreTheEntitysOwn(t *testing.T) {
	mail := strings.ReplaceAll(`From: <a@b.example>
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: Text/Odd

one
--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/odd; charset=utf-8
Content-Transfer-Encoding: base64

dHdv
--y--
--x
Content-Type: message/rfc822

Content-Type: text/odd

three
--x--
`, "\n", "\r\n")
	var got []string
	for _, part := range Attachments([]byte(mail), "text/odd") {
		got = append(got, string(part))
	}
	if diff := cmp.Diff([]string{"one", "two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSignedMailGivesWhatItsSignatureCovers(t *testing.T) {
	mail := "Content-Type: multipart/signed; boundary=x\n\n--x\nSubject: hello\n\ntext\n\n--x\n" +
		"Content-Type: application/pgp-signature\n\nsignature\n--x--\n"
	entity, signature, ok := Signed([]byte(mail))
	if !ok || string(entity) != "Subject: hello\r\n\r\ntext\r\n" || string(signature) != "signature" {
		t.Errorf("%q, %q, %v", entity, signature, ok)
	}
	for name, other := range map[string]string{
		"no signature":      strings.Replace(mail, "application/pgp-signature", "text/plain", 1),
		"not signed":        strings.Replace(mail, "multipart/signed", "multipart/mixed", 1),
		"a third part":      strings.Replace(mail, "--x--", "--x\n\nmore\n--x--", 1),
		"one part, no more": strings.Replace(mail, "--x\nContent-Type", "Content-Type", 1),
	} {
		if _, _, ok := Signed([]byte(other)); ok {
			t.Errorf("%s: taken for signed", name)
		}
	}
}
