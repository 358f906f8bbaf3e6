package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// arePlans reports whether what is to be joined are plans, not results of analyze.
func arePlans(paths []string) bool {
	info, err := os.Stat(paths[0])
	return err == nil && info.IsDir() || filepath.Base(paths[0]) == planName
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
	if c.IsSet("fail-on") {
		return withHint("leave it out", "--fail-on is for findings, and a plan has none")
	}
	shares, err := openPlans(paths)
	if err != nil {
		return err
	}
	defer closePlans(shares)
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
	if shares[0].kind == dedupe.Kind {
		code, err = p.mergeDuplicates(shares, folder, out, format, p.style(out, c))
	} else {
		code, err = p.mergeCorrections(shares, folder, out, format)
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

// openPlans opens plans of one kind.
func openPlans(paths []string) (plans []*storedPlan, err error) {
	for _, path := range paths {
		plan, err := openPlan(path)
		if err == nil {
			plans = append(plans, plan)
			if plan.kind != plans[0].kind || plan.kind != dedupe.Kind && plan.kind != repair.Kind {
				err = withHint("join plans of one kind", "%s: a plan of kind %q cannot be joined with %s, of kind %q", path, plan.kind, paths[0], plans[0].kind)
			}
		}
		if err != nil {
			closePlans(plans)
			return nil, err
		}
	}
	return plans, nil
}

func closePlans(plans []*storedPlan) {
	for _, plan := range plans {
		_ = plan.folder.Close() // nothing was written to it
	}
}

func pathsOf(plans []*storedPlan) (paths []string) {
	for _, plan := range plans {
		paths = append(paths, plan.path)
	}
	return paths
}

// mergeCorrections writes the whole plan of corrections, with its files.
func (p *process) mergeCorrections(stored []*storedPlan, folder *folder, out *output, format report.Format) (exitCode, error) {
	var shares []*repair.Result
	for _, s := range stored {
		share, err := readCorrections(s)
		if err != nil {
			return exitError, err
		}
		shares = append(shares, share)
	}
	whole, err := repair.Joined(shares)
	if err != nil {
		return exitError, explainShare(err, pathsOf(stored), "correct")
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
	return code, report.WritePlan(out, whole.Plan, folder.path, format, p.made())
}

// mergeDuplicates writes the whole plan of merges, with what was decided in each share.
func (p *process) mergeDuplicates(stored []*storedPlan, folder *folder, out *output, format report.Format, style report.Style) (exitCode, error) {
	var shares []*dedupe.Plan
	for _, s := range stored {
		share, err := merge.ReadPlan(s.path, s.data)
		if err != nil {
			return exitError, explainMerge(err)
		}
		shares = append(shares, share)
	}
	whole, err := dedupe.Joined(shares)
	if err != nil {
		return exitError, explainShare(err, pathsOf(stored), "dedupe")
	}
	if err := folder.create(planName, func(w io.Writer) error { return report.WriteMergePlan(w, whole) }); err != nil {
		return exitError, err
	}
	style.Making = p.made()
	return duplicatesVerdict(whole), report.WriteDuplicates(out, whole, format, style)
}

// readCorrections reads a plan of corrections with its files.
func readCorrections(stored *storedPlan) (*repair.Result, error) {
	plan, err := stored.corrections()
	if err != nil {
		return nil, err
	}
	result := &repair.Result{Plan: *plan}
	for _, c := range plan.Corrections {
		data, err := stored.folder.ReadFile(c.File)
		if err != nil {
			return nil, withHint("give the folder as gmmtool correct wrote it", "%s: %s: %w", stored.path, c.File, cause(err))
		}
		result.Files = append(result.Files, repair.File{Name: c.File, Data: data})
	}
	return result, nil
}
