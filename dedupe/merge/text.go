package merge

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Text is bytes of a book. In JSON it is a string where it is UTF-8, so that a
// person can read it, and otherwise {"base64": …}; both give the same bytes
// back.
type Text []byte

type notUTF8 struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON implements [json.Marshaler].
func (t Text) MarshalJSON() ([]byte, error) {
	if utf8.Valid(t) {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false) // no browser reads this; <anna@home.example> should stay legible
		err := encoder.Encode(string(t))
		return b.Bytes(), err
	}
	return json.Marshal(notUTF8{t})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Text) UnmarshalJSON(data []byte) error {
	var readable string
	if err := json.Unmarshal(data, &readable); err == nil {
		*t = Text(readable)
		return nil
	}
	var raw notUTF8
	err := json.Unmarshal(data, &raw)
	*t = raw.Base64
	return err
}
