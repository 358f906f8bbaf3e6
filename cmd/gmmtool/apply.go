package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// planName is the file that says what a folder of ours is for.
const planName = "plan.json"

// maxPlan is above the plan that merges a million cards, and below what fills
// the memory when an archive is named by mistake.
const maxPlan = 1 << 30

func applyFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

func (p *process) applyCommand() *cli.Command {
	return &cli.Command{
		Name:      "apply",
		Usage:     "carry out a plan: deliver corrections, or merge contacts",
		ArgsUsage: "PLAN",
		Description: `PLAN is the folder written by gmmtool correct or gmmtool dedupe, or the plan.json in it.
Without --yes apply only shows what it would do. Of corrections, what was delivered is
remembered in sent.jsonl beside the plan, so that running it again sends nothing twice.
Merged address books are written as new files, with a journal for gmmtool undo.

   gmmtool apply fix/ --smtp mail.example.org:465 --smtp-user alice@example.org \
      --smtp-password-file secret --yes
   gmmtool apply plan/ --out merged/ --yes`,
		Flags: append([]cli.Flag{
			&cli.BoolFlag{Name: "yes", DisableDefaultText: true, Usage: "do it; without this nothing is sent or changed"},
			&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the result as `FORMAT`: " + formatNames(applyFormats())},
		}, slices.Concat(deliveryFlags(), mergeFlags())...),
		Action: p.apply,
	}
}

// apply finds out of which kind the plan is, and carries it out.
func (p *process) apply(c *cli.Context) error {
	format, err := report.ParseFormat(c.String("format"), applyFormats())
	if err != nil {
		return hinted{err, "see gmmtool help apply"}
	}
	if c.Args().Len() != 1 {
		return withHint("name the folder that gmmtool correct or gmmtool dedupe wrote", "apply needs one PLAN")
	}
	plan, err := openPlan(c.Args().First())
	if err != nil {
		return err
	}
	defer plan.folder.Close()
	switch plan.kind {
	case repair.Kind:
		if err := refuseOtherPlans(c, mergeFlags(), "merges"); err != nil {
			return err
		}
		return p.applyCorrections(c, plan, format)
	case dedupe.Kind:
		return p.applyMerge(c, plan, format)
	}
	return withHint("see gmmtool help apply for the plans that can be applied", "%s: a plan of kind %q is not known", plan.path, plan.kind)
}

// A storedPlan is a plan in its folder. What it says is not trusted.
type storedPlan struct {
	path   string
	folder *os.Root // what the plan names lies in here, and nowhere else
	kind   string
	sha256 string // of data, in lower-case hex
	data   []byte
}

// openPlan opens the plan that path names: the file, or the folder it lies in.
func openPlan(path string) (*storedPlan, error) {
	file := path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		file = filepath.Join(path, planName)
	}
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, unreadablePlan(file, err)
	}
	plan := &storedPlan{path: file, folder: folder}
	if err := plan.read(filepath.Base(file)); err != nil {
		if errors.Is(err, merge.ErrPlan) {
			return nil, errors.Join(err, folder.Close())
		}
		return nil, errors.Join(unreadablePlan(file, err), folder.Close())
	}
	return plan, nil
}

func unreadablePlan(path string, err error) error {
	return withHint("name the folder that gmmtool correct or gmmtool dedupe wrote with --out, or the plan.json in it", "%s: no plan: %w", path, cause(err))
}

func (s *storedPlan) read(name string) error {
	info, err := s.folder.Stat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errNotRegular
	}
	file, err := s.folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	var text bytes.Buffer
	text.Grow(int(min(info.Size(), maxPlan)) + bytes.MinRead) // else it takes twice as much
	if _, err := text.ReadFrom(io.LimitReader(file, maxPlan+1)); err != nil {
		return err
	}
	s.data = text.Bytes()
	if len(s.data) > maxPlan {
		return fmt.Errorf("larger than %d bytes", maxPlan)
	}
	kind, err := kindOfPlan(s.data)
	if err != nil {
		_, err = merge.ReadPlan(s.path, s.data) // says on which line
		return explainMerge(err)
	}
	digest := sha256.Sum256(s.data)
	s.kind, s.sha256 = kind, hex.EncodeToString(digest[:])
	return nil
}

// kindOfPlan is what a plan says of itself, as far as it need be read for that. Plans
// of corrections had no kind at first.
func kindOfPlan(data []byte) (kind string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return "", errors.Join(errNoObject, err)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return "", err
		}
		if key == "kind" {
			err := decoder.Decode(&kind)
			return kind, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return "", err
		}
		if key == "corrections" {
			kind = repair.Kind
		}
	}
	_, err = decoder.Token()
	return kind, err
}

var errNoObject = errors.New("no JSON object")
