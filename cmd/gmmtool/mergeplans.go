package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// arePlans reports whether what is to be joined are folders of plans, not results of
// analyze.
func arePlans(paths []string) bool {
	info, err := os.Stat(paths[0])
	return err == nil && info.IsDir()
}

// mergePlans joins the shares of a plan into a new folder.
func (p *process) mergePlans(c *cli.Context, paths []string, format report.Format) error {
	dir := c.String("out")
	if dir == "" {
		return withHint("name a folder that does not exist yet: --out DIR", "shares of a plan need a place for the whole")
	}
	if _, err := report.ParseFormat(string(format), correctFormats()); err != nil {
		return hinted{err, "a plan is shown in these formats; plan.json is in its folder in any case"}
	}
	first, err := openPlan(paths[0])
	if err != nil {
		return err
	}
	if err := first.folder.Close(); err != nil {
		return err
	}
	folder, err := newFolder(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer folder.discard()
	out, err := p.openOutput(c.String("output"), replaceableBy(c, paths))
	if err != nil {
		return err
	}
	defer out.discard()
	code := exitClean
	if first.kind == dedupe.Kind {
		code, err = p.mergeMergePlans(paths, folder, out, format, p.style(out, c))
	} else {
		code, err = p.mergeCorrections(paths, folder, out, format)
	}
	if err != nil {
		return err
	}
	if err := folder.commit(); err != nil {
		return err
	}
	if err := out.commit(); err != nil || code == exitClean {
		return err
	}
	return code
}

// mergeCorrections writes the whole plan of corrections, with its files.
func (p *process) mergeCorrections(paths []string, folder *folder, out *output, format report.Format) (exitCode, error) {
	var shares []*repair.Result
	for _, path := range paths {
		share, err := readCorrections(path)
		if err != nil {
			return exitError, err
		}
		shares = append(shares, share)
	}
	whole, err := repair.Joined(shares)
	if err != nil {
		return exitError, explainShare(err, paths, "correct")
	}
	for _, file := range whole.Files {
		if err := folder.add(file.Name, file.Data); err != nil {
			return exitError, err
		}
	}
	if err := folder.addJSON(planName, whole.Plan); err != nil {
		return exitError, err
	}
	code := exitFindings
	if whole.Healthy() {
		code = exitClean
	}
	return code, report.WritePlan(out, whole.Plan, folder.path, format, p.joining())
}

// mergeMergePlans writes the whole plan of merges, with what was decided in each share.
func (p *process) mergeMergePlans(paths []string, folder *folder, out *output, format report.Format, style report.Style) (exitCode, error) {
	var shares []*dedupe.Plan
	for _, path := range paths {
		stored, err := openPlan(path)
		if err != nil {
			return exitError, err
		}
		plan, err := merge.ReadPlan(stored.path, stored.data)
		if err := stored.folder.Close(); err != nil {
			return exitError, err
		}
		if err != nil {
			return exitError, explainMerge(err)
		}
		shares = append(shares, plan)
	}
	whole, err := dedupe.Joined(shares)
	if err != nil {
		return exitError, explainShare(err, paths, "dedupe")
	}
	if err := folder.create(planName, func(w io.Writer) error { return report.WriteMergePlan(w, whole) }); err != nil {
		return exitError, err
	}
	style.Making = p.joining()
	return duplicatesVerdict(whole), report.WriteDuplicates(out, whole, format, style)
}

// joining is how a joined result came to be: its inputs are not looked at.
func (p *process) joining() report.Making {
	return report.Making{Made: p.now().UTC(), CommandLine: p.commandLine(func(arg string) string { return arg })}
}

// readCorrections reads a plan of corrections with its files.
func readCorrections(path string) (*repair.Result, error) {
	stored, err := openPlan(path)
	if err != nil {
		return nil, err
	}
	defer stored.folder.Close()
	if stored.kind != repair.Kind {
		return nil, withHint("join plans of one kind", "%s: is not a plan of corrections", path)
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
