package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// readBooks reads the address books that --book names, and notes them for the
// manifest. Problems are what was not read of them.
func (run *caseRun) readBooks() (books []collect.Book, problems []error, err error) {
	country, err := run.country()
	if err != nil {
		return nil, nil, err
	}
	var known []fs.FileInfo
	for _, path := range run.flags.StringSlice("book") {
		if path != standardInput {
			if info, err := os.Stat(path); err == nil {
				if slices.ContainsFunc(known, func(other fs.FileInfo) bool { return os.SameFile(info, other) }) {
					return nil, nil, withHint("name it once", "%s: the book is named twice", path)
				}
				known = append(known, info)
			}
		}
		found, unread, err := run.openBooks(path)
		if err != nil {
			return nil, nil, withHint("check the name, and that you may read it", "%s: %w", path, cause(err))
		}
		for _, b := range found {
			if slices.ContainsFunc(books, func(other collect.Book) bool { return other.Path == b.Path }) {
				return nil, nil, withHint("name it once", "%s: the book is named twice", b.Path)
			}
			b.Country = country
			if b.Path != path {
				b.Account = path
			}
			books = append(books, b)
		}
		problems = append(problems, unread...)
	}
	return books, problems, nil
}

// country is the calling code of the region the user names, "" for none.
func (run *caseRun) country() (string, error) {
	region := run.flags.String("region")
	country, known := phone.CountryOf(region)
	if region != "" && !known {
		return "", withHint("write it in two letters, as ISO 3166 does: --region DE", "--region %q is not known", region)
	}
	return country, nil
}

// openBooks reads the books of one argument.
func (run *caseRun) openBooks(path string) (books []collect.Book, problems []error, err error) {
	source := sourceOfBooks(path)
	if path == standardInput {
		if slices.ContainsFunc(run.flags.Args().Slice(), func(arg string) bool { _, archive := splitDevice(arg); return archive == standardInput }) ||
			run.bookIn {
			return nil, nil, errStdinTwice
		}
		run.bookIn = true
		if source, err = book.Stream(io.TeeReader(run.p.stdin, run.input), path, newSpool); err != nil {
			return nil, nil, err
		}
	} else if run.manifest != nil {
		if err := run.manifest.addInput(run.flags.Context, path); err != nil {
			return nil, nil, err
		}
	}
	return book.Open(run.flags.Context, source)
}

var errStdinTwice = errors.New("standard input is named twice")

func sourceOfBooks(path string) book.Source {
	tree, name := openPath(path)
	return book.Source{FS: tree, Name: name, Path: path, Spool: newSpool}
}

// openedBooks are the files, folders and packs that the books of a plan lie in, each
// opened once.
type openedBooks struct {
	ctx   context.Context
	known map[string][]book.Book // by the path of the file, folder or pack
}

// read gives the book of a plan from where it lies: a file, or a place in a pack.
func (o openedBooks) read(name, file string) (merge.Book, error) {
	if file == standardInput {
		return merge.Book{}, errors.New("it came from standard input; give it as a file with --book -=FILE")
	}
	container := containerOf(file)
	books, known := o.known[container]
	if !known {
		var err error
		source := sourceOfBooks(container)
		if source.Name == "." {
			return merge.Book{}, errNotRegular
		}
		if books, _, err = book.Open(o.ctx, source); err != nil { // dedupe told of problems
			return merge.Book{}, err
		}
		o.known[container] = books
	}
	i := slices.IndexFunc(books, func(b book.Book) bool { return b.Path == file })
	if i < 0 && len(books) == 1 {
		i = 0
	}
	if i < 0 {
		return merge.Book{}, fmt.Errorf("it holds %d books: name the one that is meant, as in %s", len(books), books[0].Path)
	}
	b := books[i]
	_, digest := b.Original()
	planned := merge.Book{Path: name, File: b.Path, Name: book.CardsName(b.Path), Data: b.Data, Lines: b.Lines, SHA256: digest}
	if b.Made() {
		planned.Form = b.Form
	}
	return planned, nil
}

// containerOf is the part of a path that is a file: the book itself, or the pack in
// which it lies. A path that leads nowhere is given back as it is.
func containerOf(path string) string {
	for at := path; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		switch {
		case err == nil && info.Mode().IsRegular():
			return at
		case err == nil, filepath.Dir(at) == at:
			return path // a folder: nothing in it has that name
		}
	}
}

// readMerged reads a book that gmmtool wrote, as it lies.
func readMerged(name, file string) (merge.Book, error) {
	data, err := readRegular(file)
	return merge.Book{Path: name, File: file, Data: data}, err
}
