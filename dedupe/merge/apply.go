package merge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// Options say how a plan is carried out.
type Options struct {
	Time     time.Time // of the journal, and for REV
	Plan     Origin    // for the journal
	JoinKeys bool      // give one card the different keys of several
	// Into is the one of [Accounts] that gets all cards of every person who has one
	// there; "" for none. Else the cards of different accounts are linked, and each
	// keeps its own.
	Into string
	// Applied is the journal of an earlier merge, or nil. Books that are its
	// result are told from books that changed otherwise.
	Applied *Journal
}

// A Result is what became of a plan.
type Result struct {
	// Persons are those accepted whose cards become one or are linked, in the plan's
	// order.
	Persons []Person `json:"persons"`
	Books   []New    `json:"books"`
	// Undecided is how many persons and proposals wait for a decision.
	Undecided int     `json:"undecided"`
	Journal   Journal `json:"-"`
}

// New is a book after the merge.
type New struct {
	Name string `json:"name"` // in the folder of results; a plain file name
	Path string `json:"path"` // of the old book, as the plan has it
	// MadeOf is what the old book was if not vCards, such as "CSV of Outlook":
	// Before and After are of the vCards that were made of it.
	MadeOf string  `json:"made_of,omitempty"`
	Before Version `json:"before"`
	After  Version `json:"after"`
	Data   []byte  `json:"-"`
}

// A Person is cards of one book that became one, or why they did not, and the cards
// of other books that were linked with them. Who has cards in several books stands
// there for each of them.
type Person struct {
	ID       string     `json:"id"`       // the first of Accepted
	Accepted []string   `json:"accepted"` // ids of the plan's persons and proposals that say so
	Name     string     `json:"name"`
	Survivor Card       `json:"survivor"`
	Absorbed []Card     `json:"absorbed"`
	Linked   []Card     `json:"linked,omitempty"`  // of other books, which name the survivor, too; under the UID and name they will have
	Groups   []Card     `json:"groups,omitempty"`  // whose members are among the absorbed
	Added    []string   `json:"added,omitempty"`   // to the survivor, in words
	Changed  []string   `json:"changed,omitempty"` // lines of the survivor as they are now
	Differs  []Conflict `json:"differs,omitempty"`
	Left     string     `json:"left,omitempty"`   // why the cards were left alone
	Revised  time.Time  `json:"revised,omitzero"` // REV of the card
}

// A Conflict is a property that the cards of a person say differently. Both
// values are on the surviving card (see [vcard.Conflict]).
type Conflict struct {
	Property string `json:"property"`
	Kept     string `json:"kept"`
	Other    string `json:"other"`
}

// A Prepared is a plan that was found to make sense for its books, and can be carried
// out once.
type Prepared struct {
	plan   *dedupe.Plan
	books  []Book
	unions []union
	opts   Options
}

// Prepare checks a plan and its books, which are to be in the order of [Books]. Errors
// are of kind ErrPlan, ErrStale or ErrApplied.
func Prepare(plan *dedupe.Plan, books []Book, opts Options) (*Prepared, error) {
	p := &Prepared{plan: plan, books: books, opts: opts}
	return p, p.named(p.check())
}

// named says in which file a fault of the plan lies.
func (p *Prepared) named(err error) error {
	var inPlan *Error
	if errors.As(err, &inPlan) && inPlan.Kind == ErrPlan {
		inPlan.File = p.opts.Plan.Path
	}
	return err
}

func (p *Prepared) check() error {
	if err := check(p.plan); err != nil {
		return err
	}
	if err := checkBooks(p.plan, p.books, p.opts.Applied); err != nil {
		return err
	}
	var err error
	if p.unions, err = unite(p.plan); err != nil {
		return err
	}
	if p.opts.Into != "" && !slices.Contains(Accounts(p.plan), p.opts.Into) {
		return &Error{Kind: ErrPlan, Detail: fmt.Sprintf("%q is not a book of the plan", p.opts.Into)}
	}
	return nil
}

// Apply prepares a plan and carries it out.
func Apply(ctx context.Context, plan *dedupe.Plan, books []Book, opts Options) (*Result, error) {
	prepared, err := Prepare(plan, books, opts)
	if err != nil {
		return nil, err
	}
	return prepared.Apply(ctx)
}

// Apply carries out the plan. Of the plan it keeps only what merging asks, so that
// the rest is given back if nobody else holds it. Errors are of kind ErrPlan or ErrBook.
func (p *Prepared) Apply(ctx context.Context) (*Result, error) {
	result, err := p.apply(ctx)
	return result, p.named(err)
}

func (p *Prepared) apply(ctx context.Context) (*Result, error) {
	open := undecided(p.plan)
	s := &bookSet{names: plainNames(p.books)}
	for i := range p.books {
		s.add(p.books[i].File, p.books[i].Data, p.books[i].Lines)
		p.books[i].Lines = nil // the cards know
	}
	a := newApplier(s, p.plan, p.opts)
	unions := a.claim(p.plan.Records, p.unions)
	p.plan, p.unions = nil, nil
	persons, mergers, err := a.takeAll(ctx, unions)
	if err != nil {
		return nil, err
	}
	after, edits, err := s.carryOut(ctx, mergers)
	if err != nil {
		return nil, err
	}
	result := &Result{Persons: persons, Undecided: open}
	for i, book := range p.books {
		made := New{Name: s.names[i], Path: book.Path, MadeOf: book.Form, Data: after[i].Bytes()}
		parallel.Tasks(parallel.Cores(), func() { made.Before = versionOf(s.books[i]) }, func() { made.After = versionOf(after[i]) })
		result.Books = append(result.Books, made)
	}
	result.Journal = newJournal(p.opts.Time, p.opts.Plan, result.Persons, result.Books, edits)
	return result, nil
}

// undecided counts what nobody has decided yet.
func undecided(plan *dedupe.Plan) int {
	n := 0
	for _, person := range plan.Persons {
		if person.Decision == dedupe.Review {
			n++
		}
	}
	for _, proposal := range plan.Proposals {
		if proposal.Decision == dedupe.Review {
			n++
		}
	}
	return n
}
