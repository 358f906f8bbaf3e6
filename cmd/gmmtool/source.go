package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/store"
)

// standardInput is how a user names standard input as a source, and standard
// output as an output.
const standardInput = "-"

// parseSources makes sources of the arguments after the flags. Nothing is
// opened yet. Standard input may be named once; stdin is what it reads.
func parseSources(args []string, stdin io.Reader) ([]evidence.Source, error) {
	var sources []evidence.Source
	usesInput := false
	for _, arg := range args {
		device, path := splitDevice(arg)
		if path == "" {
			return nil, withHint("write DEVICE=ARCHIVE", "source %q names no archive", arg)
		}
		source := evidence.Source{Device: device, Path: path}
		if path == standardInput {
			if usesInput {
				return nil, withHint("name it once", "standard input is named twice")
			}
			usesInput = true
			source.Reader = stdin
		} else {
			source.FS, source.Name = openPath(path)
			source.OpenStore = func() (*store.Store, error) { return store.Open(path) }
		}
		sources = append(sources, source)
	}
	return sources, refuseTwice(sources)
}

// refuseTwice refuses a source that is, or lies in, another: its mail would count
// twice.
func refuseTwice(sources []evidence.Source) error {
	for i, s := range sources {
		if s.Reader != nil {
			continue
		}
		info, err := os.Stat(s.Path)
		if err != nil {
			continue // discovery says so
		}
		for k, other := range sources {
			if k == i || other.Reader != nil || !isWithin(s.Path, info, other.Path) {
				continue
			}
			if known, err := os.Stat(other.Path); err == nil && os.SameFile(info, known) {
				return withHint("name it once", "%s and %s are the same archive", sources[min(i, k)].Path, sources[max(i, k)].Path)
			} else if err == nil && !known.IsDir() {
				continue // a case.yaml: what lies beside it may be no part of the case
			}
			return withHint("name one of them", "%s is part of %s", s.Path, other.Path)
		}
	}
	return nil
}

// splitDevice tells DEVICE=ARCHIVE from the name of an archive with "=" in it:
// what exists as it stands is an archive, and no device has a "/" in its name.
func splitDevice(arg string) (device, path string) {
	device, path, found := strings.Cut(arg, "=")
	if !found || device == "" || strings.ContainsAny(device, `/\`) {
		return "", arg
	}
	if _, err := os.Lstat(arg); err == nil {
		return "", arg
	}
	return device, path
}

// openPath is path as package fs wants it: a folder is the root of its own
// tree, anything else is found in the tree of its folder.
func openPath(path string) (tree fs.FS, name string) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return os.DirFS(path), "."
	}
	return os.DirFS(filepath.Dir(path)), filepath.Base(path)
}
