package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/gmmtool/gmmtool/mboxio"
)

// addPack looks into a tar or zip as into a folder. One that holds nothing but
// another one is only wrapping.
func (d *discovery) addPack(s Source) error {
	fsys, err := d.mount(s.FS, s.Name, s.Path)
	if err != nil {
		return unread(s.Path, cause(err))
	}
	defer d.enterPack(s.FS, s.Name)()
	inner := Source{Device: s.Device, Path: s.Path, FS: fsys, Name: "."}
	if only, ok := onlyPack(inner); ok {
		return d.addPack(only)
	}
	return d.addFolder(inner)
}

// enterPack notes the state of the outermost tar or zip while it is looked into.
func (d *discovery) enterPack(fsys fs.FS, name string) (leave func()) {
	if d.pack != (stamp{}) {
		return func() {}
	}
	if info, err := fs.Stat(fsys, name); err == nil {
		d.pack = stampOf(info)
	}
	return func() { d.pack = stamp{} }
}

// onlyPack is the tar or zip that is all a source holds, in folders or not.
func onlyPack(s Source) (Source, bool) {
	for {
		entries, _ := fs.ReadDir(s.FS, s.Name)
		if len(entries) != 1 {
			return s, false
		}
		s.Path, s.Name = path.Join(s.Path, entries[0].Name()), path.Join(s.Name, entries[0].Name())
		if !entries[0].IsDir() {
			kind, err := mboxio.Detect(s.FS, s.Name)
			return s, err == nil && isPack(kind)
		}
	}
}

// mount opens a tar or zip as a file system. What can be read of a damaged one
// is used; the damage is a problem of the case.
func (d *discovery) mount(fsys fs.FS, name, shown string) (fs.FS, error) {
	mounted, closer, err := mboxio.Mount(d.ctx, fsys, name, mboxio.Options{Name: shown, Spool: d.opts.Spool})
	if mounted == nil {
		return nil, err
	}
	d.c.closers = append(d.c.closers, closer)
	for _, problem := range mountProblems(err) {
		at := &Error{Path: shown, Err: problem, Fix: "the rest of the archive is used; look for a whole copy"}
		if errors.Is(problem, mboxio.ErrLink) {
			at.Fix = "the rest of the archive is used; if there is mail behind the link, name what it leads to as DEVICE=FOLDER"
		}
		if place, ok := errors.AsType[*mboxio.Error](problem); ok {
			at.Path, at.Err = place.Place.String(), fmt.Errorf("%s: %w", place.Op, place.Err)
		}
		d.c.problems = append(d.c.problems, at)
	}
	return mounted, nil
}

// mountProblems takes apart what a pack that could be opened has to say of its
// members.
func mountProblems(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func isPack(kind mboxio.Kind) bool { return kind.Form == mboxio.FormTar || kind.Form == mboxio.FormZip }
