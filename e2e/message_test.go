package e2e

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
