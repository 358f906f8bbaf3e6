package link

import (
	"slices"
	"sync"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A posting says that a record, or person, has a value: a digest of the value in
// the upper bits, the number of who has it in the lower ones. Two values with one
// digest only cost a needless comparison.
type posting uint64

// whoBits hold the number.
const whoBits = 24

// MaxRecords is how many records can be told apart in one run.
const MaxRecords = 1<<whoBits - 1

func newPosting(value uint64, who uint32) posting {
	return posting(value>>whoBits<<whoBits | uint64(who))
}

func (p posting) who() uint32   { return uint32(p & (1<<whoBits - 1)) }
func (p posting) value() uint64 { return uint64(p >> whoBits) }

// pieces are a list of postings that grows without being copied.
type pieces [][]posting

// A piece holds firstPiece, and each twice what the last did, up to largestPiece.
const (
	firstPiece   = 1 << 6
	largestPiece = 1 << 16
)

func (all *pieces) add(p posting) {
	last := len(*all) - 1
	if last < 0 || len((*all)[last]) == cap((*all)[last]) {
		*all = append(*all, make([]posting, 0, min(firstPiece<<min(len(*all), 16), largestPiece)))
		last++
	}
	(*all)[last] = append((*all)[last], p)
}

// postings collects what emit adds for each number below n, sorted by value and
// then number, without duplicates.
func postings(jobs, n int, emit func(who uint32, add func(value uint64))) []posting {
	var mutex sync.Mutex
	var all []posting
	parallel.Parts(jobs, n, func(_, from, to int) {
		found := make([]posting, 0, to-from)
		for i := from; i < to; i++ {
			emit(uint32(i), func(value uint64) { found = append(found, newPosting(value, uint32(i))) })
		}
		mutex.Lock()
		defer mutex.Unlock()
		all = append(all, found...)
	})
	sortHalves(jobs, all, 1<<63)
	return slices.Compact(all)
}

// sortPostings sorts, without duplicates.
func sortPostings(all []posting) []posting {
	slices.Sort(all)
	return slices.Compact(all)
}

// sortHalves sorts what is below the pivot and what is not at the same time.
func sortHalves[number ~uint64](jobs int, all []number, pivot number) {
	if jobs < 2 || len(all) < 1<<16 {
		slices.Sort(all)
		return
	}
	upper := len(all)
	for i := 0; i < upper; {
		if all[i] >= pivot {
			upper--
			all[i], all[upper] = all[upper], all[i]
		} else {
			i++
		}
	}
	var wait sync.WaitGroup
	wait.Go(func() { slices.Sort(all[:upper]) })
	slices.Sort(all[upper:])
	wait.Wait()
}

// eachBlock calls visit for every value that at least two have.
func eachBlock(sorted []posting, visit func(value uint64, who []posting)) {
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && sorted[to].value() == sorted[from].value() {
			to++
		}
		if to-from > 1 {
			visit(sorted[from].value(), sorted[from:to])
		}
		from = to
	}
}

// digest is FNV-1a over parts, each ended by a NUL, mixed so that the upper bits
// are as good as the lower ones.
func digest(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}
