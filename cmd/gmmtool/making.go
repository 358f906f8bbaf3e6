package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/report"
)

// making is how this run came to its result, for a page that says so. Inputs are
// as they will be written.
func (run *caseRun) making(inputs []evidence.Input) (report.Making, error) {
	m := report.Making{Made: run.p.now().UTC(), Hashes: map[string]string{}}
	m.CommandLine = run.p.commandLine(func(arg string) string {
		return strings.TrimSuffix(run.redactedText(arg+"/"), "/") // a path of one word is known by its "/"
	})
	for _, in := range inputs {
		if in.FromStore {
			continue
		}
		sum, err := hashTree(run.flags.Context, in.Path)
		if err != nil {
			return m, err
		}
		m.Hashes[run.redactedText(in.Path)] = sum
	}
	return m, nil
}

// made is how a result came to be whose inputs are not looked at.
func (p *process) made() report.Making {
	return report.Making{Made: p.now().UTC(), CommandLine: p.commandLine(func(arg string) string { return arg })}
}

// commandLine is what was typed, as a shell takes it back, each argument as it may
// be shown.
func (p *process) commandLine(shown func(arg string) string) string {
	words := []string{"gmmtool"}
	for _, arg := range p.args {
		words = append(words, report.ShellWord(shown(arg)))
	}
	return strings.Join(words, " ")
}

// hashTree is the SHA-256 of a file, or of the list that sha256sum makes of the
// regular files of a folder, sorted by name; "" if any of them cannot be read.
func hashTree(ctx context.Context, path string) (string, error) {
	var lines []string // "name\x00digest"
	single, failed := "", false
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			failed = true
			return nil
		case !entry.Type().IsRegular() || isSecret(entry.Name()):
			return nil
		}
		one := hashFile(ctx, file)
		if file == path {
			single = one.SHA256
		}
		name, _ := filepath.Rel(path, file)
		lines = append(lines, "./"+filepath.ToSlash(name)+"\x00"+one.SHA256)
		failed = failed || one.SHA256 == ""
		return nil
	})
	if err != nil || failed || len(lines) == 0 || single != "" {
		return single, err
	}
	slices.Sort(lines)
	list := sha256.New()
	for _, line := range lines {
		name, digest, _ := strings.Cut(line, "\x00")
		fmt.Fprintf(list, "%s  %s\n", digest, name)
	}
	return hex.EncodeToString(list.Sum(nil)), nil
}
