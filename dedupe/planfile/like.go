package planfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A field is one thing that a record may say, and that a record which is like another
// need not repeat.
type field struct {
	name    string // in the file
	isEmpty func(r *record.Record) bool
	isSame  func(a, b *record.Record) bool
	copy    func(to, from *record.Record)
}

// fields are those of a record that may be left out where they are those of another.
func fields() []field {
	return []field{
		single("uid", func(r *record.Record) *string { return &r.UID }),
		several("names", func(r *record.Record) *[]string { return &r.Names }),
		several("addresses", func(r *record.Record) *[]string { return &r.Addresses }),
		several("keys", func(r *record.Record) *[]record.Key { return &r.Keys }),
		several("phones", func(r *record.Record) *[]string { return &r.Phones }),
		single("birthday", func(r *record.Record) *string { return &r.Birthday }),
		several("organisations", func(r *record.Record) *[]string { return &r.Organisations }),
		several("postal", func(r *record.Record) *[]string { return &r.Postal }),
		several("linked", func(r *record.Record) *[]string { return &r.Linked }),
		several("claimed", func(r *record.Record) *[]string { return &r.Claimed }),
		single("picture", func(r *record.Record) *string { return &r.Picture }),
		single("organisation", func(r *record.Record) *bool { return &r.Organisation }),
		single("deleted", func(r *record.Record) *bool { return &r.Deleted }),
	}
}

func single[T comparable](name string, of func(*record.Record) *T) field {
	return field{
		name:    name,
		isEmpty: func(r *record.Record) bool { return *of(r) == *new(T) },
		isSame:  func(a, b *record.Record) bool { return *of(a) == *of(b) },
		copy:    func(to, from *record.Record) { *of(to) = *of(from) },
	}
}

func several[T comparable](name string, of func(*record.Record) *[]T) field {
	return field{
		name:    name,
		isEmpty: func(r *record.Record) bool { return len(*of(r)) == 0 },
		isSame:  func(a, b *record.Record) bool { return slices.Equal(*of(a), *of(b)) },
		copy:    func(to, from *record.Record) { *of(to) = *of(from) },
	}
}

// difference is what a record says that another does not, and the names of the fields
// that only the other has.
func difference(r, other *record.Record, all []field) (differs *record.Record, without []string) {
	differs = new(record.Record)
	for i := range all {
		switch f := &all[i]; {
		case f.isSame(r, other):
		case f.isEmpty(r):
			without = append(without, f.name)
		default:
			f.copy(differs, r)
		}
	}
	return differs, without
}

// complete says of a record what it has from the one it is like.
func (r *reader) complete(like *record.Record, written *Record, into *record.Record) error {
	for _, name := range written.Without {
		if name == country {
			continue
		}
		i := slices.IndexFunc(r.fields, func(f field) bool { return f.name == name })
		if i < 0 {
			return &dedupe.PlanError{Path: ".without", Why: fmt.Sprintf("%q is not a field that a record can be without", name)}
		}
		if !r.fields[i].isEmpty(into) {
			return &dedupe.PlanError{Path: ".without", Why: fmt.Sprintf("the record has %q, and is to be without it", name)}
		}
	}
	for i := range r.fields {
		if f := &r.fields[i]; f.isEmpty(into) && !slices.Contains(written.Without, f.name) {
			f.copy(into, like)
		}
	}
	return nil
}

// likes are, for each record of a file, the number of the one that it is stated by
// comparison with, itself if it is none: "#17.2" is like "#17", before which it must
// not stand, nor behind another.
func likes(records []Record) ([]int32, error) {
	all := make([]int32, len(records))
	first := -1
	for i := range records {
		name := records[i].ID
		if number := numberIn(name); number == name || name[0] != '#' {
			first = i
		} else if first < 0 || records[first].ID != number {
			return nil, &dedupe.PlanError{Path: fmt.Sprintf(".records[%d].id", i), Why: fmt.Sprintf("%q says how it differs from %q, which does not stand before it", name, number)}
		}
		all[i] = int32(first)
	}
	return all, nil
}

// numberIn is the name of the record that one with a name is like: "#17" of "#17.2".
func numberIn(name string) string {
	number, _, _ := strings.Cut(name, ".")
	return number
}

// spelledOut puts the number of the first of some records before names that have none.
func spelledOut(names []string) []string {
	for i := 1; i < len(names); i++ {
		if strings.HasPrefix(names[i], ".") && strings.HasPrefix(names[0], "#") {
			names[i] = numberIn(names[0]) + names[i]
		}
	}
	return names
}
