package repair

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A draft is a correction before it is sealed.
type draft struct {
	goal    history.Goal
	rows    []row
	signer  signer
	keys    map[string]*pgp.Key // by address
	gmms    []original
	date    time.Time
	wait    time.Duration     // how long after the writing it may be delivered
	untimed bool              // some receiver runs a release before 1.154
	exposed bool              // some receiver runs a release before 1.157, and needs the recipients outside
	attempt int               // how many corrections of this content the case holds already
	removed string            // former member whose removal is named, "" for none
	to      string            // the one member it is sealed to, besides the signer; "" for all
	noticed []history.Noticed // what made the one device that speaks write it
}

func (p *planner) draftBy(s signer) *draft {
	d := &draft{goal: p.goal, rows: rowsOf(p.goal, p.informants(), p.opts.Now.Unix()), signer: s, keys: p.keys, gmms: p.gmms.carried, date: p.opts.Now}
	for i := range d.rows {
		if d.rows[i].Fingerprint == "" && p.keys[d.rows[i].Address] != nil {
			d.rows[i].Fingerprint = string(p.keys[d.rows[i].Address].Fingerprint())
		}
	}
	for _, s := range p.informants() {
		d.untimed = d.untimed || s.Oldest < release.Of(1, 154, 0)
		d.exposed = d.exposed || s.Release < release.Of(1, 157, 0)
	}
	if ahead := time.Unix(p.goal.Dated+1, 0).Sub(d.date); d.untimed && ahead > 0 && ahead <= longestWait {
		// A release before 1.154 follows no list dated before the one it has.
		d.date, d.wait = d.date.Add(ahead), ahead
	}
	return d
}

// messageID is the same for the same content, so that a receiver that has the
// correction drops a second copy.
func (d *draft) messageID() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s\n%d\n", d.goal.ID, d.signer.Address, d.attempt)
	if d.removed != "" {
		fmt.Fprintln(&b, "without", d.removed)
	}
	if d.to != "" {
		fmt.Fprintln(&b, "to", d.to)
	}
	for _, r := range d.rows {
		fmt.Fprintf(&b, "%s %d %t\n", r.Address, r.time, r.member)
	}
	for _, g := range d.gmms {
		fmt.Fprintln(&b, g.messageID)
	}
	return compose.MessageID(b.Bytes())
}

// notBefore is when the correction may be delivered, nil for at once.
func (d *draft) notBefore() *time.Time {
	if d.wait == 0 {
		return nil
	}
	at := d.date.UTC().Truncate(time.Second)
	return &at
}

// listed are the rows a message states: every member but the signer, who is
// listed by being its sender, then the past members.
func (d *draft) listed() (members, past []row) {
	for _, r := range d.rows {
		switch {
		case !r.member:
			past = append(past, r)
		case r.Address != d.signer.Address:
			members = append(members, r)
		}
	}
	return members, past
}

// addMembership writes the protected fields on which clients act, without the
// keys.
func (d *draft) addMembership(h *compose.Header) {
	members, past := d.listed()
	var times, fingerprints []string
	allKnown := true
	for _, r := range append(members, past...) {
		times = append(times, strconv.FormatInt(r.time, 10))
		fingerprints = append(fingerprints, r.Fingerprint)
		allKnown = allKnown && r.Fingerprint != ""
	}
	id := d.messageID()
	h.AddMailboxes("From", mailbox(d.signer.Person))
	h.AddMailboxes("To", mailboxes(members)...)
	h.AddDate(d.date)
	h.Add("Message-ID", "<"+id+">")
	h.AddText("Subject", "Corrected member list of "+d.goal.Name)
	h.Add("Chat-Version", "1.0")
	h.Add("Chat-Group-ID", d.goal.ID)
	h.AddText("Chat-Group-Name", d.goal.Name)
	h.Add("Chat-Group-Member-Correction", "1")
	if len(past) > 0 {
		h.AddMailboxes("Chat-Group-Past-Members", mailboxes(past)...)
	}
	h.Add("Chat-Group-Member-Timestamps", strings.Join(times, " "))
	if allKnown && len(fingerprints) > 0 {
		h.Add("Chat-Group-Member-Fpr", strings.Join(fingerprints, " "))
	}
	if d.untimed {
		// An answer to a message nobody has makes releases 1.117 to 1.153 take
		// the recipients as the whole list.
		h.Add("In-Reply-To", "<missed."+id+">")
	}
	if d.removed != "" {
		h.Add("Chat-Group-Member-Removed", d.removed)
	}
}

// addDelivery writes the outer header: what delivery needs and nothing else.
// Releases before 1.157 take gossip for outer recipients only, and those before
// 1.150 the sender's key from the outer section.
func (d *draft) addDelivery(h *compose.Header) {
	h.AddMailboxes("From", compose.Mailbox{Address: d.signer.Address})
	if d.exposed {
		members, _ := d.listed()
		list := mailboxes(members)
		for i := range list {
			list[i].Name = ""
		}
		h.AddMailboxes("To", list...)
		h.AddAutocrypt(d.signer.Address, d.signer.key)
	} else {
		h.Add("To", `"hidden-recipients": ;`)
	}
	h.AddDate(d.date)
	h.Add("Message-ID", "<"+d.messageID()+">")
	h.Add("Subject", "[...]")
	h.Add("Chat-Version", "1.0")
}

// mail is the whole message, ready to be sealed.
func (d *draft) mail() *compose.Draft {
	mail := &compose.Draft{Text: d.text(), Boundary: compose.Boundary("correction-", []byte(d.messageID()+"0"))}
	mail.OuterBoundary = "sealed-" + mail.Boundary
	d.addDelivery(&mail.Outer)
	d.addMembership(&mail.Protected)
	mail.Protected.AddAutocrypt(d.signer.Address, d.signer.key)
	members, _ := d.listed()
	for _, r := range members {
		if key := d.keys[r.Address]; key != nil {
			mail.Protected.AddGossip(r.Address, key)
		}
	}
	for i, g := range d.gmms {
		mail.Attached = append(mail.Attached, compose.Part{Type: "message/rfc822", Filename: fmt.Sprintf("gmm-%d.eml", i+1), Data: g.data})
	}
	return mail
}

// text is what people read in the chat.
func (d *draft) text() string {
	var names []string
	for _, r := range d.rows {
		if r.member {
			names = append(names, mailbox(r.Person).Label())
		}
	}
	return fmt.Sprintf("The member list of this group was not the same for everybody. It is corrected now: %s.", strings.Join(names, ", "))
}

func mailbox(p history.Person) compose.Mailbox {
	return compose.Mailbox{Name: p.Name, Address: p.Address}
}

func mailboxes(rows []row) []compose.Mailbox {
	var list []compose.Mailbox
	for _, r := range rows {
		list = append(list, mailbox(r.Person))
	}
	return list
}
