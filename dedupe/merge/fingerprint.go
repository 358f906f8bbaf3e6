package merge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// printLength is how many bytes of a line's SHA-256 the journal keeps: enough to
// name the line that was edited. Whether any was, the digest of the book tells.
const printLength = 3

// linePrints are the fingerprints of all lines of a book, one after the other.
func linePrints(book []byte) []byte {
	parts := make([][]byte, parallel.Cores())
	parallel.Parts(len(parts), len(book), func(part, from, to int) {
		from, to = lineFrom(book, from), lineFrom(book, to)
		prints := make([]byte, 0, printLength*(1+bytes.Count(book[from:to], []byte("\n"))))
		for line := range bytes.Lines(book[from:to]) {
			digest := sha256.Sum256(line)
			prints = append(prints, digest[:printLength]...)
		}
		parts[part] = prints
	})
	return slices.Concat(parts...)
}

// lineFrom is where the first line begins at or after a place.
func lineFrom(book []byte, at int) int {
	if beginsLine(book, at) {
		return at
	}
	if next := bytes.IndexByte(book[at:], '\n'); next >= 0 {
		return at + next + 1
	}
	return len(book)
}

// firstDifference is the number of the first line that has another fingerprint,
// that was added or is missing; 0 if there is none.
func firstDifference(book, prints []byte) int {
	number, rest := 0, prints
	for print := range slices.Chunk(linePrints(book), printLength) {
		number++
		if !bytes.HasPrefix(rest, print) {
			return number
		}
		rest = rest[printLength:]
	}
	if len(rest) > 0 {
		return number + 1
	}
	return 0
}

// digestOf is the SHA-256 of data in lower-case hex.
func digestOf(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}
