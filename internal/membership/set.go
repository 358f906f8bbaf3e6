package membership

import (
	"maps"
	"slices"
)

// set is a set of members. It never holds the empty ID.
type set map[ID]bool

func setOf(ids ...ID) set {
	s := make(set, len(ids))
	s.add(ids...)
	return s
}

func (s set) add(ids ...ID) {
	for _, id := range ids {
		if id != "" {
			s[id] = true
		}
	}
}

func (s set) join(t set) { maps.Copy(s, t) }

func (s set) remove(id ID) { delete(s, id) }

// minus returns the members of s that are not in t, sorted.
func (s set) minus(t set) []ID {
	var ids []ID
	for id := range s {
		if !t[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (s set) equal(t set) bool { return maps.Equal(s, t) }

func (s set) clone() set { return maps.Clone(s) }
