package membership

import (
	"maps"
	"slices"
)

// A table maps IDs to what is known of them. Once settled it is a value: what is
// put into a copy leaves it as it was. It is kept in layers, the newest last,
// each at least twice as large as the next; n people are learnt in n log n steps
// and found in log n, those of one message in one.
type table struct {
	layers []map[ID]contact
	fresh  map[ID]contact // put since the table was settled, not shared with any copy
	size   int            // distinct IDs
	self   ID             // in the layers, which others share, but never found; "" for none
}

func (t *table) get(id ID) (contact, bool) {
	if id == t.self {
		return contact{}, false
	}
	if k, ok := t.fresh[id]; ok {
		return k, true
	}
	for i := len(t.layers) - 1; i >= 0; i-- {
		if k, ok := t.layers[i][id]; ok {
			return k, true
		}
	}
	return contact{}, false
}

// put replaces what is known of an ID. The table must be settled before it is
// copied.
func (t *table) put(id ID, k contact) {
	if _, known := t.get(id); !known {
		t.size++
	}
	if t.fresh == nil {
		t.fresh = map[ID]contact{}
	}
	t.fresh[id] = k
}

// settle makes the table a value again.
func (t *table) settle() {
	if t.fresh == nil {
		return
	}
	fresh, kept := t.fresh, len(t.layers)
	for ; kept > 0 && len(t.layers[kept-1]) < 2*len(fresh); kept-- {
		merged := maps.Clone(t.layers[kept-1])
		maps.Copy(merged, fresh)
		fresh = merged
	}
	t.layers, t.fresh = append(slices.Clip(t.layers[:kept]), fresh), nil
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
