package gather

import (
	"context"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// A Book is an address book to take records from.
type Book = book.Book

// Options say how to read a case.
type Options struct {
	Analyze analyze.Options // Observe is used by this package
	// AuthservIDs are the authentication services of the user's own servers
	// (RFC 8601 section 2.5). What other servers say of a mail's authenticity, its
	// sender may have written.
	AuthservIDs []string
}

// Found is everything there is to know about people in a case and its books.
type Found struct {
	Records   []dedupe.Record
	Testimony *dedupe.Testimony
	Inputs    []dedupe.Input
	// Problems are what could not be read: archives, keys, cards. All else was.
	Problems []error
	// Study is the case with its groups, nil if there is no case.
	Study *analyze.Study
}

// Records reads a case and address books. c may be nil: then there are only
// books. The order of records follows from what they are, the same for any
// number of jobs. The error is non-nil only if nothing can be said at all, or
// ctx ended.
func Records(ctx context.Context, c *analyze.Case, books []Book, opts Options) (*Found, error) {
	f := &Found{Testimony: &dedupe.Testimony{}}
	if err := f.addBooks(ctx, books, opts.Analyze.Jobs); err != nil {
		return nil, err
	}
	if c == nil {
		return f, nil
	}
	mail := newCollector(opts.AuthservIDs)
	opts.Analyze.Observe = mail.take
	study, err := analyze.NewStudy(ctx, c, opts.Analyze)
	if err != nil {
		return nil, err
	}
	f.Study = study
	f.Problems = append(f.Problems, study.Problems()...)
	report := study.Report()
	for _, input := range report.Inputs {
		f.Inputs = append(f.Inputs, dedupe.Input{Path: input.Path, Kind: "archive", Bytes: input.Bytes})
	}
	f.Testimony = mail.testimony(study)
	f.Records = append(f.Records, membersOf(report, mail)...)
	f.Records = append(f.Records, mail.correspondents()...)
	f.Records = append(f.Records, keyHolders(study, mail)...)
	f.withoutSelves()
	return f, ctx.Err()
}

// withoutSelves settles who "the user" is where the case holds devices of
// several people. To each of them the others are contacts like any other, so
// that nobody is the user; only what a device says of its own user is no record
// of a contact, and left out.
func (f *Found) withoutSelves() {
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
	f.Records = slices.DeleteFunc(f.Records, func(r dedupe.Record) bool {
		return (r.Source == dedupe.Member || r.Source == dedupe.Correspondent) && own[[2]string{r.Place.Device, r.Addresses[0]}]
	})
	f.Testimony.Own = nil
}

// addBooks takes the records of the books.
func (f *Found) addBooks(ctx context.Context, books []Book, jobs int) error {
	var all []*vcard.Book
	for _, book := range books {
		if err := ctx.Err(); err != nil {
			return err
		}
		size, digest := book.Original()
		f.Inputs = append(f.Inputs, dedupe.Input{Path: book.Path, Kind: "book", Form: book.Form, Bytes: size, SHA256: digest})
		parsed, records, problems := readBook(book, jobs)
		all = append(all, parsed)
		if f.Records == nil {
			f.Records = records
		} else {
			f.Records = append(f.Records, records...)
		}
		f.Problems = append(f.Problems, problems...)
	}
	digestTwins(all, f.Records, max(1, jobs))
	return ctx.Err()
}
