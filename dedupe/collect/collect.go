package collect

import (
	"context"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A Book is an address book to take records from.
type Book = book.Book

// A Case is what was read of the mail of some devices. Mail has the letters that
// are not chat mail.
type Case struct {
	Evidence  *evidence.Evidence
	Histories *history.Histories
	Mail      *Mail
}

// Found is everything there is to know about people in a case and its books.
type Found struct {
	Records   []record.Record
	Testimony *record.Testimony
	Inputs    []record.Input
	// Problems are what could not be read: archives, keys, cards. All else was.
	Problems []error
}

// Records collects what address books and a case tell of people, books on so
// many goroutines. c may be nil: then there are only books. The order of the
// records follows from what they are. The error is that of ctx.
func Records(ctx context.Context, books []Book, c *Case, jobs int) (*Found, error) {
	f := &Found{Testimony: &record.Testimony{}}
	if err := f.addBooks(ctx, books, jobs); err != nil {
		return nil, err
	}
	if c == nil {
		return f, nil
	}
	c.Mail.addChat(c.Histories)
	f.Problems = slices.Concat(f.Problems, c.Evidence.Problems, c.Histories.Problems)
	for _, input := range c.Evidence.Inputs {
		f.Inputs = append(f.Inputs, record.Input{Path: input.Path, Kind: "archive", Bytes: input.Bytes})
	}
	f.Testimony = c.testimony()
	f.Records = slices.Concat(f.Records, c.members(), c.Mail.correspondents(), c.contacts(), c.keyHolders())
	f.dropOwners()
	return f, ctx.Err()
}

// dropOwners settles who "the user" is where the case holds devices of several
// people. To each of them the others are contacts like any other, so that nobody
// is the user; only what a device says of its own user is not a record of a
// contact, and left out.
func (f *Found) dropOwners() {
	if len(f.Testimony.Own) < 2 {
		return
	}
	own := map[[2]string]bool{} // device and address
	for _, owner := range f.Testimony.Own {
		for _, device := range owner.Devices {
			for _, address := range owner.Addresses {
				own[[2]string{device, address}] = true
			}
		}
	}
	f.Records = slices.DeleteFunc(f.Records, func(r record.Record) bool {
		return (r.Source == record.Member || r.Source == record.Correspondent || r.Source == record.Contact) && len(r.Addresses) > 0 && own[[2]string{r.Place.Device, r.Addresses[0]}]
	})
	f.Testimony.Own = nil
}

// addBooks takes the records of the books.
func (f *Found) addBooks(ctx context.Context, books []Book, jobs int) error {
	jobs = max(1, jobs)
	var all []readBook
	for _, book := range books {
		if err := ctx.Err(); err != nil {
			return err
		}
		cards, damage, input := divide(book, jobs)
		f.Inputs = append(f.Inputs, input)
		b := readCards(book, cards, damage, jobs)
		if f.Records == nil {
			f.Records = b.records
		} else {
			f.Records = append(f.Records, b.records...)
		}
		f.Problems = append(f.Problems, b.problems...)
		b.records, b.problems = nil, nil
		all = append(all, b)
	}
	digestTwins(all, f.Records, jobs)
	return ctx.Err()
}

// divide finds the cards of a book, and digests its file meanwhile.
func divide(book Book, jobs int) (cards *vcard.Book, damage []*vcard.Error, input record.Input) {
	input = record.Input{Path: book.Path, Kind: "book", Account: book.Account, Form: book.Form}
	parallel.Tasks(jobs,
		func() { cards, damage = book.Parse() },
		func() { input.Bytes, input.SHA256 = book.Original() },
	)
	return cards, damage, input
}
