package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
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
		sum, err := hashTree(run.flags.Context, in.Path)
		if err != nil {
			return m, err
		}
		m.Hashes[run.redactedText(in.Path)] = sum
	}
	return m, nil
}

// commandLine is what was typed, as a shell takes it back, each argument as it may
// be shown.
func (p *process) commandLine(shown func(arg string) string) string {
	words := []string{"gmmtool"}
	for _, arg := range p.args {
		words = append(words, shellQuote(shown(arg)))
	}
	return strings.Join(words, " ")
}

// shellQuote is an argument as a shell takes it back.
func shellQuote(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$`&|;<>()*?[]#~!{}") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// hashTree is the SHA-256 of a file, or of the list that sha256sum makes of the
// files of a folder in the order of their names; "" for what cannot be read.
func hashTree(ctx context.Context, path string) (string, error) {
	list := sha256.New()
	single, files := "", 0
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil || entry.IsDir() || isSecret(entry.Name()):
			return nil
		}
		if one := hashFile(ctx, file); one.SHA256 != "" {
			name, _ := filepath.Rel(path, file)
			fmt.Fprintf(list, "%s  ./%s\n", one.SHA256, filepath.ToSlash(name))
			single = one.SHA256
			files++
			if file == path {
				return filepath.SkipAll
			}
			single = ""
		}
		return nil
	})
	switch {
	case err != nil:
		return "", err
	case single != "" || files == 0:
		return single, nil
	}
	return hex.EncodeToString(list.Sum(nil)), nil
}
