package merge

import (
	"cmp"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// A Book is one address book, read. Data must not change any more.
type Book struct {
	Path string // as the plan has it
	File string // where it was read from
	Name string // what the result is named after; "" means File
	Data []byte // vCards
	// Of vCards that were made of something else, where each stands in that, what
	// it is, and its SHA-256 in lower-case hex.
	Lines  []int
	Form   string
	SHA256 string
}

// digest is that of what the plan was made from.
func (b Book) digest() string {
	if b.SHA256 != "" {
		return b.SHA256
	}
	return digestOf(b.Data)
}

// A Card is where a card lies in a book before the merge.
type Card struct {
	Book  string `json:"book"`  // its name in the folder of results
	Index int    `json:"index"` // 0-based
	Line  int    `json:"line"`  // 1-based line of BEGIN:VCARD
	UID   string `json:"uid,omitempty"`
	Name  string `json:"name,omitempty"`
	// Country is the calling code of its telephone numbers that state none.
	Country string `json:"country,omitempty"`
}

// A Version is what a book was, or became.
type Version struct {
	Cards  int    `json:"cards"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func versionOf(book *vcard.Book) Version {
	return Version{Cards: book.Len(), Bytes: len(book.Bytes()), SHA256: digestOf(book.Bytes())}
}

// The files beside the new books.
const (
	JournalName   = "journal.json"
	DecisionsName = "decisions.json"
)

// plainNames names the new books after the files of the old ones. The names are
// plain, none is that of another file, not even where case does not count.
func plainNames(books []Book) []string {
	taken := map[string]bool{JournalName: true, DecisionsName: true}
	names := make([]string, len(books))
	for i, book := range books {
		name := plainName(cmp.Or(book.Name, book.File))
		stem, extension := strings.TrimSuffix(name, filepath.Ext(name)), filepath.Ext(name)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = stem + "-" + strconv.Itoa(n) + extension
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// plainName is the last part of a path as a name that every file system takes
// for a plain one.
func plainName(path string) string {
	name := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, filepath.Base(path))
	if !isPlainName(name) || name == "-" {
		return "book.vcf"
	}
	return name
}

func isPlainName(name string) bool {
	return filepath.IsLocal(name) && filepath.Base(name) == name && name != "." && !strings.ContainsAny(name, `/\:`)
}
