package planfile

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
)

// grouped is the evidence of one entry. What one rule says of one value stands
// together there, and is written once as far as it ties one record to others, or each
// of a chain to the next.
func (w *writer) grouped(all []dedupe.Evidence) []Evidence {
	if all == nil {
		return nil
	}
	list := make([]Evidence, 0, len(all))
	for from, to := 0, 0; from < len(all); from = to {
		for to = from + 1; to < len(all) && saysTheSame(&all[from], &all[to]); to++ {
		}
		if w.isLarge && to-from > 1 && all[from].Records[0] != all[to-1].Records[0] {
			if records := chained(w.names(chain(all[from:to]))); records != "" {
				written := w.evidence(&all[from])
				written.Records = []string{records}
				list = append(list, written)
				continue
			}
		}
		for i := from; i < to; i++ {
			if e := &all[i]; i > from && e.Records[0] == all[i-1].Records[0] {
				last := &list[len(list)-1]
				last.Records = append(last.Records, w.name(e.Records[1]))
			} else {
				list = append(list, w.evidence(e))
			}
		}
	}
	return list
}

// each is evidence of which every pair counts by itself.
func (w *writer) each(all []dedupe.Evidence) []Evidence {
	list := make([]Evidence, 0, len(all))
	for i := range all {
		list = append(list, w.evidence(&all[i]))
	}
	return list
}

// saysTheSame reports evidence that differs in the records alone.
func saysTheSame(a, b *dedupe.Evidence) bool {
	return a.Rule == b.Rule && a.Value == b.Value && a.Text == b.Text && a.Grade == b.Grade &&
		a.Undone == b.Undone && slices.Equal(a.Witnesses, b.Witnesses)
}

func (w *writer) evidence(e *dedupe.Evidence) Evidence {
	written := Evidence{Rule: e.Rule, Records: []string{w.name(e.Records[0]), w.name(e.Records[1])}, Value: e.Value, Witnesses: e.Witnesses}
	rule := w.rules[e.Rule]
	if e.Grade != rule.Grade {
		written.Grade = e.Grade
	}
	if e.Undone != rule.Undone {
		written.Undone = e.Undone
	}
	if rule.words(e.Value) != e.Text {
		if written.Shown = rule.shown(e.Text); written.Shown == "" {
			written.Text = e.Text
		}
	}
	written.isList = w.isLarge && utf8.ValidString(e.Value) && isPlain(&written)
	return written
}

// isPlain reports evidence that is a rule, a value and records.
func isPlain(e *Evidence) bool {
	return len(e.Witnesses) == 0 && e.Grade+link.Grade(e.Undone+e.Shown+e.Text) == ""
}

// shorten leaves out values of evidence that are the first address of a record.
func (w *writer) shorten(first *dedupe.Listed, lists ...[]Evidence) {
	value, shown := mailboxOf(first)
	if value == "" || !utf8.ValidString(shown) {
		return
	}
	for _, list := range lists {
		for i := range list {
			e := &list[i]
			if len(e.Records) > 0 || e.Value != value || cmp.Or(e.Shown, e.Value) != shown {
				continue
			}
			if e.Shown = ""; isPlain(e) {
				e.isList, e.isShort = true, true
			} else if shown != value {
				e.Shown = shown
			}
		}
	}
}
