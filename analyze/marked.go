package analyze

import "strings"

// Marked lists the messages whose protected section has a field, device by
// device in the order of arrival: for readers of content that the rules of
// groups do not look at. The field is one of the chat protocol (Chat-*).
func (s *Study) Marked(field string) []*Event {
	field = strings.ToLower(field)
	var marked []*Event
	for _, d := range s.c.devices {
		for _, e := range d.events {
			if e.Message.Protected.Has(field) {
				marked = append(marked, e)
			}
		}
	}
	return marked
}
