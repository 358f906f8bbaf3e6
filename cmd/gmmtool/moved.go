package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/merge"
)

// readMoved reads the books of a plan or journal. Names are what it calls them,
// files where they should lie; moved are the values of --book, [NAME=]PATH, for
// those that lie elsewhere. Read gets what a book is called and where it lies.
func readMoved(names, files, moved []string, read func(name, file string) (merge.Book, error)) ([]merge.Book, error) {
	at := make([]string, len(files))
	copy(at, files)
	for _, value := range moved {
		name, path := splitMoved(value)
		i, err := findBook(names, name, "--book", "--book NAME=PATH")
		if err != nil {
			return nil, err
		}
		at[i] = path
	}
	var books []merge.Book
	for i, file := range at {
		book, err := read(names[i], file)
		if err != nil {
			return nil, withHint("if it was moved, say where to: --book PATH", "%s: book cannot be read: %w", file, cause(err))
		}
		books = append(books, book)
	}
	return books, nil
}

// readRegular reads a file whose name may come from a plan: one that never ends
// would be read for ever.
func readRegular(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return os.ReadFile(file)
}

var errNotRegular = errors.New("no regular file")

// splitMoved reads [NAME=]PATH. Without a name it is that of the file.
func splitMoved(value string) (name, path string) {
	name, path, found := strings.Cut(value, "=")
	if _, err := os.Lstat(value); err == nil || !found {
		return filepath.Base(value), value
	}
	return name, path
}

// findBook finds the one book of a name, whole or without its folder. A book
// that is the only one may have any. Flag is what names it, usage how to write it.
func findBook(names []string, name, flag, usage string) (int, error) {
	var found []int
	for i, full := range names {
		if full == name {
			return i, nil
		}
		if filepath.Base(full) == name {
			found = append(found, i)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0 && len(names) == 1:
		return 0, nil
	case len(found) == 0:
		return 0, withHint("write "+usage+"; the books are "+strings.Join(names, ", "), "%s: no book is named %q", flag, name)
	}
	return 0, withHint("write "+usage+" with the whole name; the books are "+strings.Join(names, ", "), "%s: several books are named %q", flag, name)
}
