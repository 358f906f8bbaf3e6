package merge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkHead tells files of other kinds and later versions, whose fields mean
// something else.
func checkHead(file string, data []byte, kind string, schemas []int, sentinel error) error {
	var head struct {
		Kind   string
		Schema int
	}
	switch err := json.Unmarshal(data, &head); {
	case err != nil:
		return placed(file, data, offsetOf(err, data), sentinel, notJSON(err))
	case head.Kind != kind:
		return &Error{File: file, Path: ".kind", Kind: sentinel, Detail: fmt.Sprintf("%q is not %q", head.Kind, kind)}
	case !slices.Contains(schemas, head.Schema):
		return &Error{File: file, Path: ".schema", Kind: sentinel, Detail: fmt.Sprintf("version %d is not known", head.Schema)}
	}
	return nil
}

func notJSON(err error) string { return "no valid JSON: " + strings.TrimPrefix(err.Error(), "json: ") }

// readStrictly reads one JSON value into a pointer to a struct that is zero. A person
// edits these files: a name that is misspelt or there twice must not pass for a
// decision that was never made. Files of a hundred megabytes are read on all cores.
func readStrictly(file string, data []byte, into any, sentinel error) error {
	if readByElement(data, reflect.ValueOf(into).Elem()) {
		return nil
	}
	reflect.ValueOf(into).Elem().SetZero()
	unread := json.Unmarshal(data, into)
	if !json.Valid(data) {
		return placed(file, data, offsetOf(unread, data), sentinel, notJSON(unread))
	}
	keys := keyChecker{data: data, known: fieldTypes{}, ownForms: unread != nil}
	if err := keys.check(reflect.TypeOf(into).Elem(), nil); err != nil {
		return placed(file, data, int64(keys.at), sentinel, strings.TrimPrefix(err.Error(), "json: "))
	}
	if unread != nil {
		return placed(file, data, offsetOf(unread, data), sentinel, notJSON(unread))
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
type keyChecker struct {
	data  []byte
	at    int // how far it came
	known fieldTypes
	// ownForms reads values of types with a JSON form of their own, too: package json does
	// not say where one is that cannot be read.
	ownForms bool
}

// A place is where in a value something stands: under a key of what holds it, or at
// an index. Nil is the whole file.
type place struct {
	within *place
	key    string // "" for an index
	index  int
}

func (p *place) String() string {
	switch {
	case p == nil:
		return ""
	case p.key != "":
		return p.within.String() + "." + p.key
	}
	return p.within.String() + "[" + strconv.Itoa(p.index) + "]"
}

// check reads one value. What is of another type has no keys.
func (k *keyChecker) check(t reflect.Type, path *place) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	k.at = afterSpace(k.data, k.at)
	switch kind := t.Kind(); {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		return k.checkOwnForm(t)
	case k.data[k.at] == '{' && (kind == reflect.Struct || kind == reflect.Map):
		return k.checkObject(t, path)
	case k.data[k.at] == '[' && (kind == reflect.Slice || kind == reflect.Array) && !isPlain(t.Elem()):
		return k.checkArray(t.Elem(), path)
	}
	k.at = afterValue(k.data, k.at)
	return nil
}

// checkOwnForm leaves the keys of a value to the type itself.
func (k *keyChecker) checkOwnForm(t reflect.Type) error {
	start := k.at
	k.at = afterValue(k.data, start)
	if !k.ownForms {
		return nil
	}
	err := json.Unmarshal(k.data[start:k.at], reflect.New(t).Interface())
	if err != nil {
		k.at = start + 1
	}
	return err
}

// isPlain reports a type without keys.
func isPlain(t reflect.Type) bool {
	return t.Kind() == reflect.String || t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64
}

func (k *keyChecker) checkArray(t reflect.Type, path *place) error {
	k.at++
	for i := 0; ; i++ {
		k.at = afterSpace(k.data, k.at)
		if k.data[k.at] == ']' {
			k.at++
			return nil
		}
		if err := k.check(t, &place{within: path, index: i}); err != nil {
			return err
		}
		if k.at = afterSpace(k.data, k.at); k.data[k.at] == ',' {
			k.at++
		}
	}
}

func (k *keyChecker) checkObject(t reflect.Type, path *place) error {
	var seen []string
	k.at++
	for {
		k.at = afterSpace(k.data, k.at)
		if k.data[k.at] == '}' {
			k.at++
			return nil
		}
		start := k.at
		k.at = afterValue(k.data, k.at)
		key, err := readKey(k.data[start:k.at])
		if err != nil {
			return err
		}
		if slices.Contains(seen, key) {
			return fmt.Errorf("%q stands twice in %s", key, whole(path))
		}
		seen = append(seen, key)
		field, known := k.known.of(t, key)
		if path == nil && key == notUTF8Key {
			field, known = reflect.TypeFor[map[string]string](), true
		}
		if !known {
			return fmt.Errorf("%q is not known in %s", key, whole(path))
		}
		k.at = afterSpace(k.data, k.at) + 1 // the colon
		if err := k.check(field, &place{within: path, key: key}); err != nil {
			return err
		}
		if k.at = afterSpace(k.data, k.at); k.data[k.at] == ',' {
			k.at++
		}
	}
}

// readKey is a string of valid JSON.
func readKey(quoted []byte) (key string, err error) {
	if bytes.ContainsFunc(quoted, func(r rune) bool { return r == '\\' || r >= utf8.RuneSelf }) {
		err = json.Unmarshal(quoted, &key)
		return key, err
	}
	return string(quoted[1 : len(quoted)-1]), nil
}

func whole(path *place) string {
	if path == nil {
		return "the file"
	}
	return path.String()
}

// fieldTypes remembers what typeOfField finds: nil for what is not known.
type fieldTypes map[reflect.Type]map[string]fieldType

type fieldType struct {
	reflect.Type
	known bool
}

func (f fieldTypes) of(t reflect.Type, key string) (reflect.Type, bool) {
	found, asked := f[t][key]
	if !asked {
		if f[t] == nil {
			f[t] = map[string]fieldType{}
		}
		found.Type, found.known = typeOfField(t, key)
		f[t][key] = found
	}
	return found.Type, found.known
}

// notUTF8Key is written beside what JSON cannot hold, such as paths that are not
// UTF-8. Nothing that is merged depends on it.
const notUTF8Key = "not_utf8"

// typeOfField finds a field by its JSON name, in embedded structs, too.
func typeOfField(t reflect.Type, key string) (reflect.Type, bool) {
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
