//go:build race

package htmltest

// raceDetector reports that code runs several times slower than people have it.
const raceDetector = true
