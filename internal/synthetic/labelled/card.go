package labelled

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// details are what a card says. What is "" is left out.
type details struct {
	given, family, suffix string
	formatted             string // FN, if it is not put together from the name
	nickname              string
	addresses, phones     []string
	birthday              string // 1980-04-02
	organisation          string
	postal                string // street, "postcode city"
	note                  string
	key                   *keypair
	uid                   string
	revision              string // REV
	turned                bool   // lines in another order
}

// named are the details of a card that has only the name.
func (p person) named() details { return details{given: p.given, family: p.family} }

func (d details) mail(addresses ...string) details { d.addresses = addresses; return d }
func (d details) call(phones ...string) details    { d.phones = phones; return d }
func (d details) born(birthday string) details     { d.birthday = birthday; return d }
func (d details) home(postal string) details       { d.postal = postal; return d }
func (d details) at(organisation string) details   { d.organisation = organisation; return d }

// write writes a card as a program does.
func (d dialect) write(c details) string {
	var middle []string
	add := func(name string, components ...string) {
		if strings.Join(components, "") != "" {
			middle = append(middle, d.line(name, components...))
		}
	}
	add("N", c.family, c.given, "", "", c.suffix)
	add("FN", c.fullName())
	add("NICKNAME", c.nickname)
	for i, address := range c.addresses {
		add(numbered(d.tagged, i+1), address)
	}
	for _, phone := range c.phones {
		add(d.phone, phone)
	}
	birthday := c.birthday
	if d.basic {
		birthday = strings.ReplaceAll(birthday, "-", "")
	}
	add("BDAY", birthday)
	add("ORG", c.organisation)
	if street, city, ok := strings.Cut(c.postal, ", "); ok {
		code, town, _ := strings.Cut(city, " ")
		add("ADR", "", "", street, town, "", code)
	}
	add("NOTE", c.note)
	if c.key != nil {
		middle = append(middle, d.keyLine(c.key))
	}
	if c.turned {
		slices.Reverse(middle)
	}
	head := "BEGIN:VCARD" + d.newline + "VERSION:" + d.version + d.newline
	if d.product != "" {
		head += d.line("PRODID", d.product)
	}
	tail := ""
	if c.uid != "" {
		tail += d.line("UID", c.uid)
	}
	if d.dated && c.revision != "" {
		tail += "REV:" + c.revision + d.newline
	}
	return head + strings.Join(middle, "") + tail + "END:VCARD" + d.newline
}

func (c details) fullName() string {
	if c.formatted != "" {
		return c.formatted
	}
	return strings.TrimSpace(strings.Join(strings.Fields(c.given+" "+c.family+" "+c.suffix), " "))
}

// keyLine writes a key as the version has it.
func (d dialect) keyLine(key *keypair) string {
	data := base64.StdEncoding.EncodeToString(key.secret.Serialize())
	switch d.version {
	case "4.0":
		return d.folded("KEY:data:application/pgp-keys;base64\\," + data)
	case "3.0":
		return d.folded("KEY;TYPE=PGP;ENCODING=b:" + data)
	}
	var b strings.Builder
	b.WriteString("KEY;PGP;ENCODING=BASE64:" + d.newline)
	for len(data) > 0 {
		n := min(len(data), 72)
		b.WriteString(" " + data[:n] + d.newline)
		data = data[n:]
	}
	return b.String() + d.newline
}

func numbered(pattern string, n int) string {
	if strings.Contains(pattern, "%d") {
		return fmt.Sprintf(pattern, n)
	}
	return pattern
}
