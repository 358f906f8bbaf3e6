package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// replaceableBy is what --replace allows: a regular file that is not an input of this
// run, and lies in no folder that is. Evidence is never replaced, not even by a
// mistyped name.
func replaceableBy(c *cli.Context, inputs []string) replaceable {
	if !c.Bool("replace") {
		return func(path string, _ fs.FileInfo) error {
			return withHint("name another file, move this one away, or add --replace", "%s: %w", path, errRefused)
		}
	}
	return func(path string, info fs.FileInfo) error {
		if !info.Mode().IsRegular() {
			return withHint("name a file", "%s: %w and is not a regular file", path, errRefused)
		}
		for _, input := range inputs {
			if isWithin(path, info, input) {
				return withHint("write results outside of what is read", "%s: %w and is part of the input %s", path, errRefused, input)
			}
		}
		return nil
	}
}

// inputPaths are the files and folders that sources and flags name.
func (run *caseRun) inputPaths() []string {
	var paths []string
	for _, s := range run.sources {
		if s.Reader == nil {
			paths = append(paths, s.Path)
		}
	}
	for _, k := range run.options.Keys {
		paths = append(paths, k.Path)
	}
	for _, name := range []string{"passphrase-file", "decisions", "state"} {
		paths = append(paths, run.flags.String(name))
	}
	paths = append(paths, run.flags.StringSlice("book")...)
	return slices.DeleteFunc(paths, func(path string) bool { return path == "" })
}

// isWithin reports whether the file at path is input, or lies below it. A
// case.yaml speaks for all that lies beside it.
func isWithin(path string, info fs.FileInfo, input string) bool {
	other, err := os.Stat(input)
	if err != nil {
		return false
	}
	if !other.IsDir() {
		if os.SameFile(info, other) {
			return true
		}
		if ending := filepath.Ext(input); ending != ".yaml" && ending != ".yml" {
			return false
		}
		input = filepath.Dir(input)
	}
	folder, errFolder := realPath(input)
	file, errFile := realPath(path)
	if errFolder != nil || errFile != nil {
		return true // cannot be told, so it is left alone
	}
	below, err := filepath.Rel(folder, file)
	return err != nil || below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator))
}

// realPath is path without links and from the root.
func realPath(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(whole)
}
