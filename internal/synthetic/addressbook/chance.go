package addressbook

import (
	"math"
	"math/rand/v2"
	"sort"
)

// frequencies are how often each of a list occurs: the first most, in the manner
// of Zipf.
type frequencies []float64 // cumulative

// zipf gives n things frequencies that fall with their rank. The first few are
// alike, as with real names.
func zipf(n int, exponent float64) frequencies {
	f := make(frequencies, n)
	sum := 0.0
	for i := range f {
		sum += 1 / math.Pow(float64(i+4), exponent)
		f[i] = sum
	}
	return f
}

// weights are frequencies that are known.
func weights(list ...float64) frequencies {
	f := make(frequencies, len(list))
	sum := 0.0
	for i, w := range list {
		sum += w
		f[i] = sum
	}
	return f
}

func (f frequencies) pick(random *rand.Rand) int {
	at := random.Float64() * f[len(f)-1]
	return min(sort.SearchFloat64s(f, at), len(f)-1)
}

func pick[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }

// often is true in so many of a hundred cases.
func often(random *rand.Rand, percent float64) bool { return random.Float64()*100 < percent }
