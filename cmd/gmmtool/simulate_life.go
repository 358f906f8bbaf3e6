package main

import (
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
	format, err := report.ParseFormat(c.String("format"), report.LifeFormats())
	if err != nil {
		return hinted{err, "see gmmtool help simulate"}
	}
	mark, err := csvMark(c, format)
	if err != nil {
		return err
	}
	out, err := p.openOutput(c.String("output"), replaceableBy(c, nil))
	if err != nil {
		return err
	}
	defer out.discard()
	out.begin = mark
	life, truths, err := readLife(c.String("life"))
	if err != nil {
		return err
	}
	shown, err := simulate.Replay(c.Context, life)
	if err != nil {
		return fmt.Errorf("%s: %w", c.String("life"), err)
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

// readLife reads scenario.json of a folder, and the truth.json of each folder in it.
func readLife(folder string) (*simulate.Life, map[string][]simulate.Shown, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, withHint("name the folder in which scenario.json lies", "%s: cannot be read: %w", folder, cause(err))
	}
	defer root.Close()
	life, err := decodeIn(root, "scenario.json", simulate.ReadLife)
	if err != nil {
		return nil, nil, withHint("name the folder in which scenario.json lies", "%s: %w", folder, err)
	}
	truths := map[string][]simulate.Shown{}
	names, err := fs.Glob(root.FS(), "*/truth.json")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		truth, err := decodeIn(root, name, simulate.ReadTruth)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", folder, err)
		}
		truths[truth.Device] = truth.Groups
	}
	return life, truths, nil
}

// mostOfALife is how long a file of a life may be, in bytes.
const mostOfALife = 1 << 28

func decodeIn[T any](root *os.Root, name string, decode func(io.Reader) (*T, error)) (*T, error) {
	file, err := root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", name, cause(err))
	}
	defer file.Close()
	v, err := decode(io.LimitReader(file, mostOfALife))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}
