package report

import (
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/review"
)

// sides are the records that evidence speaks of, as they stand beside each other.
type sides [][]string

// single are records each of which is a side of its own.
func single(ids []string) sides {
	var s sides
	for _, id := range ids {
		s = append(s, []string{id})
	}
	return s
}

// needNames reports more than one pair, so that evidence has to say of which it speaks.
func (s sides) needNames() bool { return len(slices.Concat(s...)) > 2 }

// name calls a record by the letter of its side, and its number there if it is not the
// only one; "" for one that is not shown.
func (s sides) name(id string) string {
	for i, side := range s {
		switch k := slices.Index(side, id); {
		case k < 0:
		case len(side) == 1:
			return SideName(i)
		default:
			return SideName(i) + strconv.Itoa(k+1)
		}
	}
	return ""
}

// pair names the two records that evidence speaks of.
func (s sides) pair(e dedupe.Evidence) string {
	a, b := s.name(e.Records[0]), s.name(e.Records[1])
	if a == "" || b == "" || a == b {
		return ""
	}
	return min(a, b) + "–" + max(a, b)
}

// A pairLine is one piece of evidence and the pairs of records that it ties, or keeps
// apart.
type pairLine struct {
	sign  string // "+", "-", or "?" for why it is to be reviewed
	pairs []string
	dedupe.Evidence
}

// of names the pairs a line speaks of, where there are several.
func (l pairLine) of() string {
	if len(l.pairs) == 0 {
		return ""
	}
	return enumerate(l.pairs, 4) + ": "
}

// addLines adds evidence: what several pairs have in common once.
func (s sides) addLines(lines []pairLine, sign string, all []dedupe.Evidence) []pairLine {
	for _, evidence := range all {
		at := slices.IndexFunc(lines, func(l pairLine) bool {
			return l.sign == sign && l.Rule == evidence.Rule && (l.Text == evidence.Text || l.Value != "" && l.Value == evidence.Value)
		})
		if at < 0 {
			at = len(lines)
			lines = append(lines, pairLine{sign: sign, Evidence: evidence})
		}
		if s.needNames() {
			lines[at].pairs = appendNew(lines[at].pairs, s.pair(evidence))
		}
	}
	return lines
}

// pairLines are the evidence of an entry.
func pairLines(e *review.Entry) []pairLine {
	s := sides(e.Sides)
	var lines []pairLine
	for _, pair := range e.Pairs {
		lines = s.addLines(lines, "+", pair.Evidence)
	}
	for _, pair := range e.Pairs {
		lines = s.addLines(lines, "-", pair.Against)
	}
	for _, pair := range e.Pairs {
		if pair.Why == "" {
			continue
		}
		why := pairLine{sign: "?", Evidence: dedupe.Evidence{Text: pair.Why}}
		if pair.A != pair.B && len(e.Sides) > 2 {
			why.pairs = []string{SideName(pair.A) + "–" + SideName(pair.B)}
		}
		lines = append(lines, why)
	}
	return lines
}
