package merge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// printLength is how many bytes of a line's SHA-256 the journal keeps: enough to
// name the line that was edited. Whether any was, the digest of the book tells.
const printLength = 3

// linePrints are the fingerprints of all lines of a book, one after the other.
func linePrints(book []byte) []byte {
	prints := make([]byte, 0, printLength*(1+bytes.Count(book, []byte("\n"))))
	for line := range bytes.Lines(book) {
		digest := sha256.Sum256(line)
		prints = append(prints, digest[:printLength]...)
	}
	return prints
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
