package vcard

import (
	"crypto/sha256"
	"slices"
	"strconv"
)

// ContentDigest is equal for cards that say the same: a contact imported twice.
//
// It covers every property but UID, REV and PRODID: its name, its parameters
// and its decoded value, together with the other lines of its group. It does
// not depend on folding, line breaks, transfer encodings, charsets and escapes,
// nor on the order of properties, parameters and list items, nor on the case of
// names and types, the names of groups, empty components at the end of a value,
// and properties that are there twice. It depends on the version only as far as
// the versions say different things: TYPE=pref and PREF=1 are the same. Broken
// lines count as they stand.
func (c *Card) ContentDigest() [32]byte {
	units := make([]string, 0, len(c.Lines()))
	for _, unit := range digestedUnits(c, &units) {
		var facts []string
		for _, line := range slices.Concat(unit.lines, unit.labels) {
			if !line.is("UID") && !line.is("REV") && !line.is("PRODID") {
				facts = append(facts, factOf(line))
			}
		}
		if len(facts) > 0 {
			units = append(units, joinUnordered(facts))
		}
	}
	return sha256.Sum256(joinedUnordered(units))
}

// digestedUnits gives the units of a card that has groups. Of one that has none each
// line is a unit, whose digested form it adds to alone.
func digestedUnits(c *Card, alone *[]string) []unit {
	lines := c.Lines()
	for i := range lines {
		if lines[i].Group() != "" {
			return unitsOf(c)
		}
	}
	for i := range lines {
		if line := &lines[i]; !line.isFrame() && !line.is("UID") && !line.is("REV") && !line.is("PRODID") {
			fact := factOf(*line)
			*alone = append(*alone, strconv.Itoa(len(fact))+":"+fact)
		}
	}
	return nil
}

func factOf(line Line) string {
	if line.head == nil {
		return string(withoutBreak(line.raw))
	}
	return line.Name() + ";" + joinUnordered(normalParams(line)) + ":" + contentOf(line).key()
}

// joinUnordered gives one text for the same set of parts.
func joinUnordered(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return string(joinedUnordered(parts))
}

// joinedUnordered puts the length before each part, so that where parts begin and end
// is part of what they are joined to.
func joinedUnordered(parts []string) []byte {
	slices.Sort(parts)
	parts = slices.Compact(parts)
	size := 0
	for _, part := range parts {
		size += len("1000:") + len(part)
	}
	joined := make([]byte, 0, size)
	for _, part := range parts {
		joined = appendCounted(joined, part)
	}
	return joined
}

func appendCounted(joined []byte, part string) []byte {
	joined = strconv.AppendInt(joined, int64(len(part)), 10)
	return append(append(joined, ':'), part...)
}
