package compare

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
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit || len(x) > maxWord || len(y) > maxWord {
		return limit + 1
	}
	var rows [3][maxWord + 1]int
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range len(y) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(y); j++ {
			replaced := 1
			if x[i-1] == y[j-1] {
				replaced = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+replaced)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return min(above[len(y)], limit+1)
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
