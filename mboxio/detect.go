package mboxio

import (
	"io/fs"
	"path"
)

// A Kind is what a file or directory was recognised as.
type Kind struct {
	Form        Form
	Compression Compression // around Form; Plain for directories
}

// IsArchive reports whether Walk would find mail there.
func (k Kind) IsArchive() bool { return k.Form != FormNone }

// String is the form, with the compression after a dot: "mbox", "tar.gzip".
func (k Kind) String() string {
	switch {
	case k.Form == FormNone:
		return "none"
	case k.Compression == Plain:
		return string(k.Form)
	}
	return string(k.Form) + "." + string(k.Compression)
}

// maxDetectFiles bounds how many files Detect looks into.
const maxDetectFiles = 2000

// Detect recognises what name in fsys is, by content and never by name. Keys,
// tables, databases, a server's control files and the like are FormNone, with a
// nil error; an error means that name could not be looked at, or is mail in a
// form that is not read ([ErrForeign]). Of a directory
// the answer is FormFolder as soon as one archive is met in it. A tar or zip is
// recognised as such, whatever it holds.
func Detect(fsys fs.FS, name string) (Kind, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return Kind{}, ofKind(ErrRead, err)
	}
	d := detector{fsys: fsys, codecs: newCodecPool(), left: maxDetectFiles}
	if info.IsDir() {
		return Kind{Form: d.directory(name, 0)}, nil
	}
	if !info.Mode().IsRegular() {
		return Kind{}, nil
	}
	kind, err := d.file(name)
	if err == nil && d.foreign != "" {
		err = foreignError(d.foreign)
	}
	return kind, err
}

type detector struct {
	fsys   fs.FS
	codecs *codecPool
	left   int // files that may still be looked into

	foreign string // what the last file is, if it is of a form that is not read
}

func (d *detector) file(name string) (Kind, error) {
	s, err := openSniffed(d.fsys, name, d.codecs)
	if err != nil {
		return Kind{}, err
	}
	defer s.Close()
	if d.foreign = ""; s.kind.Form == FormNone {
		d.foreign = foreignForm(s.start, name)
		return Kind{}, nil
	}
	return s.kind, nil
}

func (d *detector) directory(dir string, depth int) Form {
	entries, _ := fs.ReadDir(d.fsys, dir) // what cannot be listed holds nothing
	isMaildir := holdsMaildir(d.fsys, dir, entries)
	if isMaildir || isAccountRoot(d.fsys, dir, entries, isMaildir) {
		return FormMaildir
	}
	if depth >= maxDepth {
		return FormNone
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.IsDir() || d.left <= 0 || !isFile(d.fsys, name, e) {
			continue
		}
		d.left--
		if kind, err := d.file(name); err == nil && kind.IsArchive() {
			return FormFolder
		}
	}
	for _, e := range entries {
		if e.IsDir() && d.directory(path.Join(dir, e.Name()), depth+1) != FormNone {
			return FormFolder
		}
	}
	return FormNone
}
