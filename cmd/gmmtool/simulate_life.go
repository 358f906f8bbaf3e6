package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/simulate"
)

// lifeFlags are the flags that go with --life. All others are about made-up groups.
func lifeFlags() []string { return []string{"life", "format", "csv-bom", "output", "o", "replace"} }

// replayLife plays the journal in a folder and sets what comes out beside what the
// real clients showed.
func (p *process) replayLife(c *cli.Context) error {
	for _, name := range c.LocalFlagNames() {
		if !slices.Contains(lifeFlags(), name) {
			return withHint("see gmmtool help simulate", "--life and --%s exclude each other: one is a life that was, the other makes one up", name)
		}
	}
	out, format, err := p.simulationOutput(c, report.LifeFormats())
	if err != nil {
		return err
	}
	defer out.discard()
	life, truths, err := readLife(c.String("life"))
	if err != nil {
		return err
	}
	shown, err := simulate.Replay(c.Context, life)
	if err != nil {
		return withHint(journalHint, "%s: %s: %w", c.String("life"), journalFile, err)
	}
	result := report.NewLife(simulate.Compare(shown, truths))
	if err := report.WriteLife(out, result, format); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if result.Counts.Differ > 0 {
		return exitFindings
	}
	return nil
}

const (
	journalFile = "scenario.json"
	folderHint  = "name the folder in which " + journalFile + " lies"
	journalHint = "docs/e2e.md tells what a journal holds"
)

// readLife reads the journal in a folder, and the truth.json of each folder in it.
func readLife(folder string) (*simulate.Life, map[string][]simulate.Shown, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, withHint(folderHint, "%s: cannot be read: %w", folder, cause(err))
	}
	defer root.Close()
	life, err := decodeIn(root, journalFile, simulate.ReadLife)
	switch {
	case errors.Is(err, simulate.ErrLife):
		return nil, nil, withHint(journalHint, "%s: %w", folder, err)
	case err != nil:
		return nil, nil, withHint(folderHint, "%s: %w", folder, err)
	}
	truths, from := map[string][]simulate.Shown{}, map[string]string{}
	names, err := fs.Glob(root.FS(), "*/truth.json")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		truth, err := decodeIn(root, name, simulate.ReadTruth)
		if err != nil {
			return nil, nil, withHint(journalHint, "%s: %w", folder, err)
		}
		if other := from[truth.Device]; other != "" {
			return nil, nil, withHint("keep one of them", "%s: %s and %s are both of the device %q", folder, other, name, truth.Device)
		}
		truths[truth.Device], from[truth.Device] = truth.Groups, name
	}
	return life, truths, nil
}

// mostOfALife is how long a file of a life may be, in bytes.
const mostOfALife = 1 << 26

func decodeIn[T any](root *os.Root, name string, decode func(io.Reader) (*T, error)) (*T, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", name, cause(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: not a file", name)
	case info.Size() > mostOfALife:
		return nil, fmt.Errorf("%s: larger than %d MB", name, mostOfALife>>20)
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", name, cause(err))
	}
	defer file.Close()
	v, err := decode(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}
