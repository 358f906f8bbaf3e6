package membership

import (
	"iter"
	"maps"
	"slices"
)

// set is a set of members. It never holds the empty ID.
type set map[ID]bool

func setOf(ids ...ID) set { return collect(slices.Values(ids)) }

func collect(ids iter.Seq[ID]) set {
	s := set{}
	s.join(ids)
	return s
}

func (s set) add(id ID) {
	if id != "" {
		s[id] = true
	}
}

func (s set) join(ids iter.Seq[ID]) {
	for id := range ids {
		s.add(id)
	}
}

func (s set) remove(id ID) { delete(s, id) }

func (s set) equal(t set) bool { return maps.Equal(s, t) }
