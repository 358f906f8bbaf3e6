package mboxio

import (
	"context"
	"io/fs"
	"strings"
)

// Packs are the tar and zip files that paths lead through, opened as needed.
type packs struct {
	ctx     context.Context
	opts    Options
	fsys    fs.FS
	mounted map[string]fs.FS
	opened  closers
}

// find gives the file system that the file lies in, and its name there. Name is
// a path that may lead through tar and zip files.
func (p *packs) find(name string) (fs.FS, string, error) {
	fsys, at := p.fsys, 0 // fsys is where name[at:] lies
	for depth := 0; depth <= maxPacked; depth++ {
		_, err := fs.Stat(fsys, name[at:])
		if err == nil {
			return fsys, name[at:], nil
		}
		end := packEnd(fsys, name, at)
		if end < 0 {
			return nil, "", ofKind(ErrRead, err)
		}
		if fsys, err = p.mount(fsys, name[:end], name[at:end]); err != nil {
			return nil, "", err
		}
		at = end + 1
	}
	return nil, "", ErrTooDeep
}

// packEnd finds where the shortest path ends that is a file and not all of name.
func packEnd(fsys fs.FS, name string, at int) int {
	for end := at; ; end++ {
		i := strings.IndexByte(name[end:], '/')
		if i < 0 {
			return -1
		}
		end += i
		if info, err := fs.Stat(fsys, name[at:end]); err == nil && info.Mode().IsRegular() {
			return end
		}
	}
}

// mount opens the tar or zip file inner of fsys, once for all paths that begin
// with prefix.
func (p *packs) mount(fsys fs.FS, prefix, inner string) (fs.FS, error) {
	if mounted, ok := p.mounted[prefix]; ok {
		return mounted, nil
	}
	mounted, closer, err := Mount(p.ctx, fsys, inner, p.opts)
	if mounted == nil {
		return nil, err
	}
	if p.mounted == nil {
		p.mounted = map[string]fs.FS{}
	}
	p.mounted[prefix] = mounted
	p.opened = append(closers{closer}, p.opened...) // the inner is closed first
	return mounted, nil
}

func (p *packs) close() { _ = p.opened.Close() }
