package gmm

import (
	"strconv"
	"strings"
)

// parseTimes reads Chat-Group-Member-Timestamps. What is not a number is dropped
// and shifts the rest, as in every client; the count check then fails there.
func parseTimes(value string) []int64 {
	times := []int64{}
	for word := range strings.FieldsSeq(value) {
		if t, err := strconv.ParseInt(word, 10, 64); err == nil {
			times = append(times, t)
		}
	}
	return times
}

// parseFingerprints reads Chat-Group-Member-Fpr. Bad tokens are dropped, and
// shift the rest, as in every client.
func (p *Pool) parseFingerprints(value string) []string {
	var list []string
	for word := range strings.FieldsSeq(value) {
		if fingerprint := cleanFingerprint(word); fingerprint != "" {
			list = append(list, p.share(fingerprint))
		}
	}
	return list
}

// cleanFingerprint keeps hexadecimal digits only and insists on the length of
// a v4 or v6 fingerprint (Fingerprint::from_str, src/key.rs).
func cleanFingerprint(s string) string {
	hex := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'F':
			return r
		case r >= 'a' && r <= 'f':
			return r - 'a' + 'A'
		}
		return -1
	}, s)
	if len(hex) != 40 && len(hex) != 64 {
		return ""
	}
	return hex
}
