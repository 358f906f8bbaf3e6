package repair

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A letter is a correction before it is sealed.
type letter struct {
	goal    analyze.Goal
	rows    []row
	signer  analyze.Person
	keys    map[string]*pgp.Key // by address
	gmms    []carried
	date    time.Time
	wait    time.Duration // how long after the writing it may be delivered
	old     bool          // some receiver runs a release before 1.154
	open    bool          // some receiver runs a release before 1.157, and needs the recipients outside
	attempt int           // how many corrections of this content the case holds already
	removed string        // former member whose removal is named, "" for none
}

// carried is one original GMM as it is attached.
type carried struct {
	messageID string
	data      []byte
}

// newline of mail (RFC 5322 section 2.3).
const newline = "\r\n"

// messageID is the same for the same content, so that a receiver that has the
// correction drops a second copy. In form it is the clients' own.
func (l *letter) messageID() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%d\n", l.goal.ID, l.signer.Address, l.attempt)
	if l.removed != "" {
		fmt.Fprintln(h, "without", l.removed)
	}
	for _, r := range l.rows {
		fmt.Fprintf(h, "%s %d %t\n", r.Address, r.time, r.member)
	}
	for _, g := range l.gmms {
		fmt.Fprintln(h, g.messageID)
	}
	x := hex.EncodeToString(h.Sum(nil))
	return fmt.Sprintf("%s-%s-4%s-a%s-%s@localhost", x[:8], x[8:12], x[13:16], x[17:20], x[20:32])
}

// notBefore is when the letter may be delivered, nil for at once.
func (l *letter) notBefore() *time.Time {
	if l.wait == 0 {
		return nil
	}
	at := l.date.UTC().Truncate(time.Second)
	return &at
}

// listed are the rows a message states: every member but the signer, who is
// listed by being its sender, then the past members.
func (l *letter) listed() (members, past []row) {
	for _, r := range l.rows {
		switch {
		case !r.member:
			past = append(past, r)
		case r.Address != l.signer.Address:
			members = append(members, r)
		}
	}
	return members, past
}

// protected is the header inside the encryption, on which clients act.
func (l *letter) protected() []string {
	members, past := l.listed()
	var times, fingerprints []string
	for _, r := range append(members, past...) {
		times = append(times, strconv.FormatInt(r.time, 10))
		fingerprints = append(fingerprints, r.Fingerprint)
	}
	header := []string{
		"From: " + mailboxText(l.signer),
		"To: " + mailboxList(members),
		"Date: " + l.date.UTC().Format(time.RFC1123Z),
		"Message-ID: <" + l.messageID() + ">",
		"Subject: " + mime.QEncoding.Encode("utf-8", "Corrected member list of "+l.goal.Name),
		"Chat-Version: 1.0",
		"Chat-Group-ID: " + l.goal.ID,
		"Chat-Group-Name: " + mime.QEncoding.Encode("utf-8", l.goal.Name),
		"Chat-Group-Member-Correction: 1",
	}
	if len(past) > 0 {
		header = append(header, "Chat-Group-Past-Members: "+mailboxList(past))
	}
	header = append(header, "Chat-Group-Member-Timestamps: "+strings.Join(times, " "))
	if complete(fingerprints) {
		header = append(header, "Chat-Group-Member-Fpr: "+strings.Join(fingerprints, " "))
	}
	if l.old {
		// An answer to a message nobody has makes releases 1.117 to 1.153 take
		// the recipients as the whole list.
		header = append(header, "In-Reply-To: <missed."+l.messageID()+">")
	}
	if l.removed != "" {
		header = append(header, "Chat-Group-Member-Removed: "+l.removed)
	}
	header = append(header, "Autocrypt: "+autocrypt(l.signer.Address, "prefer-encrypt=mutual; ", l.keys[l.signer.Address]))
	for _, r := range members {
		if key := l.keys[r.Address]; key != nil {
			header = append(header, "Autocrypt-Gossip: "+autocrypt(r.Address, "", key))
		}
	}
	return header
}

func complete(list []string) bool {
	for _, s := range list {
		if s == "" {
			return false
		}
	}
	return len(list) > 0
}

