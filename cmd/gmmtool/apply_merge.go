package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"runtime"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/urfave/cli/v2"
)

// mergeFlags say how a merge plan is carried out.
func mergeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "merge plans: write the new books into the new folder `DIR`"},
		&cli.StringSliceFlag{Name: "book", Usage: "merge plans: read a book that was moved from `[NAME=]PATH`; may be repeated"},
		&cli.StringFlag{Name: "into", DefaultText: "each keeps its card, linked with the others", Usage: "merge plans: whose cards lie in several books gets one card, in `BOOK`"},
		&cli.BoolFlag{Name: "join-keys", DisableDefaultText: true, Usage: "merge plans: also merge cards with different keys; all keys stay"},
		&cli.StringFlag{Name: "journal", Usage: "merge plans: tell books that were merged already by the journal in `FILE`"},
		&cli.StringFlag{Name: "decisions", Usage: "merge plans: add to the decisions remembered in `FILE`"},
	}
}

// applyMerge writes the books of a merge plan with every person's cards as one,
// or shows what it would write.
func (p *process) applyMerge(c *cli.Context, stored *storedPlan, format report.Format) error {
	if err := refuseOtherPlans(c, deliveryFlags(), "corrections"); err != nil {
		return err
	}
	if c.String("out") == "" && c.Bool("yes") {
		return withHint("name a folder that does not exist yet: --out DIR", "a merge needs a place for the new books")
	}
	p.spendMemory(memoryForPlan(len(stored.data)))
	data := stored.data
	stored.data = nil // once it is parsed, the plan needs its memory
	plan, err := merge.ReadPlan(stored.path, data)
	if err != nil {
		return explainMerge(err)
	}
	if plan.Share != nil {
		return withHint("join the shares first: gmmtool merge-results SHARE... --out DIR", "%s: is a share of a plan", stored.path)
	}
	remembered, err := readRemembered(c.String("decisions"))
	if err != nil {
		return err
	}
	books, err := readPlanned(c, plan)
	if err != nil {
		return err
	}
	target, err := openResults(c.String("out"), books)
	if err != nil {
		return err
	}
	defer target.discard()
	prepared, err := p.prepareMerge(c, stored, plan, books)
	if err != nil {
		return explainMerge(err)
	}
	if c.Bool("yes") { // first, as merging has no room for what the plan says of each record
		if err := target.addJSON(merge.DecisionsName, remembered.With(plan, runtime.GOMAXPROCS(0))); err != nil {
			return err
		}
	}
	result, err := prepared.Apply(c.Context)
	if err != nil {
		return explainMerge(err)
	}
	if !c.Bool("yes") {
		return mergeCode(result, false, report.WriteMerge(p.stdout, result, "", format))
	}
	if err := target.writeMerge(result); err != nil {
		return err
	}
	if err := errors.Join(c.Context.Err(), target.commit()); err != nil {
		return err
	}
	return mergeCode(result, true, report.WriteMerge(p.stdout, result, target.path, format))
}

func (p *process) prepareMerge(c *cli.Context, stored *storedPlan, plan *dedupe.Plan, books []merge.Book) (*merge.Prepared, error) {
	into, err := accountInto(plan, c.String("into"))
	if err != nil {
		return nil, err
	}
	opts := merge.Options{
		Time:     p.datedOr(p.now()),
		Plan:     merge.Origin{Path: stored.path, SHA256: stored.sha256},
		JoinKeys: c.Bool("join-keys"),
		Into:     into,
	}
	if path := c.String("journal"); path != "" {
		if opts.Applied, _, err = readJournal(path); err != nil {
			return nil, err
		}
	}
	return merge.Prepare(plan, books, opts)
}

// accountInto is the account of a plan that is to get the cards of the others, "" for
// none: a book, or the folder or pack it is a part of.
func accountInto(plan *dedupe.Plan, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	accounts := merge.Accounts(plan)
	i, err := findBook(accounts, name, "--into", "--into BOOK")
	if err != nil {
		return "", err
	}
	return accounts[i], nil
}

