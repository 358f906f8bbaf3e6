package release

import "slices"

// lines are what was released: tags and change log of chatmail/core, where 2.60
// to 2.62 are newer than the copy at hand, and of the predecessor in C, whose
// releases no rule tells apart. There was never a 1.0.0 itself, nor anything
// from 1.1 to 1.24.
var lines = [...]struct{ major, first, last int }{{0, 1, 99}, {1, 25, 160}, {2, 0, 62}}

// lastPatches are the last patches of 1.x; where none is given there is only 0.
// No patch up to the last was left out.
var lastPatches = map[int]int{
	107: 1, 112: 10, 119: 1, 124: 1, 126: 1, 127: 2, 129: 1, 131: 9, 132: 1, 133: 2, 135: 1, 136: 6, 137: 4, 138: 5,
	139: 6, 140: 2, 141: 2, 142: 12, 147: 1, 148: 7, 151: 6, 152: 2, 154: 3, 155: 6, 156: 3, 157: 3, 159: 5,
}

const (
	alphas = 5  // 1.0.0-alpha.0 to .5
	betas  = 24 // 1.0.0-beta.1 to .24
)

// known is every release, oldest first.
var known = everyRelease()

func everyRelease() []Release {
	var all []Release
	for n := range alphas + 1 {
		all = append(all, alpha(n))
	}
	for n := range betas {
		all = append(all, Beta(n+1))
	}
	for _, line := range lines {
		for minor := line.first; minor <= line.last; minor++ {
			patches := 0
			if line.major == 1 {
				patches = lastPatches[minor]
			}
			for patch := range patches + 1 {
				all = append(all, Of(line.major, minor, patch))
			}
		}
	}
	slices.Sort(all)
	return all
}

// Previous is the last release before r, which need not exist itself: before
// 2.0.0 it is 1.160.0. It is 0 if there is none.
func (r Release) Previous() Release {
	at, _ := slices.BinarySearch(known, r)
	if at == 0 {
		return 0
	}
	return known[at-1]
}

// nearest is the release closest to a number that does not exist: one of the
// same minor number, else the older of two equally close.
func nearest(r Release) Release {
	at, _ := slices.BinarySearch(known, r)
	switch {
	case at == 0:
		return known[0]
	case at == len(known), known[at-1].Name() == r.Name(), r-known[at-1] <= known[at]-r:
		return known[at-1]
	}
	return known[at]
}
