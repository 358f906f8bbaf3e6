package evidence

import (
	"errors"
	"path"
	"slices"
)

// dropGone forgets what lay in the sources of this run and does not any more, and
// notes what could not be looked into.
func (x *indexing) dropGone(c *Case) error {
	sources, folders, problems := map[string]bool{}, map[string]bool{}, map[string][][2]string{}
	for _, l := range c.looked {
		sources[l.source], folders[path.Clean(l.source)] = true, true
		for _, err := range l.problems {
			problems[l.source] = append(problems[l.source], [2]string{err.Error(), hintOf(err)})
		}
	}
	return x.forget(sources, folders, problems)
}

func (x *indexing) forget(sources, folders map[string]bool, problems map[string][][2]string) error {
	lost := map[string]bool{} // devices of which something is gone
	for place, a := range x.known {
		if sources[a.Source] && !x.found[place] {
			x.done.Gone++
			lost[a.Device] = true
			if err := x.to.DropArchive(a.ID); err != nil {
				return err
			}
		}
	}
	for place, b := range x.backups {
		if sources[b.Source] && !x.found[place] {
			lost[b.Device] = true
			if err := x.to.DropBackup(b.Device, b.Path); err != nil {
				return err
			}
		}
	}
	for place := range x.keys {
		if within(place.path, folders) && !x.found[[2]string{place.device, place.path}] {
			lost[place.device] = true
			if err := x.to.DropKeys(place.device, place.path); err != nil {
				return err
			}
		}
	}
	for name := range lost {
		if x.has(name) {
			continue
		}
		if err := x.to.DropDevice(name); err != nil {
			return err
		}
	}
	for source := range sources {
		if err := x.to.PutProblems(source, problems[source]); err != nil {
			return err
		}
	}
	if x.to.Changes() == 0 {
		return nil
	}
	return x.to.DropUnused()
}

// has reports whether the case has a device of that name.
func (x *indexing) has(device string) bool {
	return slices.ContainsFunc(x.c.devices, func(d *namedDevice) bool { return d.name == device })
}

// within reports whether a path is one of the sources, or lies in one.
func within(name string, sources map[string]bool) bool {
	for ; ; name = path.Dir(name) {
		if sources[name] {
			return true
		}
		if name == path.Dir(name) {
			return false
		}
	}
}

func hintOf(err error) string {
	var known *Error
	if errors.As(err, &known) {
		return known.Fix
	}
	return ""
}
