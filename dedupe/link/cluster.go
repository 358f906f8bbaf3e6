package link

// A Forest joins records into persons: union by size, where the lowest number
// stands for its person.
type Forest struct {
	parent, size, lowest []uint32
}

// NewForest has n records, none of them joined.
func NewForest(n int) *Forest {
	f := &Forest{make([]uint32, n), make([]uint32, n), make([]uint32, n)}
	for i := range n {
		f.parent[i], f.size[i], f.lowest[i] = uint32(i), 1, uint32(i)
	}
	return f
}

// Root is equal for records of one person.
func (f *Forest) Root(i uint32) uint32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// Join makes one person of those of two records.
func (f *Forest) Join(a, b uint32) {
	a, b = f.Root(a), f.Root(b)
	if a == b {
		return
	}
	if f.size[a] < f.size[b] {
		a, b = b, a
	}
	f.parent[b] = a
	f.size[a] += f.size[b]
	f.lowest[a] = min(f.lowest[a], f.lowest[b])
}

// stands is the record that stands for the person of a record.
func (f *Forest) stands(i uint32) uint32 { return f.lowest[f.Root(i)] }

// A cluster is records that ties hold together.
type cluster struct {
	records []uint32 // ascending
	ties    []Tie
}

// clusters are the joined records, in order of their lowest, with the ties
// between them. Records that are tied to none are not listed.
func clusters(n int, ties []Tie) []cluster {
	f := NewForest(n)
	for _, t := range ties {
		f.Join(t.A, t.B)
	}
	at := map[uint32]int{}
	var all []cluster
	for i := range uint32(n) {
		if f.size[f.Root(i)] < 2 {
			continue
		}
		stands := f.stands(i)
		if stands == i {
			at[i] = len(all)
			all = append(all, cluster{})
		}
		c := &all[at[stands]]
		c.records = append(c.records, i)
	}
	for _, t := range ties {
		c := &all[at[f.stands(t.A)]]
		c.ties = append(c.ties, t)
	}
	return all
}
