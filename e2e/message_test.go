package e2e

import (
	"fmt"
	"slices"
)

// A message is one message as a client shows it.
type message struct {
	Text     string `json:"text"`
	IsInfo   bool   `json:"isInfo"` // "Alice added Bob" and the like
	ViewType string `json:"viewType"`
	FileName string `json:"fileName"`
}

// messages are what the client shows in a chat, oldest first.
func (c *client) messages(chat int) []message {
	c.t.Helper()
	var ids []int
	c.ask("get_message_ids", &ids, chat, false, false)
	var all []message
	for _, id := range ids {
		var m message
		c.ask("get_message", &m, id)
		all = append(all, m)
	}
	return all
}

// writeAlone writes to one person, outside all groups.
func (c *client) writeAlone(to *client, text string) {
	c.t.Helper()
	var chat int
	c.ask("create_chat_by_contact_id", &chat, c.contact(to))
	c.ask("misc_send_text_message", nil, chat, text)
}

// awaitTextAnywhere waits until a client shows a message with this text in some
// chat.
func (c *client) awaitTextAnywhere(l *lab, text string) {
	c.t.Helper()
	isText := func(m message) bool { return m.Text == text }
	l.eventually(func() bool {
		return slices.ContainsFunc(c.chats(), func(chat int) bool { return slices.ContainsFunc(c.messages(chat), isText) })
	}, func() string { return fmt.Sprintf("%s (%s) shows %q", c.name, c.release, text) })
}
