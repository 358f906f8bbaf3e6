package report

import (
	"reflect"
	"strings"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// isLongMap reports a map from texts that is too much to hold as text.
func isLongMap(v reflect.Value) bool {
	return v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String && v.Len() > batch && !implementsMarshaler(v)
}

// longMap writes such a map in the order of its keys, all cores a part of it at a time.
func (s *stream) longMap(v reflect.Value, indent string) error {
	keys := make([]string, 0, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		keys = append(keys, entries.Key().String())
	}
	parts := make([]part, parallel.Cores())
	parallel.Sort(len(parts), keys, strings.Compare)
	separator := "{"
	for from := 0; from < len(keys); from += batch * len(parts) {
		now := keys[from:min(from+batch*len(parts), len(keys))]
		parallel.Parts(len(parts), len(now), func(i, from, to int) {
			some := reflect.MakeMapWithSize(v.Type(), to-from)
			for _, key := range now[from:to] {
				name := reflect.ValueOf(key).Convert(v.Type().Key())
				some.SetMapIndex(name, v.MapIndex(name))
			}
			parts[i].text.Reset()
			parts[i].add(some.Interface(), indent, false)
		})
		for i := range parts[:min(len(parts), len(now))] {
			s.w.WriteString(separator)
			separator = ","
			if err := s.putEntries(&parts[i], indent); err != nil {
				return err
			}
		}
	}
	_, err := s.w.WriteString("\n" + indent + "}")
	return err
}

// putEntries writes a part that is one map, without its braces.
func (s *stream) putEntries(p *part, indent string) error {
	if p.err != nil {
		return p.err
	}
	s.damaged = s.damaged || p.damaged
	text := p.text.Bytes()
	_, err := s.w.Write(text[len("{") : len(text)-len("\n"+indent+"}")])
	return err
}
