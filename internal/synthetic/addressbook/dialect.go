package addressbook

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A dialect is how one program writes cards.
type dialect struct {
	version, newline, product string
	uids                      string // prefix of UIDs; "-" for none
	mail                      map[string]string
	phone                     map[string]string // by use
	items                     bool              // grouped lines with X-ABLabel for work values
	birthday                  string            // "extended", "basic", "time"
	yearless                  string            // how a birthday without a year is written, "" if it cannot be
	revision                  bool
	names                     string // "" N and FN; "formatted" FN alone; "one" all in one component; "cut" as on a SIM card
	phonetic                  bool
	oneNumber, mobile         bool // takes one number; takes mobile numbers alone
	uri                       bool // TEL;VALUE=uri
	company                   string
	extras                    []string // lines that mean nothing to others
}

func uses(cell, home, work, other string) map[string]string {
	return map[string]string{"cell": cell, "home": home, "work": work, "": other}
}

func dialects() map[string]*dialect {
	return map[string]*dialect{
		"google": {version: "3.0", newline: "\r\n", uids: "-", mail: uses("", "EMAIL;TYPE=INTERNET;TYPE=HOME", "EMAIL;TYPE=INTERNET;TYPE=WORK", "EMAIL;TYPE=INTERNET"),
			phone: uses("TEL;TYPE=CELL", "TEL;TYPE=HOME", "TEL;TYPE=WORK", "TEL"), birthday: "extended", yearless: "--04-02", phonetic: true, extras: []string{"CATEGORIES:myContacts"}},
		"apple": {version: "3.0", newline: "\r\n", product: "-//Apple Inc.//iPhone OS 17.5//EN", uids: "", mail: uses("", "EMAIL;type=INTERNET;type=HOME;type=pref", "EMAIL;type=INTERNET;type=WORK", "EMAIL;type=INTERNET;type=pref"),
			phone: uses("TEL;type=CELL;type=VOICE;type=pref", "TEL;type=HOME;type=VOICE", "TEL;type=WORK;type=VOICE", "TEL;type=OTHER;type=VOICE"), items: true, birthday: "extended", yearless: "omit", revision: true, phonetic: true, company: "X-ABShowAs:COMPANY"},
		"outlook": {version: "2.1", newline: "\r\n", uids: "-", mail: uses("", "EMAIL;PREF;INTERNET", "EMAIL;INTERNET", "EMAIL;PREF;INTERNET"),
			phone: uses("TEL;CELL;VOICE", "TEL;HOME;VOICE", "TEL;WORK;VOICE", "TEL;VOICE"), birthday: "basic", revision: true, extras: []string{"X-MS-OL-DEFAULT-POSTAL-ADDRESS:0"}},
		"android": {version: "2.1", newline: "\r\n", uids: "-", mail: uses("", "EMAIL;HOME", "EMAIL;WORK", "EMAIL;X-INTERNET"),
			phone: uses("TEL;CELL", "TEL;HOME", "TEL;WORK", "TEL;X-Other"), birthday: "extended", yearless: "--04-02"},
		"thunderbird": {version: "4.0", newline: "\r\n", uids: "", mail: uses("", "EMAIL;PREF=1", "EMAIL;TYPE=WORK", "EMAIL;PREF=1"),
			phone: uses("TEL;TYPE=CELL;VALUE=TEXT", "TEL;TYPE=HOME;VALUE=TEXT", "TEL;TYPE=WORK;VALUE=TEXT", "TEL;VALUE=TEXT"), birthday: "basic", yearless: "--0402"},
		"nextcloud": {version: "3.0", newline: "\r\n", product: "-//Sabre//Sabre VObject 4.5.4//EN", uids: "", mail: uses("", "EMAIL;TYPE=HOME", "EMAIL;TYPE=WORK", "EMAIL;TYPE=OTHER"),
			phone: uses("TEL;TYPE=CELL", "TEL;TYPE=HOME,VOICE", "TEL;TYPE=WORK,VOICE", "TEL;TYPE=VOICE"), birthday: "basic", revision: true},
		"cardbook": {version: "4.0", newline: "\n", product: "-//CardBook//EN", uids: "urn:uuid:", mail: uses("", "EMAIL;TYPE=home", "EMAIL;TYPE=work", "EMAIL"),
			phone: uses("TEL;TYPE=cell", "TEL;TYPE=home", "TEL;TYPE=work", "TEL"), birthday: "basic", yearless: "--0402", revision: true, uri: true},
		"sim": {version: "2.1", newline: "\n", uids: "-", mail: uses("", "EMAIL", "EMAIL", "EMAIL"), phone: uses("TEL;CELL", "TEL;CELL", "TEL;CELL", "TEL;CELL"),
			names: "cut", oneNumber: true, birthday: "basic"},
		"messenger": {version: "3.0", newline: "\n", uids: "-", mail: uses("", "EMAIL", "EMAIL", "EMAIL"), phone: uses("TEL;TYPE=CELL", "TEL", "TEL", "TEL"),
			names: "one", oneNumber: true, mobile: true, birthday: "basic"},
		"collected": {version: "4.0", newline: "\r\n", uids: "", mail: uses("", "EMAIL;PREF=1", "EMAIL;PREF=1", "EMAIL;PREF=1"), phone: uses("TEL", "TEL", "TEL", "TEL"),
			names: "formatted", birthday: "basic"},
	}
}

func (b *builder) uid(d *dialect) string {
	if d.uids == "-" {
		return ""
	}
	r := b.random
	return fmt.Sprintf("%s%08x-%04x-4%03x-a%03x-%012x", d.uids, r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Uint64()>>16)
}