// readPlanned reads the books of a plan from where it found them, or from where
// --book says they are.
func readPlanned(c *cli.Context, plan *dedupe.Plan) ([]merge.Book, error) {
	var paths []string
	for _, book := range merge.Books(plan) {
		paths = append(paths, book.Path)
	}
	opened := openedBooks{ctx: c.Context, known: map[string][]book.Book{}}
	return readMoved(paths, paths, c.StringSlice("book"), opened.read)
}

// refuseOtherPlans refuses flags that would be ignored.
func refuseOtherPlans(c *cli.Context, flags []cli.Flag, kind string) error {
	for _, flag := range flags {
		if name := flag.Names()[0]; c.IsSet(name) {
			return withHint("leave it out, or see gmmtool help apply", "--%s is for plans of %s", name, kind)
		}
	}
	return nil
}

// mergeCode is 1 while something accepted is not merged.
func mergeCode(result *merge.Result, done bool, err error) error {
	if err != nil {
		return err
	}
	for _, person := range result.Persons {
		if person.Left != "" || !done {
			return exitFindings
		}
	}
	return nil
}

// readRemembered reads the decisions of earlier plans, if a file is named.
func readRemembered(path string) (decisions dedupe.Decisions, err error) {
	if path == "" {
		return decisions, nil
	}
	data, err := readRegular(path)
	if err != nil {
		return decisions, withHint("check the name, and that you may read it", "%s: decisions cannot be read: %w", path, cause(err))
	}
	if decisions, err = dedupe.ReadDecisions(bytes.NewReader(data)); err != nil {
		return decisions, withHint("name the decisions.json that gmmtool apply wrote", "%s: %w", path, err)
	}
	return decisions, nil
}

// openResults starts the folder of results. It must be new, and apart from the
// books. Without a name there is none.
func openResults(out string, books []merge.Book) (*folder, error) {
	if out == "" {
		return &folder{}, nil
	}
	for _, book := range books {
		file, fileError := filepath.Abs(book.File)
		target, targetError := filepath.Abs(out)
		inside, err := filepath.Rel(file, target)
		if errors.Join(fileError, targetError, err) == nil && filepath.IsLocal(inside) {
			return nil, refusal{withHint("name a folder that does not exist yet", "%s: is a book of the plan, or lies inside one", out)}
		}
	}
	return newFolder(filepath.Clean(out))
}

// writeMerge adds the new books, and last the journal.
func (f *folder) writeMerge(result *merge.Result) error {
	if err := f.writeBooks(result.Books); err != nil {
		return err
	}
	return f.addJSON(merge.JournalName, result.Journal)
}

// writeBooks adds books under the names package merge made for them, which are
// plain.
func (f *folder) writeBooks(books []merge.New) error {
	for _, book := range books {
		if err := f.add(book.Name, book.Data); err != nil {
			return err
		}
	}
	return nil
}

// explainMerge adds what to do to an error about merging or undoing.
func explainMerge(err error) error {
	for _, e := range []struct {
		kind   error
		hint   string
		unsafe bool
	}{
		{merge.ErrStale, "run gmmtool dedupe again and apply its plan; decisions.json keeps what was decided", true},
		{merge.ErrApplied, "nothing is left to do: the new books lie beside the journal", true},
		{merge.ErrBook, "move what lies between the cards out of the book", true},
		{merge.ErrPlan, "correct the plan there, or run gmmtool dedupe again", false},
		{merge.ErrEdited, "undoing would lose that; take your edits back first, or give the book as it was with --book NAME=PATH", true},
		{merge.ErrJournal, "use the journal.json as gmmtool wrote it", false},
		{merge.ErrNoPerson, "see \"accepted\" of the persons in the journal", false},
	} {
		if errors.Is(err, e.kind) {
			err = hinted{err, e.hint}
			if e.unsafe {
				err = refusal{err}
			}
			return err
		}
	}
	return err
}
