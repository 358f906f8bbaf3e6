package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// A streamed field is one key of an object that is written key by key, its
// lists element by element, so that a plan of a million records is never held
// as text.
type streamed struct {
	name  string
	value reflect.Value
}

// streamable lists the keys of v, in order, if v is a struct, or points to one,
// that can be written key by key; encoding/json decides all else.
func streamable(v any) ([]streamed, bool) {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Pointer && !value.IsNil() {
		value = value.Elem()
	}
	if value.Kind() != reflect.Struct || implementsMarshaler(value) {
		return nil, false
	}
	var fields []streamed
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if !field.IsExported() && !field.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if field.Anonymous || name == "" || options != "" && options != "omitempty" {
			return nil, false
		}
		if options == "omitempty" && isEmpty(value.Field(i)) {
			continue
		}
		fields = append(fields, streamed{name, value.Field(i)})
	}
	return fields, len(fields) > 0
}

func implementsMarshaler(v reflect.Value) bool {
	_, ok := v.Interface().(json.Marshaler)
	return ok
}

// isEmpty is what encoding/json leaves out for omitempty.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// writeFields writes the object v, whose keys are fields, as [WriteJSON] does.
func writeFields(w *bufio.Writer, v any, fields []streamed) error {
	s := stream{w: w}
	w.WriteString("{")
	for i, f := range fields {
		if i > 0 {
			w.WriteString(",")
		}
		w.WriteString("\n  " + strconv.Quote(f.name) + ": ")
		if err := s.value(f.value); err != nil {
			return err
		}
	}
	if s.damaged {
		if lost := collectNotUTF8(v); len(lost) > 0 {
			w.WriteString(",\n  \"not_utf8\": ")
			if err := s.element(reflect.ValueOf(lost), "  "); err != nil {
				return err
			}
		}
	}
	_, err := w.WriteString("\n}\n")
	return err
}

// stream is one object on its way out.
type stream struct {
	w       *bufio.Writer
	damaged bool
}

// value writes the value of a key: a list of objects one by one, all else whole.
func (s *stream) value(v reflect.Value) error {
	if v.Kind() != reflect.Slice || v.Len() == 0 || v.Type().Elem().Kind() != reflect.Struct || implementsMarshaler(v) {
		return s.element(v, "  ")
	}
	s.w.WriteString("[")
	for from := 0; from < v.Len(); from += batch {
		parts := make([]part, min(batch, v.Len()-from))
		var wait sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for worker := range workers {
			wait.Go(func() {
				for i := worker; i < len(parts); i += workers {
					parts[i] = partOf(v.Index(from+i), "    ")
				}
			})
		}
		wait.Wait()
		for i := range parts {
			if from+i > 0 {
				s.w.WriteString(",")
			}
			s.w.WriteString("\n    ")
			if err := s.put(&parts[i]); err != nil {
				return err
			}
		}
	}
	_, err := s.w.WriteString("\n  ]")
	return err
}

// batch is how many elements of a list are made text of at a time: enough to
// keep all cores busy, and little to hold.
const batch = 1024

// A part is one value as text.
type part struct {
	text    bytes.Buffer
	damaged bool
	err     error
}

// partOf makes text of one value, indented under prefix.
func partOf(v reflect.Value, prefix string) (p part) {
	var line []byte
	if line, p.damaged, p.err = encode(v.Interface()); p.err == nil {
		p.err = json.Indent(&p.text, line, prefix, "  ")
	}
	return p
}

func (s *stream) put(p *part) error {
	if p.err != nil {
		return p.err
	}
	s.damaged = s.damaged || p.damaged
	_, err := s.w.Write(p.text.Bytes())
	return err
}

// element writes one value, indented under prefix.
func (s *stream) element(v reflect.Value, prefix string) error {
	p := partOf(v, prefix)
	return s.put(&p)
}
