package gmm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outline shows a tree of parts: types and bodies.
func outline(p part) string {
	if len(p.children) == 0 {
		return fmt.Sprintf("%s %q", p.media.value, p.body)
	}
	var inside []string
	for _, child := range p.children {
		inside = append(inside, outline(child))
	}
	return p.media.value + " [" + strings.Join(inside, ", ") + "]"
}

func TestParsePart(t *testing.T) {
	mixed := "Content-Type: multipart/mixed; boundary=b\n\n"
	tests := []struct{ name, raw, want string }{
		{"a message without a type is text", "A: 1\n\nhello\n", `text/plain "hello\n"`},
		{"an empty type is not", "Content-Type:\n\nhello\n", ` "hello\n"`},
		{"two parts", mixed + "--b\n\none\n--b\n\ntwo\n--b--\n", `multipart/mixed [text/plain "one", text/plain "two"]`},
		{"preamble and epilogue are not parts", mixed + "pre\n--b\n\none\n--b--\npost\n--b\n\nno\n", `multipart/mixed [text/plain "one"]`},
		{"only the line end before a boundary belongs to it", mixed + "--b\n\none\n\n--b--\n", `multipart/mixed [text/plain "one\n"]`},
		{"line ends may be mixed", mixed + "--b\r\n\r\none\r\n--b\n\ntwo\r\n--b--\r\n", `multipart/mixed [text/plain "one", text/plain "two"]`},
		{"a missing closing boundary loses nothing", mixed + "--b\n\none\n--b\n\ntwo\n", `multipart/mixed [text/plain "one", text/plain "two\n"]`},
		{"a cut-off boundary ends the last part", mixed + "--b\n\none\n--b", `multipart/mixed [text/plain "one"]`},
		{"white space behind a boundary does not matter", mixed + "--b \t\n\none\n--b-- \n", `multipart/mixed [text/plain "one"]`},
		{"a boundary needs only to begin the line", mixed + "--bcd\n\none\n--b--\n", `multipart/mixed [text/plain "one"]`},
		{"a boundary inside a line is none", mixed + "--b\n\none --b\n--b--\n", `multipart/mixed [text/plain "one --b"]`},
		{"a part may be empty", mixed + "--b\n--b\n\n--b--\n", `multipart/mixed [text/plain "", text/plain ""]`},
		{"a multipart without its boundary is one part", mixed + "hello\n", `multipart/mixed "hello\n"`},
		{"a multipart that names no boundary is one part", "Content-Type: multipart/mixed\n\n--b\n", `multipart/mixed "--b\n"`},
		{"parts of a digest are messages", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: 1\n\nx\n--b--\n", `multipart/digest [message/rfc822 "A: 1\n\nx"]`},
		{"multiparts nest", mixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--c--\n--b\n\ntwo\n--b--\n",
			`multipart/mixed [multipart/alternative [text/plain "one"], text/plain "two"]`},
		{"an inner multipart may miss its closing boundary", mixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--\n",
			`multipart/mixed [multipart/alternative [text/plain "one"], text/plain "two"]`},
		{"an attached message is not entered", mixed + "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--c--\n\n--b--\n",
			`multipart/mixed [message/rfc822 "Content-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--c--\n"]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, outline(parsePart([]byte(test.raw)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecoded(t *testing.T) {
	tests := []struct{ name, encoding, body, want string }{
		{"no encoding leaves the body", "", "a=3D\n", "a=3D\n"},
		{"an unknown encoding leaves the body", "x-uuencode", "abc", "abc"},
		{"quoted-printable", "Quoted-Printable", "a=3Db=\nc", "a=bc"},
		{"a comment behind the encoding does not matter", "quoted-printable (really)", "a=3Db", "a=b"},
		{"base64 in lines", "base64", "aGVs\r\nbG8=\r\n", "hello"},
		{"base64 without padding", "base64", "aGVsbG8", "hello"},
		{"base64 with foreign bytes", "base64", "aGV*sb G8=", "hello"},
		{"base64 cut off", "base64", "aGVsb", "hel"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := parsePart([]byte("Content-Transfer-Encoding: " + test.encoding + "\n\n" + test.body))
			if got := string(p.decoded()); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestFileNameAndAttachment(t *testing.T) {
	tests := []struct {
		name, fields, want string
		attached           bool
	}{
		{"no name", "Content-Disposition: attachment", "", false},
		{"the file name of the disposition", "Content-Disposition: attachment; filename=\"a b.json\"", "a b.json", true},
		{"an inline file", "Content-Disposition: inline; filename=a", "a", false},
		{"the name of the type", "Content-Type: text/plain; name=b", "b", false},
		{"the disposition before the type", "Content-Type: text/plain; name=b\nContent-Disposition: attachment; filename=a", "a", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := parsePart([]byte(test.fields + "\n\n"))
			if p.fileName() != test.want || p.isAttachment() != test.attached {
				t.Errorf("got %q, %v", p.fileName(), p.isAttachment())
			}
		})
	}
}
