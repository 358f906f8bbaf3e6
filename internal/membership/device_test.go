package membership

import (
	"slices"
	"strings"
)

// device is one client in a story that several devices tell.
type device struct {
	rules    Rules
	name     string
	view     View
	contacts Contacts
}

func newDevice(r Rules, name string) *device {
	return &device{rules: r, name: name, contacts: NewContacts([]string{addressOf(name)}, []string{keyOf(name)})}
}

func (d *device) id(name string) ID {
	if name == d.name {
		return Self
	}
	if d.rules.keyed {
		return ID(keyOf(name))
	}
	return ID(addressOf(name))
}

func (d *device) nameOf(id ID) string {
	if id == Self {
		return d.name
	}
	if name, ok := strings.CutPrefix(string(id), "F0"); ok {
		return strings.ToLower(name)
	}
	return strings.TrimSuffix(string(id), "@example.org")
}

// members are the names of the members, sorted.
func (d *device) members() string {
	var names []string
	for _, id := range d.view.Members() {
		names = append(names, d.nameOf(id))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func (d *device) namesOf(ids []ID) string {
	var names []string
	for _, id := range ids {
		names = append(names, d.nameOf(id))
	}
	return strings.Join(names, " ")
}

// writes is a message of the device as its peers receive it.
func (d *device) writes(at int64, details ...detail) Message {
	a := d.rules.Announce(d.view, d.contacts, at)
	to, past := d.namesOf(a.To), d.namesOf(a.Past)
	m := Message{
		From: addressOf(d.name), Signer: keyOf(d.name), To: mailboxes(to), Past: mailboxes(past), Times: a.Times,
		Fingerprints: keys(to + " " + past), Gossip: gossipOf(to + " " + past),
		Chat: true, HasName: true, Encrypted: true, Date: at, Now: at,
	}
	for _, change := range details {
		change(&m)
	}
	return m
}

func (d *device) receives(messages ...Message) {
	for _, m := range messages {
		d.view, d.contacts, _ = d.rules.Receive(d.view, d.contacts, m)
	}
}

// add is the user adding a member, and the message that says so.
func (d *device) add(name string, at int64) Message {
	d.contacts = d.contacts.Meet(addressOf(name), keyOf(name))
	d.view, _ = d.rules.AddLocal(d.view, d.id(name), at)
	return d.says(at, adds(name))
}

// remove is the user removing a member, or leaving, and the message that says so.
func (d *device) remove(name string, at int64) Message {
	d.view, _ = d.rules.RemoveLocal(d.view, d.id(name), at)
	return d.says(at, removes(name))
}

func (d *device) says(at int64, details ...detail) Message {
	m := d.writes(at, details...)
	d.view, d.contacts, _ = d.rules.Sent(d.view, d.contacts, m)
	return m
}
