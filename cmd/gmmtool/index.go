package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/internal/store"
)

// indexResultSchema is the version of the result of index.
const indexResultSchema = 1

// indexResult is what index did.
type indexResult struct {
	Schema    int    `json:"schema"`
	Store     string `json:"store"`
	Read      int    `json:"read"`      // archives that were new or had changed
	Unchanged int    `json:"unchanged"` // archives that were passed over
	Gone      int    `json:"gone"`      // archives that are not in the sources any more
	Messages  int    `json:"messages"`  // messages that were read
}

// update brings the store up to date.
func (run *caseRun) update(path string) (done *evidence.Indexed, err error) {
	to, err := store.OpenToWrite(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	options := evidence.IndexOptions{Options: run.options, Started: run.p.now(), People: run.flags.Bool("people")}
	if done, err = evidence.Index(run.flags.Context, run.named, to, options); err != nil {
		return nil, err
	}
	return done, run.describeViews(to)
}

// describeViews stores what the devices show, for those who query the file, if they
// asked for it, now or before.
func (run *caseRun) describeViews(to *store.Store) (err error) {
	has, err := to.HasViews()
	if err != nil || !has && !run.flags.Bool("views") || has && to.Changes() == 0 {
		return err
	}
	source := evidence.Source{Path: to.Path(), OpenStore: func() (*store.Store, error) { return to.Shared(), nil }}
	source.FS, source.Name = openPath(to.Path())
	options := evidence.Options{Jobs: run.options.Jobs}
	c, err := evidence.Discover(run.flags.Context, []evidence.Source{source}, options)
	if c != nil {
		defer func() { err = errors.Join(err, c.Close()) }()
	}
	if err != nil {
		return err
	}
	v, err := evidence.Read(run.flags.Context, c, options)
	if err != nil {
		return err
	}
	hs, err := history.Rebuild(run.flags.Context, v, history.Options{Jobs: options.Jobs, Now: run.end})
	if err != nil {
		return err
	}
	views := viewRows(analyze.NewReport(v, hs))
	return to.Update(func() error { return to.PutViews(views) })
}

func viewRows(r *analyze.Report) []store.View {
	var rows []store.View
	for _, g := range r.Groups {
		differs := map[string]bool{}
		for _, d := range g.Differs {
			differs[d.Device] = true
		}
		for _, d := range g.Devices {
			row := store.View{GroupID: g.ID, GroupName: g.Name, Device: d.Device, Basis: d.Basis, Consistent: !differs[d.Device]}
			for _, m := range d.Members {
				row.Members = append(row.Members, store.ViewMember{Address: m.Address, Fingerprint: m.Fingerprint, Name: m.Name, Basis: m.Basis, Added: m.Added})
			}
			for _, m := range d.PastMembers {
				row.Members = append(row.Members, store.ViewMember{Address: m.Address, Fingerprint: m.Fingerprint, Basis: m.Basis, Removed: m.Removed})
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func indexFormats() []report.Format { return []report.Format{report.Table, report.JSON} }

func (p *process) indexCommand() *cli.Command {
	own := []cli.Flag{
		&cli.BoolFlag{Name: "views", DisableDefaultText: true, Usage: "also store what each device shows, for those who query the file"},
		&cli.BoolFlag{Name: "people", DisableDefaultText: true, Usage: "store what ordinary mail tells of people, too: for dedupe, probe and list"},
		&cli.StringFlag{Name: "store", Usage: "the store is `FILE`, which is made if it does not exist"},
	}
	return &cli.Command{
		Name:      "index",
		Usage:     "read archives and backups into a store, and only what is new when run again",
		ArgsUsage: "SOURCE... --store FILE",
		Description: `Keeps what was read of archives and backups in one SQLite file, which is a SOURCE of
every other command: alone, several at once, or beside archives. Run again, it reads what
is new. Secret keys and passphrases are not stored; mail that no key at hand opens is kept
sealed and opened when a later run brings the key.

   gmmtool index case/ --store case.store
   gmmtool analyze case.store
   gmmtool index phone/ --store phone.store    on each of many machines, then
   gmmtool analyze *.store                     on one`,
		Flags: append(own, caseFlags(indexFormats())...),
		Action: func(c *cli.Context) error {
			return p.runCase(c, indexFormats(), (*caseRun).index)
		},
	}
}

func (run *caseRun) index() (exitCode, error) {
	path := run.flags.String("store")
	if path == "" {
		return exitError, withHint("name it with --store FILE", "index needs a store to write to")
	}
	for _, s := range run.sources {
		if s.Reader == nil && filepath.Clean(s.Path) == filepath.Clean(path) {
			return exitError, withHint("name the archives as sources", "the store %s is a source", path)
		}
	}
	done, err := run.update(path)
	if err != nil {
		return exitError, err
	}
	if run.manifest != nil {
		run.written = append(run.written, hashFile(run.flags.Context, path))
	}
	result := indexResult{Schema: indexResultSchema, Store: path, Read: done.Read, Unchanged: done.Unchanged, Gone: done.Gone, Messages: done.Messages}
	code := run.finish(exitClean, done.Inputs, evidence.Unreadable(done.Inputs))
	if run.format == report.JSON {
		return code, report.WriteJSON(run.out, result)
	}
	_, err = fmt.Fprintf(run.out, "%s: %d archives read, %d unchanged, %d gone; %d messages read\n",
		report.Safe(path), result.Read, result.Unchanged, result.Gone, result.Messages)
	return code, err
}
