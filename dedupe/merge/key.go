package merge

import (
	"encoding/hex"
	"slices"
	"strings"
)

// keysOf are the keys each card holds: by fingerprint as the plan has them, or,
// where it has none for a card that holds some, by digest.
func (a *taker) keysOf(cards []cardRecord) [][]string {
	held := make([][]string, len(cards))
	for i, card := range cards {
		if held[i] = card.keys; len(held[i]) > 0 {
			continue
		}
		for _, line := range a.card(card.position).Properties("KEY") {
			blob, _ := line.Blob() // what cannot be decoded counts as it stands
			digest := blob.Digest()
			held[i] = append(held[i], "sha256:"+hex.EncodeToString(digest[:8]))
		}
	}
	return held
}

// keysApart says why cards must not be joined without consent: no card holds all
// the keys that would come together. Who writes to a card with two keys may seal
// for the wrong one.
func keysApart(held [][]string) string {
	all := slices.Concat(held...)
	slices.Sort(all)
	all = slices.Compact(all)
	for _, keys := range held {
		if !slices.ContainsFunc(all, func(key string) bool { return !slices.Contains(keys, key) }) {
			return ""
		}
	}
	return "different keys would come together: " + strings.Join(all, ", ")
}
