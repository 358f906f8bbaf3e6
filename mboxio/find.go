package mboxio

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Found is an archive that lies below a folder.
type Found struct {
	Path string // in the file system that was searched
	Kind Kind
}

// Find lists the archives below dir, by path: each is to be walked as a whole. A
// folder whose mailboxes belong together is one archive, so that its messages
// tell their mailboxes: a Maildir with its subfolders, the store of Apple Mail or
// Thunderbird, MH, a folder of .eml files. Files are recognised by their content.
//
// What skip is true for is not looked at; it may be nil. What could not be looked
// into, and what is a mail archive of a form that is not read ([ErrForeign]),
// comes as errors. Find returns early only when ctx ends.
func Find(ctx context.Context, fsys fs.FS, dir string, skip func(name string, e fs.DirEntry) bool) ([]Found, []*Error) {
	if skip == nil {
		skip = func(string, fs.DirEntry) bool { return false }
	}
	f := &finder{ctx: ctx, fsys: fsys, top: dir, skip: skip, detector: detector{fsys: fsys, codecs: newCodecPool()}}
	f.search(dir, 0)
	return f.found, f.failed
}

type finder struct {
	ctx      context.Context
	fsys     fs.FS
	top      string
	skip     func(string, fs.DirEntry) bool
	detector detector
	found    []Found
	failed   []*Error
}

func (f *finder) fail(name, op string, err error) {
	place := Place{Archive: f.top, Member: relative(f.top, name), Offset: -1}
	f.failed = append(f.failed, &Error{Place: place, Op: op, Err: err})
}

func (f *finder) search(dir string, depth int) {
	if f.ctx.Err() != nil {
		return
	}
	if depth > maxDepth {
		f.fail(dir, "search", ErrTooDeep)
		return
	}
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		f.fail(dir, "list", ofKind(ErrRead, err))
	}
	if form := formOfDir(f.fsys, dir, entries); form != FormNone {
		f.found = append(f.found, Found{dir, Kind{Form: form}})
		return
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case f.skip(name, e):
		case e.IsDir():
			f.search(name, depth+1)
		case isFile(f.fsys, name, e):
			f.file(name)
		}
	}
}

func (f *finder) file(name string) {
	kind, err := f.detector.file(name)
	switch {
	case err != nil:
		f.fail(name, "open", err)
	case kind.IsArchive():
		f.found = append(f.found, Found{name, kind})
	case f.detector.foreign != "":
		f.fail(name, "recognise", foreignError(f.detector.foreign))
	}
}

// formOfDir tells whether a directory is one archive as a whole: FormMaildir, or
// FormFolder for a store of mailboxes, or FormNone.
func formOfDir(fsys fs.FS, dir string, entries []fs.DirEntry) Form {
	isMaildir := holdsMaildir(fsys, dir, entries)
	switch {
	case isMaildir || isAccountRoot(fsys, dir, entries, isMaildir):
		return FormMaildir
	case isStore(entries):
		return FormFolder
	}
	return FormNone
}

// isStore reports whether a directory holds mailboxes, or messages as files,
// that belong together.
func isStore(entries []fs.DirEntry) bool {
	numbered, others := 0, 0
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		ending := path.Ext(name)
		regular := e.Type()&^fs.ModeSymlink == 0
		switch {
		case e.IsDir() && (ending == ".sbd" || ending == ".mbox"), // Thunderbird, Apple Mail
			regular && (ending == ".msf" || ending == ".eml" || ending == ".emlx"),
			regular && (name == ".mh_sequences" || name == ".mh_profile" || name == "cyrus.header"):
			return true
		case !regular:
		case isMHNumber(name):
			numbered++
		case name[0] != '.' && name[0] != ',':
			others++
		}
	}
	return numbered > 0 && others == 0
}

// isMH reports whether a directory is an MH folder.
func isMH(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() && (e.Name() == ".mh_sequences" || isMHNumber(e.Name())) })
}

// isMHNumber reports whether name is that of a message in an MH folder ("12") or
// in the spool of Cyrus ("12.").
func isMHNumber(name string) bool {
	return strings.Trim(strings.TrimSuffix(name, "."), "0123456789") == "" && isDigit(name[0])
}

// IsMailboxName reports whether name is one that mailboxes inside an account
// have, so that a directory of that name is not taken for an account.
func IsMailboxName(name string) bool {
	switch strings.ToLower(strings.Trim(trimArchiveEndings(name), ".")) {
	case "maildir", "mail", "inbox", "archive", "archives", "deltachat", "inbox.deltachat", "mailboxes", "[gmail]", "[google mail]":
		return true
	}
	return useOfName(strings.TrimPrefix(name, ".")) != UseNone
}
