package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/report"
)

// reviewing asks for one decision after the other.
type reviewing struct {
	session *review.Session
	shown   *report.Reviewer
	check   func() error // whether the decisions can stand together
	answers *bufio.Scanner
	out     io.Writer
	// repeat is set where the entry on the screen is still the one asked about.
	repeat bool
}

const reviewHelp = `y - they are one person
n - they are not one person
s X - X is somebody else; the others are asked about again
a - yes, and so for all of the same pattern
d - no, and so for all of the same pattern
e - show others of the same pattern
. - leave this undecided
u - take the last decision back
q - stop here, and keep what was decided
? - this help
`

// ask goes on until nothing is open, or somebody stops. What was decided until
// then stays.
func (r *reviewing) ask(c *cli.Context) error {
	for c.Context.Err() == nil {
		e, number := r.session.Current()
		if e == nil {
			return nil
		}
		if !r.repeat {
			fmt.Fprintf(r.out, "\n(%d/%d) ", number, r.session.Entries())
			if err := r.shown.WriteEntry(r.out, e); err != nil {
				return err
			}
		}
		r.repeat = false
		alike := ""
		if n := len(r.session.Open(e.Pattern)); n > 1 {
			alike = fmt.Sprintf(" (a, d: all %d of this pattern)", n)
		}
		fmt.Fprintf(r.out, "Are they one person?%s [y,n,s,a,d,e,.,u,q,?] ", alike)
		if !r.answers.Scan() {
			fmt.Fprintln(r.out)
			return r.answers.Err()
		}
		if stop := r.take(e, strings.TrimSpace(r.answers.Text())); stop {
			return nil
		}
	}
	return nil // interrupted: what was decided is kept
}

// take does what an answer says, and reports whether to stop.
func (r *reviewing) take(e *review.Entry, answer string) (stop bool) {
	defer r.takeBackNonsense()
	verb, side, _ := strings.Cut(strings.ToLower(answer), " ")
	switch verb {
	case "y":
		r.session.Decide(dedupe.Accept)
	case "n":
		r.session.Decide(dedupe.Refuse)
	case "a":
		fmt.Fprintf(r.out, "%d accepted.\n", r.session.DecideAll(dedupe.Accept))
	case "d":
		fmt.Fprintf(r.out, "%d refused.\n", r.session.DecideAll(dedupe.Refuse))
	case "s":
		r.split(e, strings.ToUpper(strings.TrimSpace(side)))
	case "e":
		r.examples(e)
	case ".":
		r.session.Skip()
	case "u":
		if !r.session.Undo() {
			r.say("Nothing was decided yet.\n")
		}
	case "q":
		return true
	default:
		r.say(reviewHelp)
	}
	return false
}

// takeBackNonsense undoes a decision that cannot stand beside an earlier one: two
// that were told apart, or are in conflict, would become one.
func (r *reviewing) takeBackNonsense() {
	if err := r.check(); err != nil {
		r.session.Undo()
		r.say(fmt.Sprintf("That cannot be: %s. It was taken back.\n", report.Safe(err.Error())))
	}
}

// say answers without showing the entry once more.
func (r *reviewing) say(text string) {
	fmt.Fprint(r.out, text)
	r.repeat = true
}

func (r *reviewing) split(e *review.Entry, side string) {
	for i := range e.Sides {
		if report.SideName(i) == side {
			if !r.session.Split(i) {
				r.say("With it, nothing would be left to ask: answer n.\n")
			}
			return
		}
	}
	r.say(fmt.Sprintf("Say who is somebody else: s A to s %s.\n", report.SideName(len(e.Sides)-1)))
}

// examples names some other entries of the pattern, picked at random.
func (r *reviewing) examples(e *review.Entry) {
	all := r.session.Open(e.Pattern)
	var text strings.Builder
	for _, i := range rand.Perm(len(all)) {
		if all[i] != e && strings.Count(text.String(), "\n") < maxExamples {
			fmt.Fprintf(&text, "  %s\n", r.shown.Title(all[i]))
		}
	}
	if text.Len() == 0 {
		text.WriteString("There is no other of this pattern.\n")
	}
	r.say(text.String())
}
