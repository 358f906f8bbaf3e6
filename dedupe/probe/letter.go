package probe

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Field marks the three kinds of message, in the protected header: its value is
// the kind. Clients ignore it.
const Field = "Chat-Contact-Probe"

// A File is one message, ready to be sent as it is.
type File struct {
	Name      string `json:"file"`
	Kind      Kind   `json:"kind"`
	From      string `json:"from"`
	To        string `json:"to"`
	Key       string `json:"key"` // fingerprint it is encrypted to, "" if it is not
	MessageID string `json:"message_id"`
	Data      []byte `json:"-"`
}

// A letter is a statement on its way into a mail.
type letter struct {
	statement statement
	signer    *pgp.Key
	recipient *pgp.Key // nil if the recipient has none: signed, but readable by everybody
	part      []byte   // the statement, canonical
}

// write makes the mail.
func (l letter) write(name string, p pen) (File, error) {
	part, err := l.statement.encode()
	if err != nil {
		return File{}, err
	}
	l.part = part
	to := l.statement.to()
	file := File{Name: name, Kind: l.statement.Kind, From: l.statement.from().Address, To: to.Address, Key: to.Fingerprint, MessageID: messageID(l.statement)}
	if to.keyless() {
		entity := l.entity(p.now, "clear")
		signature, micalg, err := p.signAlone(entity, l.signer)
		if err != nil {
			return file, err
		}
		file.Data = l.clear(entity, signature, micalg, p.now)
		return file, nil
	}
	sealed, err := p.seal(l.entity(p.now, "cipher"), l.signer, l.recipient)
	if err != nil {
		return file, err
	}
	file.Data = l.envelope(sealed, p.now)
	return file, nil
}

// messageID follows from what the message is, so that a receiver drops a second
// copy. In form it is the clients' own, and tells a server nothing.
func messageID(s statement) string {
	sum := sha256.Sum256(transcript("message id", string(s.Kind), s.ID, s.Prober.Fingerprint,
		s.Record.Address, s.Record.Fingerprint, s.Candidate.Address, s.Candidate.Fingerprint))
	x := hex.EncodeToString(sum[:])
	return fmt.Sprintf("%s-%s-4%s-a%s-%s@localhost", x[:8], x[8:12], x[13:16], x[17:20], x[20:32])
}

// header are the fields that delivery needs and clients show.
//
// Chat-Version makes it a chat message: without, clients show the subject as
// part of the text, and up to 2.33 drop it by a setting (show_emails). There is
// no Chat-Group-ID and one recipient, so that no client makes a group of it.
func (l letter) header(now time.Time, subject string) string {
	s := l.statement
	return strings.Join([]string{
		"From: <" + s.from().Address + ">",
		"To: <" + s.to().Address + ">",
		"Date: " + now.UTC().Format(time.RFC1123Z),
		"Message-ID: <" + messageID(s) + ">",
		"Subject: " + subject,
		"Chat-Version: 1.0", "",
	}, newline)
}

// entity is what is signed: the fields once more, the text, the statement.
func (l letter) entity(now time.Time, protection string) []byte {
	boundary := l.boundary("parts")
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(l.header(now, subjects()[l.statement.Kind]))
	write("%s: %s", Field, l.statement.Kind)
	write("Autocrypt: %s", autocrypt(l.statement.from().Address, l.signer))
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/mixed; boundary=%q;%s\tprotected-headers=\"v1\"; hp=%q", boundary, newline, protection)
	write("")
	write("--%s%sContent-Type: text/plain; charset=utf-8%sContent-Transfer-Encoding: 8bit%s", boundary, newline, newline, newline)
	write("%s", withMailLineEnds([]byte(l.statement.text())))
	write("--%s%sContent-Type: %s", boundary, newline, MediaType)
	write("Content-Disposition: attachment; filename=\"probe.json\"")
	write("Content-Transfer-Encoding: base64%s", newline)
	write("%s", base64Lines(l.part, newline))
	write("--%s--", boundary)
	return b.Bytes()
}

// boundary cannot occur in a text, base64 or armor of ours: it follows from the
// statement.
func (l letter) boundary(use string) string {
	sum := sha256.Sum256(append([]byte(use), l.part...))
	return "probe-" + hex.EncodeToString(sum[:12])
}

// envelope wraps sealed data as mail (RFC 3156 section 4).
func (l letter) envelope(sealed []byte, now time.Time) []byte {
	boundary := l.boundary("sealed")
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(l.header(now, "[...]"))
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";%s\tboundary=%q%s", newline, boundary, newline)
	write("--%s%sContent-Type: application/pgp-encrypted%s%sVersion: 1%s", boundary, newline, newline, newline, newline)
	write("--%s%sContent-Type: application/octet-stream; name=\"encrypted.asc\"%s", boundary, newline, newline)
	write("%s%s--%s--", withMailLineEnds(sealed), newline, boundary)
	return b.Bytes()
}

// clear wraps a signed entity as mail (RFC 3156 section 5).
func (l letter) clear(entity, signature []byte, micalg string, now time.Time) []byte {
	boundary := l.boundary("signed")
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(l.header(now, subjects()[l.statement.Kind]))
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=%s;%s\tboundary=%q%s", micalg, newline, boundary, newline)
	write("--%s%s%s--%s", boundary, newline+string(entity), newline, boundary)
	write("Content-Type: application/pgp-signature; name=\"signature.asc\"%s", newline)
	write("%s%s--%s--", withMailLineEnds(signature), newline, boundary)
	return b.Bytes()
}
