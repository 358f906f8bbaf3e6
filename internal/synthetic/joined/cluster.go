package joined

import (
	"cmp"
	"slices"
)

// Clusters are the records that steps make one person, those with more than one, in
// order.
func Clusters[R cmp.Ordered](steps []Step[R]) [][]R {
	root := map[R]R{}
	find := func(r R) R {
		if _, known := root[r]; !known {
			root[r] = r
		}
		for root[r] != r {
			root[r] = root[root[r]]
			r = root[r]
		}
		return r
	}
	for _, s := range steps {
		for _, r := range s.Records {
			a, b := find(s.Records[0]), find(r)
			root[max(a, b)] = min(a, b)
		}
	}
	of := map[R][]R{}
	for r := range root {
		of[find(r)] = append(of[find(r)], r)
	}
	var clusters [][]R
	for _, list := range of {
		if len(list) > 1 {
			slices.Sort(list)
			clusters = append(clusters, list)
		}
	}
	slices.SortFunc(clusters, func(a, b []R) int { return cmp.Compare(a[0], b[0]) })
	return clusters
}

// Way is the steps on the shortest way from one record to another, none if they are
// not joined.
func Way[R comparable](steps []Step[R], from, to R) []Step[R] {
	type place struct {
		record     R
		before, by int
	}
	seen := map[R]bool{from: true}
	queue := []place{{from, -1, -1}}
	for i := 0; i < len(queue); i++ {
		if queue[i].record == to {
			var way []Step[R]
			for j := i; queue[j].by >= 0; j = queue[j].before {
				way = append(way, steps[queue[j].by])
			}
			slices.Reverse(way)
			return way
		}
		for n, s := range steps {
			if !slices.Contains(s.Records, queue[i].record) {
				continue
			}
			for _, next := range s.Records {
				if !seen[next] {
					seen[next] = true
					queue = append(queue, place{next, i, n})
				}
			}
		}
	}
	return nil
}
