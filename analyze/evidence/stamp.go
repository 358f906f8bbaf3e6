package evidence

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/mboxio"
)

// A stamp tells the state of a file from another one without reading it.
type stamp struct {
	Size     int64 `json:"size"`
	Modified int64 `json:"modified"` // unix nanoseconds
}

func stampOf(info fs.FileInfo) stamp { return stamp{info.Size(), info.ModTime().UnixNano()} }

// settled is how long a file must have been left alone for its time to be believed:
// file systems count in steps of up to two seconds.
const settled = 2 * time.Second

// proves reports whether a file with the stamp now is the one that had the stamp s
// when it was looked at.
func (s stamp) proves(now stamp, looked time.Time) bool {
	return s == now && !looked.IsZero() && time.Unix(0, s.Modified).Add(settled).Before(looked)
}

// progress is how far an archive was read, and in which state it was: what a later
// run needs to read only what is new.
type progress struct {
	Looked time.Time `json:"looked,omitzero"`
	People bool      `json:"people,omitempty"` // mail that is not chat mail is stored, too
	File   stamp     `json:"file,omitzero"`    // the file, or the tar or zip it lies in
	Sum    checksum  `json:"sum,omitzero"`     // of a file, as it lies there: of its first Summed bytes
	Summed int64     `json:"summed,omitempty"`
	// Listing is a digest of the names in a folder, and of the stamps of files that
	// are not of a Maildir.
	Listing string `json:"listing,omitempty"`
	// Checkpoint is where to go on when an mbox grew.
	Checkpoint *mboxio.Checkpoint `json:"checkpoint,omitempty"`
	// Of what comes before it: errors, and mail that is not chat mail although it was
	// looked at, by what it counts as. Passed is what all other mail counts as.
	Errors []string       `json:"errors,omitempty"`
	Worked map[Bucket]int `json:"worked,omitempty"`
	Passed Bucket         `json:"passed,omitempty"`
}

// listingOf digests what lies in a folder: the names of the messages of Maildirs, whose
// files never change, and the name, size and time of everything else.
func listingOf(fsys fs.FS, dir string) (string, error) {
	h := sha256.New()
	err := list(h, fsys, dir)
	return hex.EncodeToString(h.Sum(nil)), err
}

func list(h hash.Hash, fsys fs.FS, dir string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	inMaildir := path.Base(dir) == "cur" || path.Base(dir) == "new"
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		fmt.Fprintf(h, "%d %s\n", len(name), name)
		if e.IsDir() {
			if err := list(h, fsys, name); err != nil {
				return err
			}
			continue
		}
		if inMaildir && e.Type().IsRegular() {
			continue
		}
		info, err := fs.Stat(fsys, name)
		if err != nil {
			fmt.Fprintln(h, cmp.Or(cause(err), err))
			continue
		}
		fmt.Fprintln(h, stampOf(info))
	}
	return nil
}
