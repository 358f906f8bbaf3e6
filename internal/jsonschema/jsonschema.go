// Package jsonschema describes the JSON form of Go types as JSON Schema (draft
// 2020-12), so that what is printed and what is promised cannot part. It follows
// the rules of encoding/json, knows no value and never fails: what it cannot
// describe may be anything.
package jsonschema

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Dialect names the version of JSON Schema that [Of] writes.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// A Schema is one JSON Schema, as encoding/json takes it.
type Schema map[string]any

// Of describes a type that holds no value of itself. Forms are the schemas of
// types with a JSON form of their own. Objects may hold more keys than are named:
// fields are added without a new version.
func Of(t reflect.Type, forms map[reflect.Type]Schema) Schema {
	if form, ok := forms[t]; ok {
		return form
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return Schema{"type": "string", "format": "date-time"}
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return Schema{"type": "string"}
	case t.Implements(reflect.TypeFor[json.Marshaler]()) && t.Kind() != reflect.Struct:
		return Schema{}
	}
	switch t.Kind() {
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.String:
		return Schema{"type": "string"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return Schema{"type": "integer"}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Schema{"type": "integer", "minimum": 0}
	case reflect.Float32, reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Pointer:
		return Schema{"anyOf": []Schema{{"type": "null"}, Of(t.Elem(), forms)}}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": Of(t.Elem(), forms)}
	case reflect.Array:
		return Schema{"type": "array", "items": Of(t.Elem(), forms), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return Schema{"type": "string", "contentEncoding": "base64"}
		}
		return Schema{"type": "array", "items": Of(t.Elem(), forms)}
	case reflect.Struct:
		return object(t, forms)
	}
	return Schema{}
}

// object describes a struct. A key of the struct itself hides one of an embedded
// struct.
func object(t reflect.Type, forms map[reflect.Type]Schema) Schema {
	properties, required := Schema{}, []string{}
	var embedded []reflect.Type
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			embedded = append(embedded, field.Type)
			continue
		case !field.IsExported() || name == "-":
			continue
		case name == "":
			name = field.Name
		}
		kind := field.Type
		isOptional := strings.Contains(options, "omit")
		if isOptional && kind.Kind() == reflect.Pointer {
			kind = kind.Elem() // null is left out
		}
		properties[name] = Of(kind, forms)
		if !isOptional {
			required = append(required, name)
		}
	}
	for _, inner := range embedded {
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		schema := object(inner, forms)
		for _, name := range schema["required"].([]string) {
			if properties[name] == nil {
				required = append(required, name)
			}
		}
		for name, property := range schema["properties"].(Schema) {
			if properties[name] == nil {
				properties[name] = property
			}
		}
	}
	return Schema{"type": "object", "properties": properties, "required": required}
}
