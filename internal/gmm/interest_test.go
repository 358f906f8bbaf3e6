package gmm

import (
	"strings"
	"testing"
)

func TestInteresting(t *testing.T) {
	long := "Received: from a by b; Fri, 20 Nov 2026 12:00:00 +0000\n"
	tests := []struct {
		name, raw string
		want      bool
	}{
		{"ordinary mail", long + "From: a@x\nTo: b@x\nSubject: chat-version\n\nChat-Version: 1.0\n", false},
		{"nothing", "", false},
		{"any field of the chat protocol", "From: a@x\nchat-Version: 1.0\n\n", true},
		{"the fields of 2017", "X-MrMsg: 1\n\n", true},
		{"a chat field on the last line, without a body", "From: a@x\nChat-Version: 1.0", true},
		{"a chat field in a continuation line is none", "Subject: a\n chat-version: 1\n\n", false},
		{"encrypted mail", "Content-Type: Multipart/Encrypted; protocol=x\n\n", true},
		{"encrypted mail with a folded type", "Content-Type:\n multipart/encrypted;\n boundary=x\n\n", true},
		{"another field that names the type", "X-Note: multipart/encrypted\n\n", false},
		{"encrypted mail as Exchange leaves it", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nContent-Type: application/pgp-encrypted\n\n", true},
		{"encrypted mail as Google leaves it, folded", "Content-Type:\r\n\tmultipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfooter\r\n--b\r\nContent-Type: multipart/encrypted; protocol=\"application/PGP-encrypted\"\r\n", true},
		{"an ordinary multipart", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b--\n", false},
		{"a signed part of chat mail", "Content-Type: multipart/signed; boundary=b\n\n--b\nChat-Version: 1.0\n\n", true},
		{"signed ordinary mail", "Content-Type: multipart/signed; boundary=b\n\n--b\nSubject: x\n\n", false},
		{"a reply to a chat message of 1.x", "In-Reply-To: <Mr.abc.def@example.org>\n\n", true},
		{"a reply to a group message before 1.136", "In-Reply-To: <Gr.abc.def@example.org>\n\n", true},
		{"a reply to a chat message of 2.x", "In-Reply-To: <43e5c957-bf83-4eb0-b66c-aa54116df6cd@localhost>\n\n", true},
		{"a reference on a folded line", "References: <1@x>\r\n <1vvY_t9cB3DdglKNbqRPhWnm@localhost>\r\n\r\n", true},
		{"a reply to another program at localhost", "In-Reply-To: <20020822.g7M@localhost>\n\n", false},
		{"a reply to ordinary mail", "In-Reply-To: <1@example.org>\nReferences: <0@example.org>\n <1@example.org>\n\n", false},
		{"a Message-ID like those of chat clients alone", "Message-ID: <x@localhost>\n\n", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, raw := range []string{test.raw, strings.ReplaceAll(strings.ReplaceAll(test.raw, "\r\n", "\n"), "\n", "\r\n")} {
				if got := Interesting([]byte(raw)); got != test.want {
					t.Errorf("got %v for %q", got, raw)
				}
			}
		})
	}
}

func TestAllRealChatMailIsInteresting(t *testing.T) {
	for name, raw := range namedMails(t) {
		if !Interesting(raw) {
			t.Errorf("%s is not", name)
		}
	}
}
