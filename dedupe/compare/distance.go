package compare

import "math/bits"

// maxWord bounds what is compared letter by letter, in letters.
const maxWord = 64

// editDistance is how many slips of the fingers turn a into b: letters left
// out, put in, replaced, or two neighbours swapped (Damerau-Levenshtein,
// optimal string alignment). It stops counting above limit and then returns
// limit+1.
func editDistance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if isASCII(a) && isASCII(b) {
		if len(a) > maxWord || len(b) > maxWord || bits.OnesCount64(letterSet(a)^letterSet(b)) > 2*limit {
			return limit + 1 // each slip takes one letter away and brings another at most
		}
		var x, y [maxWord]byte
		return slips(x[:copy(x[:], a)], y[:copy(y[:], b)], limit)
	}
	return slips([]rune(a), []rune(b), limit)
}

// slips is [editDistance] of words by their letters. What is further from the diagonal
// than the limit is above it, and is not worked out.
func slips[letter byte | rune](x, y []letter, limit int) int {
	if len(x)-len(y) > limit || len(y)-len(x) > limit || len(x) > maxWord || len(y) > maxWord {
		return limit + 1
	}
	var rows [3][maxWord + 2]int16
	far := int16(limit + 1) // a limit above maxWord is not asked for
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range len(y) + 1 {
		above[j] = int16(j)
	}
	for i := 1; i <= len(x); i++ {
		from, to := max(1, i-limit), min(len(y), i+limit)
		row[from-1], row[to+1] = far, far
		if from == 1 {
			row[0] = int16(i)
		}
		best := int16(i)
		for j := from; j <= to; j++ {
			replaced := int16(1)
			if x[i-1] == y[j-1] {
				replaced = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+replaced)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best >= far {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return int(min(above[len(y)], far))
}

// jaroWinkler is the Jaro-Winkler similarity of two words by letters, not
// bytes: 1 for equal, 0 for nothing in common.
func jaroWinkler(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 || len(x) > maxWord || len(y) > maxWord {
		return 0
	}
	reach := max(len(x), len(y))/2 - 1
	var inX, inY [maxWord]bool
	matches := 0
	for i, r := range x {
		for j := max(0, i-reach); j < min(len(y), i+reach+1); j++ {
			if !inY[j] && y[j] == r {
				inX[i], inY[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	m := float64(matches)
	jaro := (m/float64(len(x)) + m/float64(len(y)) + (m-transposed(x, y, &inX, &inY))/m) / 3
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// transposed is half the number of matched letters that stand in another order.
func transposed(x, y []rune, inX, inY *[maxWord]bool) float64 {
	j, out := 0, 0
	for i := range x {
		if !inX[i] {
			continue
		}
		for !inY[j] {
			j++
		}
		if x[i] != y[j] {
			out++
		}
		j++
	}
	return float64(out) / 2
}
