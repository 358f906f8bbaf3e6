package e2e

import (
	"fmt"
	"slices"
)

// A group is one group as its members' clients have it. Its name tells it
// apart from the other chats of a client.
type group struct {
	lab  *lab
	name string
}

// create makes a group and waits until all members have it. To all but the founder it
// is a contact request.
func (l *lab) create(name string, founder *client, others ...*client) group {
	l.t.Helper()
	g := group{l, name}
	var chat int
	founder.ask("create_group_chat", &chat, name, false)
	for _, other := range others {
		founder.ask("add_contact_to_chat", nil, chat, founder.contact(other))
	}
	founder.ask("misc_send_text_message", nil, chat, "Welcome")
	l.journal.groups = append(l.journal.groups, g)
	l.journal.done(deed{Op: "create", Group: name, By: founder.name, Members: names(others)})
	members := append([]*client{founder}, others...)
	for _, member := range members {
		g.awaitView(member, members...)
	}
	return g
}

// found makes a group and lets each of its members accept it and write to it: by that
// gmmtool knows what release they use.
func (l *lab) found(name string, founder *client, others ...*client) group {
	l.t.Helper()
	g := l.create(name, founder, others...)
	members := append([]*client{founder}, others...)
	for _, member := range members {
		member.acceptAll()
		member.ask("misc_send_text_message", nil, g.chat(member), hello(member))
		l.journal.done(deed{Op: "say", Group: name, By: member.name})
	}
	for _, member := range members {
		g.awaitHellos(member, members)
	}
	l.settle()
	return g
}

func hello(c *client) string { return "Hello from " + c.displayName() }

// awaitHellos waits until a client shows what everybody wrote. Older releases
// would else take a list that is on its way for news after a change.
func (g group) awaitHellos(c *client, writers []*client) {
	g.lab.t.Helper()
	for _, writer := range writers {
		g.awaitText(c, hello(writer))
	}
}

// awaitText waits until a client shows a message with this text.
func (g group) awaitText(c *client, text string) {
	g.lab.t.Helper()
	g.lab.eventually(func() bool {
		return slices.ContainsFunc(c.messages(g.chat(c)), func(m message) bool { return m.Text == text })
	}, func() string { return fmt.Sprintf("%s (%s) shows %q", c.name, c.release, text) })
}

// chat is the group's chat in a client, or 0 if it has none.
func (g group) chat(c *client) int {
	g.lab.t.Helper()
	for _, chat := range c.chats() {
		var info struct{ Name string }
		c.ask("get_basic_chat_info", &info, chat)
		if info.Name == g.name {
			return chat
		}
	}
	return 0
}

// view is the addresses that the client shows as members, sorted; empty if it
// does not have the group.
func (g group) view(c *client) []string {
	g.lab.t.Helper()
	chat := g.chat(c)
	if chat == 0 {
		return nil
	}
	var members []string
	for address := range g.contacts(c, chat) {
		members = append(members, address)
	}
	slices.Sort(members)
	return members
}

// contacts are the records of the members in a client, by address.
func (g group) contacts(c *client, chat int) map[string]int {
	g.lab.t.Helper()
	var ids []int
	c.ask("get_chat_contacts", &ids, chat)
	byAddress := map[string]int{}
	for _, id := range ids {
		var contact struct{ Address string }
		c.ask("get_contact", &contact, id)
		if id == self {
			contact.Address = c.address
		}
		byAddress[contact.Address] = id
	}
	return byAddress
}

// awaitView waits until a client shows these members and no others.
func (g group) awaitView(c *client, members ...*client) {
	g.lab.t.Helper()
	want := addresses(members...)
	g.lab.eventually(func() bool { return slices.Equal(g.view(c), want) }, func() string {
		return fmt.Sprintf("%s (%s) shows %v; it shows %v", c.name, c.release, want, g.view(c))
	})
}

func (g group) add(actor, subject *client) {
	g.lab.t.Helper()
	actor.ask("add_contact_to_chat", nil, g.chat(actor), actor.contact(subject))
	g.lab.journal.done(deed{Op: "add", Group: g.name, By: actor.name, Who: subject.name})
}

func (g group) remove(actor, subject *client) {
	g.lab.t.Helper()
	chat := g.chat(actor)
	actor.ask("remove_contact_from_chat", nil, chat, g.contacts(actor, chat)[subject.address])
	g.lab.journal.done(deed{Op: "remove", Group: g.name, By: actor.name, Who: subject.name})
}

func names(clients []*client) []string {
	var list []string
	for _, c := range clients {
		list = append(list, c.name)
	}
	return list
}

func addresses(clients ...*client) []string {
	var list []string
	for _, c := range clients {
		list = append(list, c.address)
	}
	slices.Sort(list)
	return list
}
