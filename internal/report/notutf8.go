package report

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// collectNotUTF8 finds the texts in v that JSON cannot hold: a map from their
// place in the JSON form of v, as a JSON Pointer (RFC 6901), to their bytes.
// It knows the shapes results are made of: structs with json tags, slices,
// arrays, pointers and maps with string keys.
func collectNotUTF8(v any) map[string][]byte {
	lost := map[string][]byte{}
	visitTexts(reflect.ValueOf(v), "", func(place string, text reflect.Value) {
		if !utf8.ValidString(text.String()) {
			lost[place] = []byte(text.String())
		}
	})
	return lost
}

// RestoreNotUTF8 puts the bytes that stood beside an object in JSON back into the
// value that was read from it. See [WriteJSON]; v is a pointer.
func RestoreNotUTF8(v any, lost map[string][]byte) {
	if len(lost) == 0 {
		return
	}
	visitTexts(reflect.ValueOf(v), "", func(place string, text reflect.Value) {
		if bytes, ok := lost[place]; ok && text.CanSet() {
			text.SetString(string(bytes))
		}
	})
}

func visitTexts(v reflect.Value, place string, visit func(place string, text reflect.Value)) {
	if v.Kind() == reflect.Struct && v.CanInterface() {
		if list, ok := v.Interface().(elements); ok {
			for i := range list.Len() {
				visitTexts(reflect.ValueOf(list.At(i)), place+"/"+strconv.Itoa(i), visit)
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		visit(place, v)
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			visitTexts(v.Elem(), place, visit)
		}
	case reflect.Slice, reflect.Array:
		if hasNoText(v.Type().Elem().Kind()) {
			return
		}
		for i := range v.Len() {
			visitTexts(v.Index(i), place+"/"+strconv.Itoa(i), visit)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			visitTexts(v.MapIndex(key), place+"/"+escapePointer(key.String()), visit)
		}
	case reflect.Struct:
		visitFields(v, place, visit)
	}
}

func visitFields(v reflect.Value, place string, visit func(place string, text reflect.Value)) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			visitTexts(v.Field(i), place, visit) // its fields are promoted
		case field.IsExported() && name != "" && name != "-":
			visitTexts(v.Field(i), place+"/"+escapePointer(name), visit)
		}
	}
}

func hasNoText(k reflect.Kind) bool { return k >= reflect.Bool && k <= reflect.Complex128 }

func escapePointer(token string) string {
	if !strings.ContainsAny(token, "~/") {
		return token
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
}
