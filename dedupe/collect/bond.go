package collect

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// bonds collects what ties addresses to keys, or says something of an address
// alone.
type bonds map[[2]string]*record.Bond

// add counts one witness for a bond.
func (b *bonds) add(address, key string, w record.Witness) {
	if *b == nil {
		*b = bonds{}
	}
	id := [2]string{address, key}
	bond, known := (*b)[id]
	if !known {
		(*b)[id] = &record.Bond{Address: address, Key: key, First: w, Last: w, Count: 1}
		return
	}
	bond.Count++
	if compareWitness(w, bond.First) < 0 {
		bond.First = w
	}
	if compareWitness(w, bond.Last) > 0 {
		bond.Last = w
	}
}

func (b bonds) has(address, key string) bool { return b[[2]string{address, key}] != nil }

// compareWitness orders by time, undated ones last and never in front.
func compareWitness(a, b record.Witness) int {
	if (a.Time == 0) != (b.Time == 0) {
		return cmp.Compare(b.Time, a.Time)
	}
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.MessageID, b.MessageID), cmp.Compare(a.Archive, b.Archive))
}

// sorted lists the bonds by address, then key.
func (b bonds) sorted() []record.Bond {
	var list []record.Bond
	for _, bond := range b {
		list = append(list, *bond)
	}
	slices.SortFunc(list, func(a, b record.Bond) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// keysOf lists the keys bound to each address, addressesOf the addresses bound
// to each key; all sorted.
func (b bonds) keysOf() map[string][]string      { return b.index(0, 1) }
func (b bonds) addressesOf() map[string][]string { return b.index(1, 0) }

func (b bonds) index(by, of int) map[string][]string {
	found := map[string][]string{}
	for id := range b {
		found[id[by]] = append(found[id[by]], id[of])
	}
	for _, list := range found {
		slices.Sort(list)
	}
	return found
}

// addressPairs collects what leads from one address to another, with the first
// witness.
type addressPairs map[[2]string]record.Witness

func (p *addressPairs) add(from, to string, w record.Witness) {
	if *p == nil {
		*p = addressPairs{}
	}
	id := [2]string{from, to}
	if known, ok := (*p)[id]; !ok || compareWitness(w, known) < 0 {
		(*p)[id] = w
	}
}

func (p addressPairs) sorted() []record.AddressPair {
	var list []record.AddressPair
	for _, id := range slices.SortedFunc(maps.Keys(p), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		list = append(list, record.AddressPair{From: id[0], To: id[1], Witness: p[id]})
	}
	return list
}
