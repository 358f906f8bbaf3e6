package parallel

import "slices"

// Sort orders a list, as many parts of it at a time as it is told. Elements of which
// none comes before the other may end in any order: for a fixed one there must be none
// that are equal. It takes the memory of the list once more.
func Sort[E any](parts int, list []E, compare func(a, b E) int) {
	var ends []int // of sorted stretches
	parts = min(max(1, parts), len(list))
	for part := range parts {
		ends = append(ends, len(list)*(part+1)/parts)
	}
	Parts(parts, len(list), func(_, from, to int) { slices.SortFunc(list[from:to], compare) })
	if parts < 2 {
		return
	}
	from, into := list, make([]E, len(list))
	for len(ends) > 1 {
		ends = mergePairs(from, into, ends, compare)
		from, into = into, from
	}
	if &from[0] != &list[0] {
		copy(list, from)
	}
}

// mergePairs makes one of each two sorted stretches, all at a time, and gives the ends
// of the longer ones.
func mergePairs[E any](from, into []E, ends []int, compare func(a, b E) int) (merged []int) {
	starts := append([]int{0}, ends...)
	for i := 1; i < len(ends); i += 2 {
		merged = append(merged, ends[i])
	}
	if len(ends)%2 > 0 {
		merged = append(merged, ends[len(ends)-1])
	}
	Parts(len(merged), len(merged), func(pair, _, _ int) {
		start, end := starts[2*pair], merged[pair]
		merge(from[start:ends[2*pair]], from[ends[2*pair]:end], into[start:end], compare)
	})
	return merged
}

// merge puts two sorted lists into one.
func merge[E any](a, b, into []E, compare func(a, b E) int) {
	for i := range into {
		if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) <= 0 {
			into[i], a = a[0], a[1:]
		} else {
			into[i], b = b[0], b[1:]
		}
	}
}
