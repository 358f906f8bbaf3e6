package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gmmtool/gmmtool/internal/parallel"
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
func streamable(value reflect.Value) ([]streamed, bool) {
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
		if field.Anonymous && name == "" && field.Type.Kind() == reflect.Struct {
			inner, ok := streamable(value.Field(i))
			if !ok {
				return nil, false
			}
			fields = append(fields, inner...)
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
	return fields, len(fields) > 0 && areDistinct(fields)
}

// areDistinct reports keys of which none hides another.
func areDistinct(fields []streamed) bool {
	for i, f := range fields {
		if slices.ContainsFunc(fields[:i], func(other streamed) bool { return other.name == f.name }) {
			return false
		}
	}
	return true
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

// writeFields writes the object v, whose keys are fields, as [writeJSON] does.
func writeFields(w *bufio.Writer, v any, fields []streamed, flat bool) error {
	s := stream{w: w, flat: flat}
	if err := s.fields(fields, "  "); err != nil {
		return err
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
	flat    bool // elements of lists stand on a line each
	damaged bool
}

// fields writes keys, indented, with their values and the brace before them.
func (s *stream) fields(fields []streamed, indent string) error {
	s.w.WriteString("{")
	for i, f := range fields {
		if i > 0 {
			s.w.WriteString(",")
		}
		s.w.WriteString("\n" + indent + strconv.Quote(f.name) + ": ")
		if err := s.value(f.value, indent); err != nil {
			return err
		}
	}
	return nil
}

// value writes the value of a key that is indented: a list of objects one by one,
// and of those that hold long lists key by key; all else whole.
func (s *stream) value(v reflect.Value, indent string) error {
	if list, ok := v.Interface().(elements); ok && list.Len() > 0 {
		return s.elements(list, indent)
	}
	if isLongMap(v) {
		return s.longMap(v, indent)
	}
	if !isListOfObjects(v) || v.Len() == 0 {
		return s.element(v, indent)
	}
	s.w.WriteString("[")
	inner := s.inner(indent)
	for from := 0; from < v.Len(); {
		if from > 0 {
			s.w.WriteString(",")
		}
		s.w.WriteString("\n" + inner)
		var err error
		fields, ok := []streamed(nil), false
		if isLong(v.Index(from)) {
			fields, ok = streamable(v.Index(from))
		}
		if ok {
			err = s.object(fields, inner)
			from++
		} else {
			start := from
			for from++; from < v.Len() && !isLong(v.Index(from)); from++ {
			}
			err = s.each(from-start, func(i int) any { return v.Index(start + i).Interface() }, inner)
		}
		if err != nil {
			return err
		}
	}
	_, err := s.w.WriteString("\n" + indent + "]")
	return err
}

// elements is a list that is made as it is written.
type elements interface {
	Len() int
	At(i int) any
}

// elements writes such a list.
func (s *stream) elements(list elements, indent string) error {
	inner := s.inner(indent)
	s.w.WriteString("[\n" + inner)
	if err := s.each(list.Len(), list.At, inner); err != nil {
		return err
	}
	_, err := s.w.WriteString("\n" + indent + "]")
	return err
}

// inner is how far the elements of a list are indented.
func (s *stream) inner(indent string) string {
	if s.flat {
		return ""
	}
	return indent + "  "
}

func isListOfObjects(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct && !implementsMarshaler(v)
}

// isLong reports an object that is too much to hold as text: one of its lists has
// more elements than a batch.
func isLong(v reflect.Value) bool {
	for i := range v.NumField() {
		if field := v.Field(i); field.Kind() == reflect.Slice && field.Len() > batch && isListOfObjects(field) {
			return true
		}
	}
	return false
}

// object writes an element of a list key by key.
func (s *stream) object(fields []streamed, indent string) error {
	if err := s.fields(fields, indent+"  "); err != nil {
		return err
	}
	_, err := s.w.WriteString("\n" + indent + "}")
	return err
}

// each writes the elements of a list. All cores make text of them, one batch ahead of
// what is written.
func (s *stream) each(n int, at func(int) any, indent string) error {
	cores := parallel.Cores()
	now, next := make([]part, cores), make([]part, cores)
	separator := ""
	wait := s.begin(next, 0, n, at, indent)
	for from := 0; from < n; from += batch {
		wait()
		now, next = next, now
		wait = s.begin(next, from+batch, n, at, indent)
		for i := range now {
			if now[i].text.Len() > 0 {
				s.w.WriteString(separator)
				separator = ",\n" + indent
			}
			if err := s.put(&now[i]); err != nil {
				wait()
				return err
			}
		}
	}
	return nil
}

// begin makes text of the batch of elements from a number on: a part for each core,
// some of them empty if there are few.
func (s *stream) begin(parts []part, from, n int, at func(int) any, indent string) (wait func()) {
	n = max(0, min(batch, n-from))
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			parts[i].text.Reset()
			for k := n * i / len(parts); k < n*(i+1)/len(parts); k++ {
				parts[i].add(at(from+k), indent, s.flat)
			}
		})
	}
	return all.Wait
}

// batch is how many elements of a list are made text of at a time: enough to
// keep all cores busy, and little to hold.
const batch = 1024

// A part is some values as text.
type part struct {
	text    bytes.Buffer
	line    bytes.Buffer // the last value
	damaged bool
	err     error
}

// add makes text of one more value: on one line if it is to be flat, else indented
// under prefix.
func (p *part) add(v any, prefix string, flat bool) {
	if p.err != nil {
		return
	}
	if p.text.Len() > 0 {
		p.text.WriteString(",\n" + prefix)
	}
	line, damaged, err := encodeIn(&p.line, v)
	p.damaged = p.damaged || damaged
	switch p.err = err; {
	case err != nil:
	case flat:
		p.text.Write(line)
	default:
		p.err = json.Indent(&p.text, line, prefix, "  ")
	}
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
	var p part
	p.add(v.Interface(), prefix, false)
	return s.put(&p)
}
