package delivery

import "fmt"

// A memory is what the log says of each mail and recipient: the last record.
type memory map[mailTo]record

// A mailTo is one mail for one recipient. The Message-ID stands for the mail,
// as it does for the clients that drop a second copy.
type mailTo struct{ messageID, recipient string }

func (m memory) of(messageID, recipient string) (record, bool) {
	rec, known := m[mailTo{messageID, fold(recipient)}]
	return rec, known
}

// add takes the next record of the log. What was delivered stays delivered,
// even if an uncertain mail was sent again and refused the second time.
func (m memory) add(rec record) error {
	switch rec.Event {
	case begun, done, refused:
	default:
		return fmt.Errorf("unknown event %q", rec.Event)
	}
	if rec.MessageID == "" || rec.Recipient == "" {
		return fmt.Errorf("a record without message_id or recipient")
	}
	key := mailTo{rec.MessageID, fold(rec.Recipient)}
	if m[key].Event != done {
		m[key] = rec
	}
	return nil
}
