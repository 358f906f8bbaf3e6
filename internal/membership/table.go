package membership

import (
	"maps"
	"slices"
)

// A table maps IDs to what is known of them. It is a value: put returns a new
// table and leaves the old one as it was. It is kept in layers, the newest last,
// each at least twice as large as the next; n people are learnt in n log n steps
// and found in log n.
type table struct {
	layers []map[ID]contact
	size   int // distinct IDs
}

func (t table) get(id ID) (contact, bool) {
	for i := len(t.layers) - 1; i >= 0; i-- {
		if k, ok := t.layers[i][id]; ok {
			return k, true
		}
	}
	return contact{}, false
}

func (t table) put(id ID, k contact) table {
	if _, known := t.get(id); !known {
		t.size++
	}
	fresh, kept := map[ID]contact{id: k}, len(t.layers)
	for ; kept > 0 && len(t.layers[kept-1]) < 2*len(fresh); kept-- {
		merged := maps.Clone(t.layers[kept-1])
		maps.Copy(merged, fresh)
		fresh = merged
	}
	t.layers = append(slices.Clip(t.layers[:kept]), fresh)
	return t
}

// equal reports whether two tables hold the same.
func (t table) equal(u table) bool {
	if t.size != u.size || len(t.layers) == 0 {
		return t.size == u.size
	}
	if len(t.layers) == len(u.layers) && &t.layers[0] == &u.layers[0] {
		return true // one is a copy of the other
	}
	for _, layer := range t.layers {
		for id := range layer {
			mine, _ := t.get(id) // of several layers the newest counts
			if theirs, known := u.get(id); !known || mine != theirs {
				return false
			}
		}
	}
	return true
}
