package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/internal/report"
)

func (p *process) undoCommand() *cli.Command {
	return &cli.Command{
		Name:      "undo",
		Usage:     "take back a merge of contacts: restore the address books",
		ArgsUsage: "JOURNAL",
		Description: `JOURNAL is the folder that gmmtool apply wrote, or the journal.json in it. The books
are restored byte for byte into a new folder; nothing else is changed. A book that was
edited since is not undone.

   gmmtool undo merged/ --out before/`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Usage: "write the restored books into the new folder `DIR`"},
			&cli.StringSliceFlag{Name: "book", Usage: "read a merged book that was moved from `[NAME=]PATH`; may be repeated"},
			&cli.StringFlag{Name: "person", Usage: "take back only the person that the plan calls `ID`; the others stay merged"},
			&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the result as `FORMAT`: " + formatNames(applyFormats())},
		},
		Action: p.undo,
	}
}

// undo restores the books of a merge.
func (p *process) undo(c *cli.Context) error {
	format, err := report.ParseFormat(c.String("format"), applyFormats())
	if err != nil {
		return hinted{err, "see gmmtool help undo"}
	}
	switch {
	case c.Args().Len() != 1:
		return withHint("name the folder that gmmtool apply wrote", "undo needs one JOURNAL")
	case c.String("out") == "":
		return withHint("name a folder that does not exist yet: --out DIR", "undo needs a place for the restored books")
	}
	journal, path, err := readJournal(c.Args().First())
	if err != nil {
		return err
	}
	var names, files []string
	for _, book := range journal.Books {
		names = append(names, book.Name)
		files = append(files, filepath.Join(filepath.Dir(path), book.Name))
	}
	books, err := readMoved(names, files, c.StringSlice("book"), readMerged)
	if err != nil {
		return err
	}
	target, err := openResults(c.String("out"), books)
	if err != nil {
		return err
	}
	defer target.discard()
	undone, err := p.revert(c, journal, books)
	if err != nil {
		return explainMerge(err)
	}
	if err := target.writeUndone(undone); err != nil {
		return err
	}
	if err := errors.Join(c.Context.Err(), target.commit()); err != nil {
		return err
	}
	return report.WriteUndo(p.stdout, undone, target.path, format)
}

func (p *process) revert(c *cli.Context, journal *merge.Journal, books []merge.Book) (*merge.Undone, error) {
	if c.IsSet("person") {
		return merge.UndoPerson(c.Context, journal, books, c.String("person"), p.datedOr(p.now()))
	}
	return merge.Undo(c.Context, journal, books)
}

// writeUndone adds the restored books, and the journal of what stays merged.
func (f *folder) writeUndone(undone *merge.Undone) error {
	if err := f.writeBooks(undone.Books); err != nil || undone.Journal == nil {
		return err
	}
	return f.addJSON(merge.JournalName, undone.Journal)
}

// readJournal reads the journal that path names: the file, or the folder it lies
// in.
func readJournal(path string) (journal *merge.Journal, file string, err error) {
	file = path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		file = filepath.Join(path, merge.JournalName)
	}
	data, err := readRegular(file)
	if err != nil {
		return nil, file, withHint("JOURNAL is the folder that gmmtool apply wrote, or the journal.json in it", "%s: no journal: %w", file, cause(err))
	}
	if journal, err = merge.ReadJournal(file, data); err != nil {
		err = explainMerge(err)
	}
	return journal, file, err
}
