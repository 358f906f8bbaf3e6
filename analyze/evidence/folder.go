package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/mboxio"
)

// ErrLink is a symbolic link that is not followed: to a folder, or to nothing.
var ErrLink = errors.New("is a symbolic link that is not followed")

// contents are the archives and key files of one folder, at any depth, and what
// could not be looked into.
type contents struct {
	archives  []mboxio.Found
	databases databases
	keys      []string
	failed    []error

	source   Source
	keyPlace map[string]bool // folders and files that are not archives, because keys are there
}

// folderContents finds archives by content, and keys by place: "keys" folders
// and .asc files. Keys may lie beside archives and in them, but not among the
// messages of a Maildir. Encrypted databases of any name are looked for only if there
// is a passphrase.
func folderContents(ctx context.Context, s Source, hasPassphrase bool) *contents {
	c := &contents{source: s, keyPlace: map[string]bool{}, databases: databases{place: map[string]bool{}, hasPassphrase: hasPassphrase}}
	c.searchKeys(s.Name, false)
	var failed []*mboxio.Error
	c.archives, failed = mboxio.Find(ctx, s.FS, s.Name, func(name string, _ fs.DirEntry) bool { return c.keyPlace[name] || c.databases.place[name] })
	for _, f := range failed {
		problem := unread(path.Join(s.Path, f.Member), f.Err)
		problem.Err = fmt.Errorf("%s: %w", f.Op, cause(f.Err))
		c.failed = append(c.failed, problem)
	}
	slices.SortFunc(c.archives, func(a, b mboxio.Found) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(c.keys)
	return c
}

// isEmpty reports whether nothing was found; something may still have failed.
func (c *contents) isEmpty() bool {
	return len(c.archives) == 0 && len(c.keys) == 0 && len(c.databases.lone) == 0 && len(c.databases.accounts) == 0
}

// shown is what the user would call name.
func (c *contents) shown(name string) string {
	return path.Join(c.source.Path, strings.TrimPrefix(strings.TrimPrefix(name, c.source.Name), "/"))
}

// searchKeys goes through all folders but those with the messages of Maildirs.
// What it cannot list, the search for archives reports, which goes everywhere
// but into the folders of keys.
func (c *contents) searchKeys(dir string, isKeys bool) {
	entries, err := fs.ReadDir(c.source.FS, dir)
	if err != nil && isKeys {
		c.failed = append(c.failed, unread(c.shown(dir), cause(err)))
	}
	isMaildir := slices.ContainsFunc(entries, isMaildirPart) && formOf(c.source.FS, dir) == mboxio.FormMaildir
	isKeys = isKeys && !isMaildir // but a mailbox of that name
	if isKeys {
		c.keyPlace[dir] = true
	} else if !isMaildir && c.databases.search(c.source.FS, dir, entries) {
		return
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case isMaildir && isMaildirPart(e):
		case c.isLeftOut(name, e), c.databases.place[name]:
		case e.IsDir():
			c.searchKeys(name, isKeys || e.Name() == "keys")
		case isKeys || isKeyName(e.Name()):
			c.keyPlace[name] = true
			c.keys = append(c.keys, name)
		}
	}
}

// isLeftOut reports whether an entry is a link that is not followed, and says
// so. Hidden links and those called "lock" tell programs something and lead
// nowhere on purpose.
func (c *contents) isLeftOut(name string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := fs.Stat(c.source.FS, name)
	if err == nil && !info.IsDir() {
		return false
	}
	if err == nil || !(strings.HasPrefix(e.Name(), ".") || e.Name() == "lock") {
		c.failed = append(c.failed, &Error{Path: c.shown(name), Err: ErrLink, Fix: "if there is mail behind it, name what it leads to as DEVICE=FOLDER"})
	}
	return true
}

func isMaildirPart(e fs.DirEntry) bool {
	return e.IsDir() && (e.Name() == "cur" || e.Name() == "new" || e.Name() == "tmp")
}

func isKeyName(name string) bool { return strings.EqualFold(path.Ext(name), ".asc") }

func formOf(fsys fs.FS, name string) mboxio.Form {
	kind, err := mboxio.Detect(fsys, name)
	if err != nil {
		return mboxio.FormNone
	}
	return kind.Form
}

// isCaseFolder tells a folder of devices from the folder of one device, which is
// an archive as a whole, or holds keys, or archives directly, or folders named
// like mailboxes.
func isCaseFolder(ctx context.Context, fsys fs.FS, name string, entries []fs.DirEntry) bool {
	nothing := func(string, fs.DirEntry) bool { return true }
	if whole, _ := mboxio.Find(ctx, fsys, name, nothing); len(whole) > 0 {
		return false
	}
	if beside := (databases{place: map[string]bool{}}); beside.search(fsys, name, entries) || len(beside.lone) > 0 {
		return false
	}
	folders := 0
	for _, e := range entries {
		switch {
		case e.IsDir() && (e.Name() == "keys" || mboxio.IsMailboxName(e.Name())), !e.IsDir() && isKeyName(e.Name()):
			return false
		case e.IsDir():
			folders++
		case formOf(fsys, path.Join(name, e.Name())) != mboxio.FormNone:
			return false
		}
	}
	return folders > 0
}

// onlyFolder returns the name of the only folder among entries.
func onlyFolder(entries []fs.DirEntry) (string, bool) {
	folders := slices.DeleteFunc(slices.Clone(entries), func(e fs.DirEntry) bool { return !e.IsDir() })
	if len(folders) != 1 {
		return "", false
	}
	return folders[0].Name(), true
}

// unread says of a place that it could not be looked into, and what helps.
func unread(shown string, err error) *Error {
	fix := "check that you may read it, or run gmmtool as somebody who may"
	switch {
	case errors.Is(err, mboxio.ErrForeign):
		fix = "convert it to mbox or Maildir with the tool named, and name the result"
	case errors.Is(err, mboxio.ErrTooDeep):
		fix = "name the folder or archive below it as a source of its own: DEVICE=FOLDER"
	case errors.Is(err, mboxio.ErrCompression), errors.Is(err, mboxio.ErrPacked), errors.Is(err, mboxio.ErrBomb), errors.Is(err, mboxio.ErrUnsupported):
		fix = "look for a whole copy, or unpack it yourself"
	}
	return &Error{Path: shown, Err: err, Fix: fix}
}
