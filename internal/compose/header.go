package compose

import (
	"encoding/base64"
	"mime"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// newline of mail (RFC 5322 section 2.3).
const newline = "\r\n"

// fold continues a field on the next line (RFC 5322 section 2.2.3).
const fold = newline + "\t"

// A Mailbox is an address, and a display name unless it is empty.
type Mailbox struct {
	Name    string
	Address string
}

// Label is what a text calls the mailbox: its name in one line, or its address.
func (m Mailbox) Label() string {
	if m.Name == "" {
		return m.Address
	}
	return displayName(m.Name)
}

func (m Mailbox) field() string {
	address := "<" + oneLine(m.Address) + ">"
	if m.Name == "" {
		return address
	}
	name := displayName(m.Name)
	if words := encodedWords(name); words != name {
		return words + " " + address
	}
	return `"` + name + `" ` + address
}

// A Header is a header section that is being written. The zero value is empty.
type Header struct {
	text strings.Builder
}

// Add writes a field whose value is ASCII. Control characters become blanks.
func (h *Header) Add(name, value string) { h.write(name, oneLine(value)) }

// AddText writes a field of free text, in encoded words (RFC 2047) if need be.
func (h *Header) AddText(name, value string) { h.write(name, encodedWords(value)) }

// AddMailboxes writes an address list, a line for each entry: lines stay short
// however many there are.
func (h *Header) AddMailboxes(name string, list ...Mailbox) {
	var entries []string
	for _, m := range list {
		entries = append(entries, m.field())
	}
	h.write(name, strings.Join(entries, ","+fold))
}

// AddDate writes a Date field, in UTC.
func (h *Header) AddDate(t time.Time) { h.write("Date", t.UTC().Format(time.RFC1123Z)) }

// AddAutocrypt writes the sender's key (Autocrypt Level 1 section 2.1), as
// clients of chatmail do: with a wish for encrypted answers.
func (h *Header) AddAutocrypt(address string, key *pgp.Key) {
	h.write("Autocrypt", keyField(address, "prefer-encrypt=mutual; ", key))
}

// AddGossip writes the key of another recipient (Autocrypt Level 1 section 2.2).
func (h *Header) AddGossip(address string, key *pgp.Key) {
	h.write("Autocrypt-Gossip", keyField(address, "", key))
}

// String is the section without the blank line that ends it.
func (h *Header) String() string { return h.text.String() }

func (h *Header) write(name, value string) { h.text.WriteString(name + ": " + value + newline) }

func keyField(address, wish string, key *pgp.Key) string {
	return "addr=" + oneLine(address) + "; " + wish + "keydata=" + fold + base64Lines(key.Serialize(), fold)
}

// base64Lines encodes in lines of 76 characters (RFC 2045 section 6.8).
func base64Lines(data []byte, lineEnd string) string {
	const width = 76
	text := base64.StdEncoding.EncodeToString(data)
	var lines []string
	for len(text) > width {
		lines, text = append(lines, text[:width]), text[width:]
	}
	return strings.Join(append(lines, text), lineEnd)
}

// encodedWords writes text as RFC 2047 has it; text in ASCII stays as it is,
// unless readers would take a piece of it for an encoded word.
func encodedWords(s string) string {
	if !strings.Contains(s, "=?") {
		return mime.QEncoding.Encode("utf-8", s)
	}
	const most = 45 // bytes in a word of at most 75 characters
	var words []string
	for len(s) > 0 {
		n := min(len(s), most)
		for n < len(s) && n > most-utf8.UTFMax && !utf8.RuneStart(s[n]) {
			n--
		}
		words, s = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?="), s[n:]
	}
	return strings.Join(words, newline+" ")
}

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// displayName keeps a name from ending a line or a quoted string.
func displayName(s string) string {
	return strings.NewReplacer(`"`, " ", `\`, " ").Replace(oneLine(s))
}
