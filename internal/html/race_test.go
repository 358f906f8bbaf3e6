//go:build race

package html

// RaceDetector reports that code runs several times slower than people have it.
const RaceDetector = true
