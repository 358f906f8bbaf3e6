package gmm

import "slices"

// OpenedLike gives the message as it reads with what somebody else's copy of the
// same sealed data showed when it was opened. Both have one Content. It shares
// nothing that is ever changed with either.
func (m *Message) OpenedLike(other *Message) *Message {
	opened := &Message{
		Outer: slices.Clone(m.Outer), Hidden: slices.Clone(m.Hidden), Content: m.Content,
		Protected: slices.Clone(other.Protected), HP: other.HP, Gossip: slices.Clone(other.Gossip),
		Report: other.Report, Sync: other.Sync, Carried: other.Carried, Hints: other.Hints,
	}
	seal := *other.Seal
	opened.Seal = &seal
	if other.Unverified != nil {
		unverified := *other.Unverified
		opened.Unverified = &unverified
	}
	for _, header := range m.Autocrypt {
		if !header.Protected {
			opened.Autocrypt = append(opened.Autocrypt, header)
		}
	}
	for _, header := range other.Autocrypt {
		if header.Protected {
			opened.Autocrypt = append(opened.Autocrypt, header)
		}
	}
	return opened
}
