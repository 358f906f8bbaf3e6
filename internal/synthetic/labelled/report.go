package labelled

import (
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

// A Report is how good a plan is, by kind.
type Report struct {
	Rows     []Row // by kind
	Mistakes []Mistake
	// Unlabelled are records in the plan of which the truth knows nothing.
	Unlabelled []dedupe.Listed
}

// A Row is one kind. Same and Different are the pairs the truth names.
type Row struct {
	Kind            string
	Same, Different int
	At              [joined.Levels]Tally
}

// A Tally is one kind at one level. Found and Missed add up to the pairs that
// are the same; Wrong are pairs joined that are different, named by the truth or
// not.
type Tally struct {
	Found, Missed, Wrong int

	records                     int
	cubedPrecision, cubedRecall float64 // sums over records
}

// Precision is the part of the joined pairs that is right, 1 if none is joined.
func (t Tally) Precision() float64 { return joined.Ratio(t.Found, t.Found+t.Wrong) }

// Recall is the part of the pairs to be joined that is, 1 if there are none.
func (t Tally) Recall() float64 { return joined.Ratio(t.Found, t.Found+t.Missed) }

// RecordPrecision and RecordRecall are B-cubed: the mean over all records.
func (t Tally) RecordPrecision() float64 { return mean(t.cubedPrecision, t.records) }
func (t Tally) RecordRecall() float64    { return mean(t.cubedRecall, t.records) }

func mean(sum float64, n int) float64 {
	if n == 0 {
		return 1
	}
	return sum / float64(n)
}

// Total adds up all kinds.
func (r Report) Total() Row {
	total := Row{Kind: "all"}
	for _, row := range r.Rows {
		total.Same += row.Same
		total.Different += row.Different
		for level := range joined.Levels {
			t, u := &total.At[level], row.At[level]
			t.Found += u.Found
			t.Missed += u.Missed
			t.Wrong += u.Wrong
			t.records += u.records
			t.cubedPrecision += u.cubedPrecision
			t.cubedRecall += u.cubedRecall
		}
	}
	return total
}

// Reviewed is what suggestions add to what is accepted already: the work of a
// reviewer, counted alone.
func (r Row) Reviewed() Tally {
	a, b := r.At[joined.Accepted], r.At[joined.Suggested]
	return Tally{Found: b.Found - a.Found, Missed: b.Missed, Wrong: b.Wrong - a.Wrong}
}

// String is the report as a table, one line per kind.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-38s %5s %5s | %-30s | %-30s\n", "", "pairs", "", "accepted", "and suggested")
	fmt.Fprintf(&b, "%-38s %5s %5s | %5s %5s %5s %6s %6s | %5s %5s %5s %6s %6s\n", "kind", "same", "diff",
		"wrong", "prec", "rec", "B3 p", "B3 r", "wrong", "prec", "rec", "B3 p", "B3 r")
	for _, row := range append(r.Rows, r.Total()) {
		fmt.Fprintf(&b, "%-38s %5d %5d", row.Kind, row.Same, row.Different)
		for _, t := range row.At {
			fmt.Fprintf(&b, " | %5d %5.3f %5.3f %6.3f %6.3f", t.Wrong, t.Precision(), t.Recall(), t.RecordPrecision(), t.RecordRecall())
		}
		b.WriteString("\n")
	}
	return b.String()
}

// String is the mistake with its evidence, one line each.
func (m Mistake) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, scene %d: %s and %s are %s: %s\n", m.Level, m.Kind, m.A.Scene, m.A.Locator, m.B.Locator, m.Label, m.Why)
	for _, e := range m.Evidence {
		fmt.Fprintf(&b, "    %-8s %-24s %q\n", e.Grade, e.Rule, e.Text)
	}
	return b.String()
}

// String is the place in few words.
func (l Locator) String() string {
	switch {
	case l.Book != "":
		return fmt.Sprintf("%s:%d", l.Book, l.Line)
	case l.Key != "":
		return "key " + l.Key[max(0, len(l.Key)-16):]
	}
	return fmt.Sprintf("%s: %q", l.Device, l.Address)
}
