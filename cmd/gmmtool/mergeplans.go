package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// arePlans reports whether what is to be joined are folders of plans, not results of
// analyze.
func arePlans(paths []string) bool {
	info, err := os.Stat(paths[0])
	return err == nil && info.IsDir()
}

// mergePlans joins the shares of a plan of corrections into a new folder.
func (p *process) mergePlans(c *cli.Context, paths []string, format report.Format) error {
	dir := c.String("out")
	if dir == "" {
		return withHint("name a folder that does not exist yet: --out DIR", "shares of a plan need a place for the whole")
	}
	if _, err := report.ParseFormat(string(format), correctFormats()); err != nil {
		return hinted{err, "a plan is shown in these formats; plan.json is in its folder in any case"}
	}
	var shares []*repair.Result
	for _, path := range paths {
		share, err := readPlanShare(path)
		if err != nil {
			return err
		}
		shares = append(shares, share)
	}
	whole, err := repair.Joined(shares)
	if err != nil {
		return explainShare(err, paths, "correct")
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer folder.discard()
	for _, file := range whole.Files {
		if err := folder.add(file.Name, file.Data); err != nil {
			return err
		}
	}
	if err := folder.addJSON(planName, whole.Plan); err != nil {
		return err
	}
	out, err := p.openOutput(c.String("output"), replaceableBy(c, paths))
	if err != nil {
		return err
	}
	defer out.discard()
	if err := report.WritePlan(out, whole.Plan, dir, format, p.joining()); err != nil {
		return err
	}
	if err := folder.commit(); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if !whole.Healthy() {
		return exitFindings
	}
	return nil
}

// joining is how a joined result came to be: its inputs are not looked at.
func (p *process) joining() report.Making {
	return report.Making{Made: p.now().UTC(), CommandLine: p.commandLine(func(arg string) string { return arg })}
}

// readPlanShare reads a plan of corrections with its files.
func readPlanShare(path string) (*repair.Result, error) {
	stored, err := openPlan(path)
	if err != nil {
		return nil, err
	}
	defer stored.folder.Close()
	if stored.kind != repair.Kind {
		return nil, withHint("give the folders that gmmtool correct --group-shard wrote", "%s: a plan of kind %q has no shares", path, stored.kind)
	}
	plan, err := stored.corrections()
	if err != nil {
		return nil, err
	}
	result := &repair.Result{Plan: *plan}
	for _, c := range plan.Corrections {
		file, err := stored.folder.Open(c.File)
		if err != nil {
			return nil, withHint("give the folder as gmmtool correct wrote it", "%s: %s: %w", path, c.File, cause(err))
		}
		data, err := io.ReadAll(file)
		if err := file.Close(); err != nil {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, c.File, cause(err))
		}
		result.Files = append(result.Files, repair.File{Name: c.File, Data: data})
	}
	return result, nil
}