// write writes a card.
func (d *dialect) write(c *card, random *rand.Rand) string {
	w := &writer{dialect: d}
	w.b.WriteString("BEGIN:VCARD" + d.newline + "VERSION:" + d.version + d.newline)
	if d.product != "" {
		w.line("PRODID", d.product)
	}
	if c.uid != "" {
		w.line("UID", c.uid)
	}
	formatted := c.formatted
	if formatted == "" && d.version == "3.0" {
		formatted = join(c.given, c.family)
	}
	w.line("FN", formatted)
	if d.names != "formatted" && (d.names != "" || !c.group) {
		w.line("N", c.family, c.given, c.middle, c.prefix, c.suffix)
	}
	w.given("NICKNAME", c.nickname)
	w.given("X-PHONETIC-FIRST-NAME", c.phoneticGiven)
	w.given("X-PHONETIC-LAST-NAME", c.phoneticFamily)
	w.reached(c)
	w.rest(c)
	for _, extra := range d.extras {
		if often(random, 50) {
			w.b.WriteString(extra + d.newline)
		}
	}
	if d.revision {
		w.b.WriteString(fmt.Sprintf("REV:20%02d%02d%02dT%02d%02d00Z", 10+random.IntN(15), 1+random.IntN(12), 1+random.IntN(28), random.IntN(24), random.IntN(60)) + d.newline)
	}
	w.b.WriteString("END:VCARD" + d.newline)
	return w.b.String()
}

// writer writes the lines of one card.
type writer struct {
	*dialect
	b       strings.Builder
	grouped int
}

func (w *writer) given(name, text string) {
	if text != "" {
		w.line(name, text)
	}
}

// reached writes addresses and numbers.
func (w *writer) reached(c *card) {
	for _, m := range c.mails {
		w.valued(w.mail[m.use], m, m.text)
	}
	for _, p := range c.phones {
		text := p.text
		name := w.phone[p.use]
		if w.uri && strings.HasPrefix(text, "+") && !strings.ContainsAny(text, "( x") {
			name, text = name+";VALUE=uri", "tel:"+text
		}
		w.valued(name, p, text)
	}
}

// valued writes a line; of values for work some programs write the label beside.
func (w *writer) valued(name string, v value, text string) {
	if !w.items || v.use != "work" {
		w.line(name, text)
		return
	}
	w.grouped++
	item := fmt.Sprintf("item%d.", w.grouped)
	property, _, _ := strings.Cut(name, ";")
	w.line(item+property, text)
	w.line(item+"X-ABLabel", "_$!<Work>!$_")
}

func (w *writer) rest(c *card) {
	if c.organisation != "" {
		w.line("ORG", c.organisation)
	}
	w.given("TITLE", c.title)
	if p := c.postal; p != nil {
		name := map[string]string{"2.1": "ADR;HOME", "3.0": "ADR;TYPE=HOME", "4.0": "ADR;TYPE=home"}[w.version]
		w.line(name, "", p.estate, p.street, p.city, p.region, p.code, p.country)
	}
	if c.birthday != nil {
		w.born(c)
	}
	w.given("BDAY", c.born)
	if c.group {
		switch {
		case w.version == "4.0":
			w.line("KIND", "org")
		case w.company != "":
			w.b.WriteString(w.company + w.newline)
		}
	}
	w.given("NOTE", c.note)
}

func (w *writer) born(c *card) {
	d, yearless := *c.birthday, c.yearless
	switch {
	case c.inUTC:
		d.day--
		w.line("BDAY", d.String()+"T22:00:00Z")
	case yearless && w.yearless == "omit":
		w.b.WriteString(fmt.Sprintf("BDAY;X-APPLE-OMIT-YEAR=1604:1604-%02d-%02d", d.month, d.day) + w.newline)
	case yearless && w.yearless == "--0402":
		w.line("BDAY", fmt.Sprintf("--%02d%02d", d.month, d.day))
	case yearless:
		w.line("BDAY", fmt.Sprintf("--%02d-%02d", d.month, d.day))
	case w.birthday == "basic":
		w.line("BDAY", strings.ReplaceAll(d.String(), "-", ""))
	default:
		w.line("BDAY", d.String())
	}
}

// line writes one property, folded at 75 octets; vCard 2.1 in quoted-printable if
// it has to be.
func (w *writer) line(name string, components ...string) {
	if w.version == "2.1" {
		w.printable(name, components)
		return
	}
	line := name + ":"
	for i, c := range components {
		if i > 0 {
			line += ";"
		}
		line += escape(c)
	}
	width := 0
	for _, r := range line {
		n := len(string(r))
		if width+n > 75 {
			w.b.WriteString(w.newline + " ")
			width = 1
		}
		w.b.WriteRune(r)
		width += n
	}
	w.b.WriteString(w.newline)
}

func escape(text string) string {
	if !strings.ContainsAny(text, "\\,;\n") {
		return text
	}
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`).Replace(text)
}

func (w *writer) printable(name string, components []string) {
	text := strings.Join(components, ";")
	plain := true
	for i := range len(text) {
		plain = plain && text[i] >= ' ' && text[i] < 0x7f
	}
	if plain {
		w.b.WriteString(name + ":" + text + w.newline)
		return
	}
	head := name + ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
	w.b.WriteString(head)
	width := len(head)
	for i := range len(text) {
		octet := string(text[i])
		if c := text[i]; c < ' ' || c > '~' || c == '=' {
			octet = fmt.Sprintf("=%02X", c)
		}
		if width += len(octet); width > 75 {
			w.b.WriteString("=" + w.newline)
			width = len(octet)
		}
		w.b.WriteString(octet)
	}
	w.b.WriteString(w.newline)
}