// entity is the whole MIME entity that is sealed.
func (l *letter) entity() []byte {
	var b bytes.Buffer
	for _, line := range l.protected() {
		b.WriteString(line + newline)
	}
	boundary := l.boundary()
	b.WriteString("MIME-Version: 1.0" + newline)
	fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%q;%s protected-headers=\"v1\"; hp=\"cipher\"%s%s", boundary, newline+"\t", newline, newline)
	fmt.Fprintf(&b, "--%s%sContent-Type: text/plain; charset=utf-8%sContent-Transfer-Encoding: 8bit%s%s%s%s",
		boundary, newline, newline, newline, newline, l.text(), newline)
	for i, g := range l.gmms {
		fmt.Fprintf(&b, "--%s%sContent-Type: message/rfc822%sContent-Disposition: attachment; filename=\"gmm-%d.eml\"%s%s",
			boundary, newline, newline, i+1, newline, newline)
		b.Write(g.data)
		b.WriteString(newline)
	}
	fmt.Fprintf(&b, "--%s--%s", boundary, newline)
	return b.Bytes()
}

// boundary occurs in nothing that is attached.
func (l *letter) boundary() string {
	for i := 0; ; i++ {
		sum := sha256.Sum256([]byte(l.messageID() + strconv.Itoa(i)))
		boundary := "correction-" + hex.EncodeToString(sum[:12])
		found := false
		for _, g := range l.gmms {
			found = found || bytes.Contains(g.data, []byte(boundary))
		}
		if !found {
			return boundary
		}
	}
}

// text is what people read in the chat.
func (l *letter) text() string {
	var names []string
	for _, r := range l.rows {
		if r.member {
			names = append(names, displayName(r.Person))
		}
	}
	return fmt.Sprintf("The member list of this group was not the same for everybody. It is corrected now: %s.", strings.Join(names, ", "))
}

func displayName(p analyze.Person) string {
	if p.Name != "" {
		return oneLine(p.Name)
	}
	return p.Address
}

// oneLine keeps a name from mail from ending a line or a quoted string.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' || r == '\\' {
			return ' '
		}
		return r
	}, s)
}

func mailboxText(p analyze.Person) string {
	if p.Name == "" {
		return "<" + p.Address + ">"
	}
	name := oneLine(p.Name)
	if encoded := mime.QEncoding.Encode("utf-8", name); encoded != name {
		return encoded + " <" + p.Address + ">"
	}
	return `"` + name + `" <` + p.Address + ">"
}

// mailboxList folds at every entry: lines stay short however large the group.
func mailboxList(rows []row) string {
	var list []string
	for _, r := range rows {
		list = append(list, mailboxText(r.Person))
	}
	return strings.Join(list, ","+newline+"\t")
}

// autocrypt renders a key field (Autocrypt Level 1 section 2.1).
func autocrypt(address, prefer string, key *pgp.Key) string {
	data := base64.StdEncoding.EncodeToString(key.Serialize())
	var folded strings.Builder
	for len(data) > 0 {
		n := min(len(data), 76)
		folded.WriteString(newline + "\t" + data[:n])
		data = data[n:]
	}
	return "addr=" + address + "; " + prefer + "keydata=" + folded.String()
}

// envelope wraps sealed data as mail: outside stands only what delivery needs.
// Releases before 1.157 take gossip for outer recipients only, and those before
// 1.150 the sender's key from the outer section.
func (l *letter) envelope(sealed []byte) []byte {
	members, _ := l.listed()
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	write("From: <%s>", l.signer.Address)
	if l.open {
		var list []string
		for _, r := range members {
			list = append(list, "<"+r.Address+">")
		}
		write("To: %s", strings.Join(list, ","+newline+"\t"))
		write("Autocrypt: %s", autocrypt(l.signer.Address, "prefer-encrypt=mutual; ", l.keys[l.signer.Address]))
	} else {
		write(`To: "hidden-recipients": ;`)
	}
	write("Date: %s", l.date.UTC().Format(time.RFC1123Z))
	write("Message-ID: <%s>", l.messageID())
	write("Subject: [...]")
	write("Chat-Version: 1.0")
	write("MIME-Version: 1.0")
	boundary := "sealed-" + l.boundary()
	write("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";%s\tboundary=%q", newline, boundary)
	write("")
	write("--%s%sContent-Type: application/pgp-encrypted%s%sVersion: 1%s", boundary, newline, newline, newline, newline)
	write("--%s%sContent-Type: application/octet-stream; name=\"encrypted.asc\"%s", boundary, newline, newline)
	b.Write(bytes.ReplaceAll(bytes.TrimSpace(sealed), []byte("\n"), []byte(newline)))
	write("%s--%s--", newline, boundary)
	return b.Bytes()
}
