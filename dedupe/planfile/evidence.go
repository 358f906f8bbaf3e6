package planfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// evidenceObject is evidence as an object.
type evidenceObject Evidence

// MarshalJSON implements [json.Marshaler].
func (e Evidence) MarshalJSON() ([]byte, error) {
	if e.isList {
		return e.list()
	}
	return marshal(evidenceObject(e))
}

// list is evidence as a list. Of a large plan it is the greater part.
func (e *Evidence) list() ([]byte, error) {
	texts := append([]string{e.Rule, e.Value}, e.Records...)
	if e.isShort {
		texts = texts[:1]
	}
	list := make([]byte, 0, 128)
	for i, text := range texts {
		list = append(list, "[,"[min(i, 1)])
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
			return marshal(texts)
		}
		list = append(append(append(list, '"'), text...), '"')
	}
	return append(list, ']'), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // no browser reads this
	err := encoder.Encode(v)
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
	switch len(list) {
	case 0:
		return errShortList
	case 1:
		*e = Evidence{Rule: list[0], isList: true, isShort: true}
		return nil
	}
	*e = Evidence{Rule: list[0], Value: list[1], Records: list[2:], isList: true}
	return nil
}

var errShortList = errors.New("evidence has at least a rule")
