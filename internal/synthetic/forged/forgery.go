package forged

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// A Form is a kind of mail that needs no key of whom it names as its sender.
type Form string

// The forms.
const (
	PlainRemoval     Form = "plain removal"                           // neither sealed nor signed
	PlainLists       Form = "plain lists with times"                  // the lists that clients from 1.154 merge by
	PlainFromFuture  Form = "plain removal dated in a year"           // the newest change counts
	UnsignedRemoval  Form = "sealed and unsigned removal"             // anybody has the recipient's certificate
	StrangersRemoval Form = "removal signed by a stranger's key"      // whose Autocrypt field names the victim
	StrangersLists   Form = "lists signed by a stranger's key"        //
	OuterFrom        Form = "real mail with another From outside"     // and another Message-ID
	OuterID          Form = "real mail with another Message-ID"       // read anew by clients before 1.141
	StolenID         Form = "plain mail under the id of mail to come" // that the supposed sender holds
)

// Forms are all forms.
func Forms() []Form {
	return []Form{PlainRemoval, PlainLists, PlainFromFuture, UnsignedRemoval, StrangersRemoval, StrangersLists, OuterFrom, OuterID, StolenID}
}

// A Forgery is one forged message and the mailbox it is put into.
type Forgery struct {
	Form      Form
	Victim    string // device in whose mailbox it lies
	As        string // device of whom it names
	MessageID string
	Data      []byte
}

// A plot is who is to be wronged, and in whose name.
type plot struct {
	victim, as device
	group      group
	target     string   // address of whom the mail removes
	rest       []string // the other members
	id         string
	at         time.Time
}

// Forge writes a message of a form, in the name of a random member, into a random
// mailbox of another. It is false where the case has nothing to forge from.
func (s *Scene) Forge(form Form) (Forgery, bool, error) {
	p, ok := s.plot()
	if !ok {
		return Forgery{}, false, nil
	}
	if form == PlainFromFuture {
		p.at = p.at.AddDate(1, 0, 0)
	}
	data, err := s.write(form, &p)
	return Forgery{Form: form, Victim: p.victim.name, As: p.as.name, MessageID: p.id, Data: data}, data != nil, err
}

func (s *Scene) plot() (p plot, ok bool) {
	boxes := s.mailboxes()
	if len(boxes) == 0 {
		return p, false
	}
	p.victim = boxes[s.random.IntN(len(boxes))]
	type choice struct {
		as    device
		group group
	}
	var choices []choice
	for _, d := range s.devices {
		for _, g := range d.groups {
			if d.name != p.victim.name && g.ID != "" && slices.Contains(g.Members, d.address) && len(g.Members) > 1 {
				choices = append(choices, choice{d, g})
			}
		}
	}
	if len(choices) == 0 {
		return p, false
	}
	c := choices[s.random.IntN(len(choices))]
	others := slices.DeleteFunc(slices.Clone(c.group.Members), func(a string) bool { return a == c.as.address })
	i := s.random.IntN(len(others))
	p.as, p.group, p.target, p.rest = c.as, c.group, others[i], slices.Delete(slices.Clone(others), i, i+1)
	p.id = fmt.Sprintf("f%015x@localhost", s.random.Uint64()>>4)
	p.at = time.Unix(s.newest+60, 0).UTC()
	return p, true
}

func (s *Scene) write(form Form, p *plot) ([]byte, error) {
	removal := "Chat-Group-Member-Removed: " + p.target + "\n"
	lists := "Chat-Group-Past-Members: <" + p.target + ">\nChat-Group-Member-Timestamps:" +
		strings.Repeat(fmt.Sprintf(" %d", p.at.Unix()), len(p.rest)+1) + "\n"
	switch form {
	case PlainRemoval, PlainFromFuture:
		return []byte(p.plain() + removal + text), nil
	case PlainLists:
		return []byte(p.plain() + lists + text), nil
	case UnsignedRemoval:
		entity := p.plain() + removal + lists + text
		armored, err := pgptest.SealUnsigned(crlf(entity), p.at, s.chance, p.victim.certificate)
		return p.envelope(armored), err
	case StrangersRemoval:
		return s.byStranger(p, removal+lists)
	case StrangersLists:
		return s.byStranger(p, lists)
	case OuterFrom, OuterID:
		return s.relabelled(form, p), nil
	case StolenID:
		return s.underStolenID(p), nil
	}
	return nil, nil
}

