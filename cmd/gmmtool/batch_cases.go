package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A batchCase is one case of a batch.
type batchCase struct {
	name   string // of its folder of results
	source string
	bytes  int64 // on disk
}

// findCases lists the cases in a folder or a list, by name. The folder of results may
// lie among them.
func findCases(cases, out string) ([]batchCase, error) {
	info, err := os.Stat(cases)
	if err != nil {
		return nil, withHint("check the name, and that you may read it", "%s: %w", cases, cause(err))
	}
	var sources []string
	if info.IsDir() {
		sources, err = subfolders(cases, out)
	} else {
		sources, err = listedCases(cases)
	}
	if err != nil {
		return nil, err
	}
	if len(sources) == 0 {
		return nil, withHint("each subfolder is a case; a list has the path of one on each line", "%s: there is no case", cases)
	}
	used := map[string]bool{}
	var found []batchCase
	for _, source := range sources {
		found = append(found, batchCase{name: unusedName(source, used), source: source, bytes: sizeOf(source)})
	}
	slices.SortFunc(found, func(a, b batchCase) int { return cmp.Compare(a.name, b.name) })
	return found, nil
}

func subfolders(dir, out string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, withHint("check that you may read it", "%s: %w", dir, cause(err))
	}
	results, _ := os.Stat(out)
	var list []string
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		info, err := os.Stat(path)
		if err == nil && info.IsDir() && !strings.HasPrefix(e.Name(), ".") && !(results != nil && os.SameFile(info, results)) {
			list = append(list, path)
		}
	}
	return list, nil
}

// maxCaseList is how large a list of cases may be, in bytes.
const maxCaseList = 64 << 20

// listedCases reads a list: one path a line, "#" begins a remark.
func listedCases(path string) ([]string, error) {
	data, err := readSmall(path, maxCaseList)
	if err != nil {
		return nil, withHint("name a text file with the path of a case on each line", "%s: %w", path, err)
	}
	var list []string
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "-") {
			return nil, withHint("write ./ before it", "%s: line %d: %q looks like a flag", path, n, line)
		}
		list = append(list, line)
	}
	return list, lines.Err()
}

// unusedName makes the name of a folder of the last part of a path.
func unusedName(source string, used map[string]bool) string {
	base := strings.TrimLeft(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, filepath.Base(filepath.Clean(source))), ".")
	base = cmp.Or(base, "case")
	name := base
	for n := 2; used[name]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	used[name] = true
	return name
}

// sizeOf adds up the files of a case. What cannot be looked at counts nothing.
func sizeOf(path string) (total int64) {
	_ = filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}
