package vcard

import (
	"slices"
	"strings"
)

// remarksOn is what parameters and labels say of a line. Preference, and types
// that only name the default, do not make two lines differ.
func remarksOn(line Line, labels []Line) []string {
	remarks := slices.DeleteFunc(normalParams(line), isNoRemark)
	for _, label := range labels {
		if remark := remarkOf(label); !slices.Contains(remarks, remark) {
			remarks = append(remarks, remark)
		}
	}
	return remarks
}

// isNoRemark passes over what says where a program shows a value, or nothing.
func isNoRemark(param string) bool {
	switch name, _, _ := strings.Cut(param, "="); name {
	case "PREF", "ALTID", "PID", "X-GMMTOOL-PID", "X-EVOLUTION-UI-SLOT":
		return true
	}
	return param == "TYPE=internet" || param == "TYPE=voice"
}

// appleLabels are labels that only say what a type says.
var appleLabels = map[string]string{"_$!<home>!$_": "home", "_$!<work>!$_": "work", "_$!<mobile>!$_": "cell"}

func remarkOf(label Line) string {
	text := contentOf(label).key()
	if same := appleLabels[strings.ToLower(text)]; same != "" && label.is("X-ABLABEL") {
		return "TYPE=" + same
	}
	return label.Name() + ":" + text
}

// unite gives a value the types, labels and parameters of another line of the same
// meaning, and the better spelling of both, and reports whether that says all that
// the other line does. Lines that cannot be written anew in full stay as they are.
func (p *placement) unite(name string, line Line, c content) bool {
	return !c.damaged && slices.ContainsFunc(p.find(name, c, p.country), func(v *value) bool {
		return v.canChange(p.version) && p.uniteWith(v, line, c)
	})
}

// canChange tells whether the line can be written anew, and the other lines of its
// card are still read as they were.
func (v *value) canChange(version Version) bool {
	c := v.content
	return !v.dropped && !c.damaged && c.form != formNested && c.form != formList && !c.looksEscaped(version) && (v.line == added || !v.source.leansOnCard())
}

func (p *placement) uniteWith(v *value, line Line, c content) bool {
	united := *v
	if c.looksEscaped(p.version) {
		return false
	}
	if best := bestSpelled(v.name, v.content, c, p.version); best.form != v.content.form || best.key() != v.content.key() || best.text != v.content.text {
		united.content = best
		united.params = slices.DeleteFunc(slices.Clone(v.params), func(p param) bool { return p.name == "VALUE" })
		united.rewritten, united.changed = true, true
	}
	more := slices.DeleteFunc(remarksOn(line, nil), func(remark string) bool { return slices.Contains(v.remarks, remark) })
	var labels []Line
	for _, label := range p.unit.labels {
		switch remark := remarkOf(label); {
		case slices.Contains(v.remarks, remark) || slices.Contains(more, remark) || p.wasCarried(label):
		case strings.HasPrefix(remark, "TYPE="):
			more = append(more, remark)
		default:
			labels = append(labels, label)
		}
	}
	for _, remark := range more {
		name, text, _ := strings.Cut(remark, "=")
		if name == "TYPE" && !isToken(text) || name != "TYPE" && united.hasParam(name) {
			return false // the other line says otherwise
		}
		united.params = append(united.params[:len(united.params):len(united.params)], param{name, []string{text}})
		united.rewritten, united.changed = true, true
	}
	if line.Pref() > 0 && !p.hasPreferred(v.name) {
		united.params = append(united.params[:len(united.params):len(united.params)], param{"PREF", []string{"1"}})
		united.rewritten, united.changed = true, true
	}
	if _, complete := united.writtenParams(p.version); !complete || len(labels) > 0 && v.shared {
		return false
	}
	united.remarks = slices.Concat(v.remarks, more)
	*v = united
	p.label(v, labels)
	return true
}

// label gives a value labels, in a group of its own.
func (p *placement) label(v *value, labels []Line) {
	if len(labels) > 0 && v.group == "" {
		v.group = p.freshGroup("item1")
	}
	for _, label := range labels {
		property := propertyOf(label, contentOf(label))
		property.group = v.group
		v.labels, v.changed = append(v.labels, property), true
		v.remarks = append(v.remarks, remarkOf(label))
	}
}

// hasPreferred tells whether one of the values of a property is the preferred one.
func (m *merger) hasPreferred(name string) bool {
	return slices.ContainsFunc(m.values, func(v *value) bool {
		return v.name == name && !v.dropped && slices.ContainsFunc(v.params, func(p param) bool {
			return p.name == "PREF" || p.name == "TYPE" && slices.ContainsFunc(p.values, func(t string) bool { return strings.EqualFold(t, "pref") })
		})
	})
}

func (p Property) hasParam(name string) bool {
	return slices.ContainsFunc(p.params, func(known param) bool { return known.name == name })
}

// isToken reports a type that every version can write.
func isToken(value string) bool {
	return value != "" && strings.Trim(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
