package labelled

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
	"time"
)

// A mailbox is a name and an address, as in From.
type mailbox struct{ name, address string }

func (m mailbox) String() string {
	if m.name == "" {
		return "<" + m.address + ">"
	}
	if encoded := mime.QEncoding.Encode("utf-8", m.name); encoded != m.name {
		return encoded + " <" + m.address + ">"
	}
	return `"` + m.name + `" <` + m.address + ">"
}

// authserv is the name by which the users' own server signs what it found out about
// a mail (RFC 8601).
const authserv = "mx.nine.testrun.example"

// A letter is one mail to be delivered. From, Date and To have no default.
type letter struct {
	from      mailbox
	outer     mailbox // From of the envelope of sealed mail, if it is another
	to        []mailbox
	at        time.Time
	dated     time.Time // what sealed mail says of when it was signed, if not when it was
	id        string
	inReplyTo string
	results   []string // what the user's own server says of it, above what it came with
	extra     []string // fields of the outer header
	inner     []string // fields of the protected header
	autocrypt *keypair // shown in the header; sealed mail shows the signer's inside
	body      string
	card      string // attached vCard
	sealed    []byte // content of sealed mail; made by seal
}

func (l letter) date() string { return l.at.UTC().Format(time.RFC1123Z) }

func (l letter) signed() time.Time {
	if l.dated.IsZero() {
		return l.at
	}
	return l.dated
}

func (l letter) recipients() string {
	var list []string
	for _, to := range l.to {
		list = append(list, to.String())
	}
	return strings.Join(list, ", ")
}

// entity is what is sealed: the header as its author meant it, and the text.
func (l letter) entity(signer *keypair) []byte {
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	write("From: %s", l.from)
	write("To: %s", l.recipients())
	write("Date: %s", l.signed().UTC().Format(time.RFC1123Z))
	write("Message-ID: <%s>", l.id)
	write("Subject: Message from %s", mime.QEncoding.Encode("utf-8", l.from.name))
	write("Chat-Version: 1.0")
	write("Autocrypt: %s", autocrypt(l.from.address, signer, "\r\n"))
	if l.inReplyTo != "" {
		write("In-Reply-To: <%s>", l.inReplyTo)
	}
	for _, field := range l.inner {
		write("%s", field)
	}
	write("MIME-Version: 1.0")
	write(`Content-Type: text/plain; charset=utf-8; protected-headers="v1"; hp="cipher"`)
	write("Content-Transfer-Encoding: 8bit")
	write("")
	write("%s", strings.ReplaceAll(l.body, "\n", "\r\n"))
	return b.Bytes()
}

// raw is the mail as it lies in an mbox, with LF line ends.
func (l letter) raw(device *device) []byte {
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	from := l.from
	if l.outer.address != "" {
		from = l.outer
	}
	arrived := l.at.Add(7 * time.Second).UTC()
	write("From %s %s", from.address, arrived.Format(time.ANSIC))
	write("Return-Path: <%s>", from.address)
	write("Delivered-To: %s", device.address)
	for _, result := range l.results {
		write("Authentication-Results: %s; %s", authserv, result)
	}
	write("Received: from mx.example (mx.example [192.0.2.1]) by %s with ESMTPS; %s", device.host(), arrived.Format(time.RFC1123Z))
	write("From: %s", from)
	if l.sealed != nil {
		write(`To: "hidden-recipients": ;`)
	} else {
		write("To: %s", l.recipients())
	}
	write("Date: %s", l.date())
	write("Message-ID: <%s>", l.id)
	if l.inReplyTo != "" && l.sealed == nil {
		write("In-Reply-To: <%s>", l.inReplyTo)
	}
	for _, field := range l.extra {
		write("%s", field)
	}
	if l.autocrypt != nil {
		write("Autocrypt: %s", autocrypt(from.address, l.autocrypt, "\n"))
	}
	write("MIME-Version: 1.0")
	l.writeBody(&b)
	write("")
	return b.Bytes()
}

// writeBody writes the content with its header fields.
func (l letter) writeBody(b *bytes.Buffer) {
	boundary := "part-" + strings.NewReplacer("@", "-", ".", "-").Replace(l.id)
	switch {
	case l.sealed != nil:
		fmt.Fprintf(b, "Subject: [...]\nChat-Version: 1.0\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\n\tboundary=%q\n\n", boundary)
		fmt.Fprintf(b, "--%s\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n", boundary)
		fmt.Fprintf(b, "--%s\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\n\n%s\n\n--%s--\n", boundary, bytes.TrimSpace(l.sealed), boundary)
	case l.card != "":
		fmt.Fprintf(b, "Subject: My card\nContent-Type: multipart/mixed; boundary=%q\n\n", boundary)
		fmt.Fprintf(b, "--%s\nContent-Type: text/plain; charset=utf-8\n\n%s\n", boundary, l.body)
		fmt.Fprintf(b, "--%s\nContent-Type: text/vcard; charset=utf-8\nContent-Disposition: attachment; filename=\"card.vcf\"\n\n%s--%s--\n",
			boundary, strings.ReplaceAll(l.card, "\r\n", "\n"), boundary)
	default:
		fmt.Fprintf(b, "Subject: Hello\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n", l.body)
	}
}

// autocrypt renders a key field (Autocrypt Level 1 section 2.1).
func autocrypt(address string, key *keypair, newline string) string {
	data := base64.StdEncoding.EncodeToString(key.secret.Serialize())
	var folded strings.Builder
	for len(data) > 0 {
		n := min(len(data), 76)
		folded.WriteString(newline + "\t" + data[:n])
		data = data[n:]
	}
	return "addr=" + address + "; prefer-encrypt=mutual; keydata=" + folded.String()
}
