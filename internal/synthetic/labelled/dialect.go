package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A dialect is how one program writes an address book.
type dialect struct {
	book    string // name of the file
	version string
	newline string
	product string // PRODID, "" for none
	prefix  string // of a UID
	noUIDs  bool
	tagged  string // EMAIL with its parameters; %d counts, for grouped lines
	phone   string // TEL with its parameters
	dated   bool   // REV
	basic   bool   // birthdays without hyphens
}

func dialects() []dialect {
	return []dialect{
		{book: "google.vcf", version: "3.0", newline: "\r\n", noUIDs: true, tagged: "item%d.EMAIL;TYPE=INTERNET", phone: "TEL;TYPE=CELL"},
		{book: "apple.vcf", version: "3.0", newline: "\r\n", product: "-//Apple Inc.//iPhone OS 17.1//EN", prefix: "", tagged: "EMAIL;type=INTERNET;type=HOME;type=pref", phone: "TEL;type=CELL;type=VOICE;type=pref", dated: true},
		{book: "nextcloud.vcf", version: "3.0", newline: "\r\n", product: "-//Sabre//Sabre VObject 4.5.4//EN", tagged: "EMAIL;TYPE=HOME", phone: "TEL;TYPE=HOME,VOICE", dated: true, basic: true},
		{book: "thunderbird.vcf", version: "4.0", newline: "\r\n", prefix: "", tagged: "EMAIL;PREF=1", phone: "TEL;VALUE=TEXT"},
		{book: "deltachat.vcf", version: "4.0", newline: "\r\n", noUIDs: true, tagged: "EMAIL", phone: "TEL", dated: true, basic: true},
		{book: "outlook.vcf", version: "2.1", newline: "\r\n", noUIDs: true, tagged: "EMAIL;PREF;INTERNET", phone: "TEL;CELL;VOICE", dated: true, basic: true},
		{book: "android.vcf", version: "2.1", newline: "\n", noUIDs: true, tagged: "EMAIL;HOME", phone: "TEL;CELL"},
		{book: "cardbook.vcf", version: "4.0", newline: "\n", product: "-//CardBook//EN", prefix: "urn:uuid:", tagged: "EMAIL;TYPE=home", phone: "TEL;TYPE=cell", dated: true},
	}
}

func (d dialect) uid(random *rand.Rand) string {
	if d.noUIDs {
		return ""
	}
	return fmt.Sprintf("%s%08x-%04x-4%03x-a%03x-%012x", d.prefix, random.Uint32(), random.IntN(1<<16), random.IntN(1<<12), random.IntN(1<<12), random.Uint64()>>16)
}

// line writes one property, folded at 75 octets where the version folds.
func (d dialect) line(name string, components ...string) string {
	if d.version == "2.1" {
		return d.printable(name, components)
	}
	escaped := make([]string, len(components))
	for i, c := range components {
		escaped[i] = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`).Replace(c)
	}
	return d.folded(name + ":" + strings.Join(escaped, ";"))
}

func (d dialect) folded(line string) string {
	var b strings.Builder
	width := 0
	for _, r := range line {
		if width+len(string(r)) > 75 {
			b.WriteString(d.newline + " ")
			width = 1
		}
		b.WriteRune(r)
		width += len(string(r))
	}
	return b.String() + d.newline
}

// printable writes a property of vCard 2.1, in quoted-printable if it has to.
func (d dialect) printable(name string, components []string) string {
	value := strings.Join(components, ";")
	plain := true
	for _, r := range value {
		plain = plain && r >= ' ' && r < 0x7f
	}
	if plain {
		return name + ":" + value + d.newline
	}
	var b strings.Builder
	b.WriteString(name + ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:")
	width := b.Len()
	for i := range len(value) {
		octet := string(value[i])
		if c := value[i]; c < ' ' || c > '~' || c == '=' {
			octet = fmt.Sprintf("=%02X", c)
		}
		if width += len(octet); width > 75 {
			b.WriteString("=" + d.newline)
			width = len(octet)
		}
		b.WriteString(octet)
	}
	return b.String() + d.newline
}
