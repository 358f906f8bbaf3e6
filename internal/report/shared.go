package report

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// A shared finding is one that several devices have in common: the same words
// of the same message, but for the name of the device. Text speaks of the first.
type shared struct {
	analyze.Finding
	also []string // labels of the other devices
}

// mergeAlike keeps the order of the first finding of each kind.
func mergeAlike(findings []analyze.Finding) []shared {
	type kind struct {
		code                 analyze.Code
		severity             analyze.Severity
		group, message, text string
	}
	var merged []shared
	first := map[kind]int{}
	for _, f := range findings {
		if len(f.Evidence) == 0 || f.Evidence[0].MessageID == "" || f.Device == "" {
			merged = append(merged, shared{Finding: f})
			continue
		}
		k := kind{f.Code, f.Severity, f.Group, f.Evidence[0].MessageID, withoutName(f.Text, f.Device)}
		i, ok := first[k]
		if !ok {
			first[k] = len(merged)
			merged = append(merged, shared{Finding: f})
			continue
		}
		if name := label(f.Device); f.Device != merged[i].Device && !slices.Contains(merged[i].also, name) {
			merged[i].also = append(merged[i].also, name)
		}
	}
	return merged
}

// withoutName blanks a device's name where it stands as a word of its own, so
// that sentences about two devices can be compared. An address that begins
// like the name stays.
func withoutName(text, name string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		if bare := strings.TrimRight(word, ".,;:)"); bare == name {
			words[i] = "\x00" + word[len(bare):]
		}
	}
	return strings.Join(words, " ")
}
