package mboxio

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
)

// A packLink is a member that is a symbolic link. None is followed: what it leads
// to is read under its own name if it lies in the same pack.
type packLink struct{ name, target string }

func (p *packFS) addSymlink(name, target string) {
	if err := p.budget.takeEntry(len(name) + len(target)); err != nil {
		p.leaveOut(name, err)
		return
	}
	p.symlinks = append(p.symlinks, packLink{name, target})
}

// leaveOutSymlinks notes the links that lead to nothing in the index, once it is
// complete.
func (p *packFS) leaveOutSymlinks() {
	for _, l := range p.symlinks {
		target := l.target
		if !path.IsAbs(target) {
			target = path.Join(path.Dir("/"+l.name), target)
		}
		if target = memberName(target); p.find(target) == nil {
			p.leaveOut(l.name, fmt.Errorf("%w: to %q", ErrLink, target[:min(len(target), 200)]))
		}
	}
	p.symlinks = nil
}

// zipLinkTarget reads where a symbolic link leads, which is its content.
func zipLinkTarget(f *zip.File) (target string) {
	_ = guard(func() error {
		r, err := f.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		content, err := io.ReadAll(io.LimitReader(r, maxNameLength))
		target = string(content)
		return err
	})
	return target
}
