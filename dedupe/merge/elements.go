package merge

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// readByElement reads an object whose lists may be long, the elements of these on all
// cores. It reports false for whatever is not quite in order, of which reading the
// whole tells what and where.
func readByElement(data []byte, into reflect.Value) bool {
	fields, ok := membersOf(data)
	if !ok {
		return false
	}
	for _, f := range fields {
		i := fieldNamed(into.Type(), f.key)
		if i < 0 {
			return false
		}
		field := into.Field(i)
		if f.value[0] == '[' && field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Struct {
			ok = readElements(f.value, field)
		} else {
			ok = readSound(f.value, field, fieldTypes{})
		}
		if !ok {
			return false
		}
	}
	return true
}

// fieldNamed is the number of the field with a name in JSON, -1 if there is none of
// the struct itself.
func fieldNamed(t reflect.Type, key string) int {
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name == key && name != "" && name != "-" {
			return i
		}
	}
	return -1
}

// readSound reads a value that has no key which is not known or there twice.
func readSound(data []byte, into reflect.Value, known fieldTypes) bool {
	if json.Unmarshal(data, into.Addr().Interface()) != nil {
		return false
	}
	keys := keyChecker{data: data, known: known}
	return keys.check(into.Type(), &place{}) == nil // below the top
}

func readElements(data []byte, list reflect.Value) bool {
	elements, ok := elementsOf(data)
	if !ok {
		return false
	}
	list.Set(reflect.MakeSlice(list.Type(), len(elements), len(elements)))
	var failed atomic.Bool
	parallel.Parts(parallel.Cores(), len(elements), func(_, from, to int) {
		known := fieldTypes{}
		for i := from; i < to && !failed.Load(); i++ {
			if !readSound(elements[i], list.Index(i), known) {
				failed.Store(true)
			}
			shrink(list.Index(i))
		}
	})
	return !failed.Load()
}

// shrink gives back the room that package json makes in lists for more: most have one
// element, or two, and room for four, which is the greater part of a large plan.
func shrink(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				shrink(field)
			}
		}
	case reflect.Slice:
		if v.Len() < v.Cap() {
			exact := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(exact, v)
			v.Set(exact)
		}
		if !isPlain(v.Type().Elem()) {
			for i := range v.Len() {
				shrink(v.Index(i))
			}
		}
	}
}

// A member is a key of an object, and its value.
type member struct {
	key   string
	value []byte
}

// membersOf takes an object apart, whose keys stay as they are written. It reports
// false for what is not an object, has something behind it, or a key twice. Values are
// not looked at.
func membersOf(data []byte) (members []member, ok bool) {
	at := afterSpace(data, 0)
	if at == len(data) || data[at] != '{' {
		return nil, false
	}
	known := map[string]bool{}
	for {
		at = afterSpace(data, at+1)
		end := afterValue(data, at)
		if end <= at+1 || data[at] != '"' {
			return nil, false
		}
		key := string(data[at+1 : end-1])
		if at = afterSpace(data, end); known[key] || at == len(data) || data[at] != ':' {
			return nil, false
		}
		known[key] = true
		at = afterSpace(data, at+1)
		end = afterValue(data, at)
		if end == at {
			return nil, false
		}
		members = append(members, member{key, data[at:end]})
		if at = afterSpace(data, end); at == len(data) {
			return nil, false
		}
		switch data[at] {
		case '}':
			return members, afterSpace(data, at+1) == len(data)
		case ',':
		default:
			return nil, false
		}
	}
}

// elementsOf takes a list apart.
func elementsOf(data []byte) (elements [][]byte, ok bool) {
	at := afterSpace(data, 1)
	if at < len(data) && data[at] == ']' {
		return nil, at == len(data)-1
	}
	for {
		end := afterValue(data, at)
		if end == at {
			return nil, false
		}
		elements = append(elements, data[at:end])
		if at = afterSpace(data, end); at == len(data) {
			return nil, false
		}
		switch data[at] {
		case ']':
			return elements, at == len(data)-1
		case ',':
			at = afterSpace(data, at+1)
		default:
			return nil, false
		}
	}
}

func afterSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// afterValue is where a value ends that begins at a place, which is this place if
// none does. Only of valid JSON it is sure to be a value.
func afterValue(data []byte, at int) int {
	depth := 0
	for i := at; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = closingQuote(data, i)
			if depth == 0 {
				return min(i+1, len(data))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return len(data)
}

// closingQuote is where the string ends that begins at a place, len(data) if it does
// not.
func closingQuote(data []byte, at int) int {
	for i := at + 1; ; i++ {
		next := bytes.IndexAny(data[i:], "\"\\")
		if next < 0 {
			return len(data)
		}
		if i += next; data[i] == '"' {
			return i
		}
		i++
		if i >= len(data)-1 {
			return len(data)
		}
	}
}
