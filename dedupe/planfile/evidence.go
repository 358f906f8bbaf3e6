package planfile

import (
	"bytes"
	"encoding/json"
	"errors"
)

// evidenceObject is evidence as an object.
type evidenceObject Evidence

// MarshalJSON implements [json.Marshaler].
func (e Evidence) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // no browser reads this
	if e.isList {
		err := encoder.Encode(append([]string{e.Rule, e.Value}, e.Records...))
		return b.Bytes(), err
	}
	err := encoder.Encode(evidenceObject(e))
	return b.Bytes(), err
}

// UnmarshalJSON implements [json.Unmarshaler]. A key that is not known is an error.
func (e *Evidence) UnmarshalJSON(data []byte) error {
	if !bytes.HasPrefix(data, []byte("[")) {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		return decoder.Decode((*evidenceObject)(e))
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	if len(list) < 2 {
		return errShortList
	}
	*e = Evidence{Rule: list[0], Value: list[1], Records: list[2:], isList: true}
	return nil
}

var errShortList = errors.New("evidence has at least a rule and a value")
