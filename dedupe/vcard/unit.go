package vcard

import (
	"slices"
	"strings"
)

// A unit is a line that stands alone, or the lines that share a group. Labels
// say something of the other lines of their group.
type unit struct {
	lines  []Line
	labels []Line
}

// unitsOf gives the content of a card in the order its units begin. Lines that
// are not properties stand alone.
func unitsOf(card *Card) []unit {
	lines := card.Lines()
	units := make([]unit, 0, len(lines))
	byGroup := map[string]int{}
	for k, line := range lines {
		if line.isFrame() {
			continue
		}
		group := strings.ToLower(line.Group())
		i, known := byGroup[group]
		if group == "" || !known {
			i = len(units)
			units = append(units, unit{})
		}
		if group != "" {
			byGroup[group] = i
		}
		if group != "" && isLabel(line) {
			units[i].labels = append(units[i].labels, line)
		} else if len(units[i].lines) == 0 {
			units[i].lines = lines[k : k+1 : k+1] // spares a copy of most
		} else {
			units[i].lines = append(units[i].lines, line)
		}
	}
	for i := range units {
		if len(units[i].lines) == 0 { // labels of nothing stand for themselves
			units[i].lines, units[i].labels = units[i].labels, nil
		}
	}
	return units
}

// isLabel knows Apple's names: the label of a value, and the country whose
// layout an address has.
func isLabel(line Line) bool { return line.is("X-ABLABEL") || line.is("X-ABADR") }

// normalParams are the parameters that say something of the value, each as
// NAME=value, sorted. How a value is written (ENCODING, CHARSET, VALUE, the
// media type of a blob) is not among them.
func normalParams(line Line) []string {
	if line.head == nil || formOf(line.Name()) == formBlob {
		return nil
	}
	normal, ok := typesAlone(line.params())
	if !ok {
		normal = parsedParams(line)
	}
	slices.Sort(normal)
	return slices.Compact(normal)
}

func parsedParams(line Line) (normal []string) {
	for _, p := range parseParams(line.params(), line.version) {
		for _, value := range p.values {
			switch folded := strings.ToLower(value); {
			case p.name == "ENCODING" || p.name == "CHARSET" || p.name == "VALUE":
			case p.name == "TYPE" && folded == "pref":
				normal = append(normal, "PREF=1")
			case p.name == "TYPE":
				normal = append(normal, p.name+"="+folded)
			default:
				normal = append(normal, p.name+"="+value)
			}
		}
	}
	return normal
}

// typesAlone gives the parameters of most lines as parsedParams does, without parsing
// them: each is a TYPE of one word. It is false for all others.
func typesAlone(params []byte) (normal []string, ok bool) {
	const mark = ";TYPE="
	for len(params) > 0 {
		if !foldedPrefix(params, mark) {
			return nil, false
		}
		word := params[len(mark):]
		end := 0
		for end < len(word) && isWordByte(word[end]) {
			end++
		}
		word, params = word[:end], word[end:]
		if end == 0 || len(params) > 0 && params[0] != ';' {
			return nil, false
		}
		if len(word) == len("PREF") && foldedPrefix(word, "PREF") {
			normal = append(normal, "PREF=1")
		} else {
			normal = append(normal, "TYPE="+strings.ToLower(string(word)))
		}
	}
	return normal, true
}

func isWordByte(c byte) bool {
	return 'A' <= upper(c) && upper(c) <= 'Z' || '0' <= c && c <= '9' || c == '-'
}