const text = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nhello\n"

// plain is the header of a message of the group, up to what it changes.
func (p *plot) plain() string {
	to := `"hidden-recipients": ;`
	if len(p.rest) > 0 {
		to = "<" + strings.Join(p.rest, ">, <") + ">"
	}
	return fmt.Sprintf("From: <%s>\nTo: %s\nDate: %s\nMessage-ID: <%s>\nSubject: hello\nChat-Version: 1.0\nChat-Group-ID: %s\nChat-Group-Name: Group\n",
		p.as.address, to, p.at.Format(time.RFC1123Z), p.id, p.group.ID)
}

// envelope is a sealed message around armor.
func (p *plot) envelope(armored []byte, fields ...string) []byte {
	return fmt.Appendf(nil, "From: <%s>\nTo: \"hidden-recipients\": ;\nDate: %s\nMessage-ID: <%s>\nSubject: [...]\nChat-Version: 1.0\n%sMIME-Version: 1.0\n"+
		"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n"+
		"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n%s\n--b--\n",
		p.as.address, p.at.Format(time.RFC1123Z), p.id, strings.Join(fields, ""), armored)
}

// byStranger seals a message with a key made for the address it names.
func (s *Scene) byStranger(p *plot, change string) ([]byte, error) {
	secret, certificate, err := pgptest.Generate(pgptest.Draft{Name: p.as.name, Addresses: []string{p.as.address}, Created: p.at, Random: s.chance})
	if err != nil {
		return nil, err
	}
	signer, problems := pgp.ReadKeys(secret, nil)
	reader, more := pgp.ReadKeys(p.victim.certificate, nil)
	if problems = append(problems, more...); len(problems) > 0 {
		return nil, problems[0]
	}
	armored, err := pgp.Seal(crlf(p.plain()+change+text), signer[0], reader[:1], pgp.SealOptions{Time: p.at, Random: s.chance, AllowExpired: true})
	return p.envelope(armored, "Autocrypt: addr="+p.as.address+"; prefer-encrypt=mutual; keydata="+keydata(certificate)+"\n"), err
}

// keydata is the base64 of armor, without its checksum.
func keydata(armored []byte) string {
	var data strings.Builder
	for line := range strings.Lines(string(armored)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '-' && line[0] != '=' && !strings.Contains(line, ":") {
			data.WriteString(line)
		}
	}
	return data.String()
}

var (
	outerFrom = regexp.MustCompile(`(?mi)^From: [^\r\n]*`)
	outerID   = regexp.MustCompile(`(?mi)^Message-ID:\s*<([^>]*)>`)
)

// relabelled is a real sealed message under another id, and another From if the
// form asks for it.
func (s *Scene) relabelled(form Form, p *plot) []byte {
	if len(s.sealed) == 0 {
		return nil
	}
	data := string(s.sealed[s.random.IntN(len(s.sealed))].data)
	if form == OuterFrom {
		data = replaceFirst(outerFrom, data, "From: <"+p.as.address+">")
	}
	return []byte(replaceFirst(outerID, data, "Message-ID: <"+p.id+">"))
}

func replaceFirst(what *regexp.Regexp, in, by string) string {
	at := what.FindStringIndex(in)
	if at == nil {
		return in
	}
	return in[:at[0]] + by + in[at[1]:]
}

// underStolenID takes the Message-ID of mail that the supposed sender holds.
func (s *Scene) underStolenID(p *plot) []byte {
	var ids []string
	for _, l := range s.sealed {
		if id := outerID.FindSubmatch(l.data); l.device == p.as.name && id != nil {
			ids = append(ids, string(id[1]))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	p.id = ids[s.random.IntN(len(ids))]
	return []byte(p.plain() + text)
}

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }
