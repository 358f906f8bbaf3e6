package merge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// checkHead tells files of other kinds and later versions, whose fields mean
// something else.
func checkHead(file string, data []byte, kind string, schema int, sentinel error) error {
	var head struct {
		Kind   string
		Schema int
	}
	switch err := json.Unmarshal(data, &head); {
	case err != nil:
		return placed(file, data, offsetOf(err, data), sentinel, notJSON(err))
	case head.Kind != kind:
		return &Error{File: file, Path: ".kind", Kind: sentinel, Detail: fmt.Sprintf("%q is not %q", head.Kind, kind)}
	case head.Schema != schema:
		return &Error{File: file, Path: ".schema", Kind: sentinel, Detail: fmt.Sprintf("version %d is not known", head.Schema)}
	}
	return nil
}

func notJSON(err error) string { return "no valid JSON: " + strings.TrimPrefix(err.Error(), "json: ") }

// readStrictly reads one JSON value into a pointer to a struct. A person edits
// these files: a name that is misspelt or there twice must not pass for a
// decision that was never made.
func readStrictly(file string, data []byte, into any, sentinel error) error {
	if err := json.Unmarshal(data, into); err != nil {
		return placed(file, data, offsetOf(err, data), sentinel, notJSON(err))
	}
	keys := keyChecker{decoder: json.NewDecoder(bytes.NewReader(data))}
	if err := keys.check(reflect.TypeOf(into).Elem(), ""); err != nil {
		return placed(file, data, keys.decoder.InputOffset(), sentinel, err.Error())
	}
	return nil
}

// offsetOf is how far package json came.
func offsetOf(err error, data []byte) int64 {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &mistyped):
		return mistyped.Offset
	}
	return int64(len(data)) // it ended too early
}

// placed is an error at the last byte before offset.
func placed(file string, data []byte, offset int64, sentinel error, detail string) error {
	before := data[:max(0, min(offset, int64(len(data)))-1)]
	return &Error{
		File: file, Line: 1 + bytes.Count(before, []byte("\n")), Column: len(before) - bytes.LastIndexByte(before, '\n'),
		Kind: sentinel, Detail: detail,
	}
}

// A keyChecker compares the keys of valid JSON with the fields of a type.
type keyChecker struct{ decoder *json.Decoder }

// check reads one value; nil stands for a type of which nothing is known.
func (k *keyChecker) check(t reflect.Type, path string) error {
	token, err := k.decoder.Token()
	if err != nil {
		return err
	}
	if t != nil && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		t = nil
	}
	switch token {
	case json.Delim('{'):
		return k.checkObject(t, path)
	case json.Delim('['):
		return k.checkArray(t, path)
	}
	return nil
}

func (k *keyChecker) checkArray(t reflect.Type, path string) error {
	if t != nil {
		t = t.Elem()
	}
	for i := 0; k.decoder.More(); i++ {
		if err := k.check(t, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	_, err := k.decoder.Token()
	return err
}

func (k *keyChecker) checkObject(t reflect.Type, path string) error {
	seen := map[string]bool{}
	for k.decoder.More() {
		token, err := k.decoder.Token()
		if err != nil {
			return err
		}
		key := token.(string)
		inner := path + "." + key
		if seen[key] {
			return fmt.Errorf("%q stands twice in %s", key, whole(path))
		}
		seen[key] = true
		field, known := typeOfField(t, key)
		known = known || path == "" && key == notUTF8Key
		if !known {
			return fmt.Errorf("%q is not known in %s", key, whole(path))
		}
		if err := k.check(field, inner); err != nil {
			return err
		}
	}
	_, err := k.decoder.Token()
	return err
}

func whole(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

// notUTF8Key is written beside what JSON cannot hold, such as paths that are not
// UTF-8. Nothing that is merged depends on it.
const notUTF8Key = "not_utf8"

// typeOfField finds a field by its JSON name, in embedded structs, too.
func typeOfField(t reflect.Type, key string) (reflect.Type, bool) {
	if t == nil {
		return nil, true
	}
	if t.Kind() == reflect.Map {
		return t.Elem(), true
	}
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == key && name != "-" && name != "" {
			return field.Type, true
		}
		if field.Anonymous && name == "" {
			if inner, known := typeOfField(field.Type, key); known {
				return inner, true
			}
		}
	}
	return nil, false
}
