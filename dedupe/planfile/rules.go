package planfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
)

// placeholder stands in the text of a rule for the value.
const placeholder = "{value}"

// words is the text of a rule with a value.
func (r *Rule) words(value string) string {
	return strings.Replace(r.Text, placeholder, strconv.Quote(value), 1)
}

// shown is the value that a text of the rule has, "" if it is another's text.
func (r *Rule) shown(text string) string {
	before, after, found := strings.Cut(r.Text, placeholder)
	if !found || len(text) < len(before)+len(after) || !strings.HasPrefix(text, before) || !strings.HasSuffix(text, after) {
		return ""
	}
	value, err := strconv.Unquote(text[len(before) : len(text)-len(after)])
	if err != nil || r.words(value) != text {
		return ""
	}
	return value
}

// ruleOf is the rule that evidence is of: its text has one value, in quotes.
func ruleOf(e *dedupe.Evidence) Rule {
	text := e.Text
	if start := strings.IndexByte(text, '"'); start >= 0 {
		if quoted, err := strconv.QuotedPrefix(text[start:]); err == nil {
			text = text[:start] + placeholder + text[start+len(quoted):]
		}
	}
	return Rule{e.Rule, e.Grade, text, e.Undone}
}

// rulesOf are the rules of all evidence, sorted, each as the first evidence has it.
func rulesOf(plan *dedupe.Plan) []Rule {
	known := map[string]bool{}
	rules := []Rule{}
	eachEvidence(plan, func(e *dedupe.Evidence) {
		if !known[e.Rule] {
			known[e.Rule] = true
			rules = append(rules, ruleOf(e))
		}
	})
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Rule, b.Rule) })
	return rules
}

func eachEvidence(plan *dedupe.Plan, visit func(*dedupe.Evidence)) {
	all := func(list []dedupe.Evidence) {
		for i := range list {
			visit(&list[i])
		}
	}
	for i := range plan.Persons {
		all(plan.Persons[i].Evidence)
		all(plan.Persons[i].Against)
	}
	for i := range plan.Proposals {
		all(plan.Proposals[i].Evidence)
		all(plan.Proposals[i].Against)
	}
	for i := range plan.Conflicts {
		for _, path := range plan.Conflicts[i].Paths {
			all(path)
		}
	}
	all(plan.Alarms)
}

func indexRules(rules []Rule) map[string]*Rule {
	known := make(map[string]*Rule, len(rules))
	for i := range rules {
		known[rules[i].Rule] = &rules[i]
	}
	return known
}
