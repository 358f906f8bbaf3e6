package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/mboxrd"
	"github.com/gmmtool/gmmtool/internal/report"
)

// exportIndex is the file that names the messages of an export.
const exportIndex = "index.json"

// exportSchema is the version of the index.
const exportSchema = 1

// An exported is one message of an export, and where it came from.
type exported struct {
	File      string `json:"file,omitempty"` // its own, in a folder
	MessageID string `json:"message_id"`
	Device    string `json:"device"`
	Archive   string `json:"archive"`
	Member    string `json:"member,omitempty"` // name inside the archive
	Offset    *int64 `json:"offset,omitempty"` // first raw byte, in archives that hold many messages in a file
	Length    int64  `json:"length"`           // raw bytes there
	RawSHA256 string `json:"raw_sha256"`       // of these, as findings and gmmtool list name it
	SHA256    string `json:"sha256"`           // of the message, without the quoting of an mbox
	// LineEndAdded: the message does not end with a line end, and an mbox needs one.
	LineEndAdded bool `json:"line_end_added,omitempty"`
}

// An exportResult is the index of an export.
type exportResult struct {
	Schema   int        `json:"schema"`
	Tool     build      `json:"tool"`
	Messages []exported `json:"messages"`
}

func exportFormats() []report.Format { return []report.Format{"mbox"} }

func (p *process) exportCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "out", Usage: "write each message as a .eml file into the new folder `DIR`, instead of an mbox"},
		&cli.StringSliceFlag{Name: "group", Usage: "the messages of the group with this `ID` or name"},
		&cli.StringSliceFlag{Name: "finding", Usage: "the messages that prove the finding of this `ID`"},
		&cli.StringSliceFlag{Name: "message-id", Usage: "every copy of the message with this `ID`"},
	}
	return &cli.Command{
		Name:      "export",
		Usage:     "copy the messages of a group or a finding out of the archives, unchanged",
		ArgsUsage: "SOURCE...",
		Description: `Writes chat messages as they lie in the archives, every copy of them, with an index
of where each came from and its SHA-256: FILE.json beside an mbox, index.json in a
folder. Archives are not changed.

   gmmtool export case/ --finding views-differ-5dbc7f2a9c01 -o evidence.mbox
   gmmtool export case/ --group "Book club" --out evidence/`,
		Flags: append(caseFlags(exportFormats()), own...),
		Action: func(c *cli.Context) error {
			return p.runCase(c, exportFormats(), (*caseRun).export)
		},
	}
}

func (run *caseRun) export() (exitCode, error) {
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	events, err := run.chosenEvents(v, hs)
	if err != nil {
		return exitError, err
	}
	raw, failed := run.named.Raw(run.flags.Context, events)
	if err := errors.Join(failed...); err != nil {
		return exitError, err
	}
	result := exportResult{Schema: exportSchema, Tool: readBuild(), Messages: []exported{}}
	for i, e := range events {
		result.Messages = append(result.Messages, asExported(e, raw[i]))
	}
	code := run.finish(exitClean, v.Inputs, evidence.Unreadable(v.Inputs))
	if dir := run.flags.String("out"); dir != "" {
		return code, run.exportFolder(filepath.Clean(dir), result, raw)
	}
	return code, run.exportMbox(events, result, raw)
}

func asExported(e *evidence.Event, message []byte) exported {
	sum := sha256.Sum256(message)
	x := exported{
		MessageID: e.MessageID(), Device: e.Device, Archive: e.Place.Archive, Member: e.Place.Member,
		Length: e.Length, RawSHA256: e.SHA256.String(), SHA256: hex.EncodeToString(sum[:]),
	}
	if e.Place.InFile {
		offset := e.Place.Offset
		x.Offset = &offset
	}
	return x
}

// exportMbox writes an mbox to the output, and its index beside it.
func (run *caseRun) exportMbox(events []*evidence.Event, result exportResult, raw [][]byte) error {
	mailbox := mboxrd.NewWriter(run.out)
	for i, e := range events {
		added, err := mailbox.Add(raw[i], arrivalOf(e))
		if err != nil {
			return err
		}
		result.Messages[i].LineEndAdded = added
	}
	if err := mailbox.Flush(); err != nil || run.out.temp == nil {
		return err // standard output has nothing beside it
	}
	index, err := run.p.openOutput(run.out.path+".json", replaceableBy(run.flags, run.inputPaths()))
	if err != nil {
		return err
	}
	defer index.discard()
	if err := report.WriteJSON(index, result); err != nil {
		return err
	}
	run.written = append(run.written, asFile(index))
	return index.commit()
}

// arrivalOf is when a message arrived, or the epoch, which mailboxes have where
// nobody knows.
func arrivalOf(e *evidence.Event) time.Time {
	if e.Arrival.Time.IsZero() {
		return time.Unix(0, 0)
	}
	return e.Arrival.Time
}

// exportFolder writes each message as a file whose name is ours.
func (run *caseRun) exportFolder(dir string, result exportResult, raw [][]byte) error {
	folder, err := newFolder(dir)
	if err != nil {
		return err
	}
	defer folder.discard()
	for i := range result.Messages {
		result.Messages[i].File = fmt.Sprintf("%04d.eml", i+1)
		if err := folder.add(result.Messages[i].File, raw[i]); err != nil {
			return err
		}
	}
	if err := folder.addJSON(exportIndex, result); err != nil {
		return err
	}
	fmt.Fprintf(run.out, "%d messages in %s\n", len(raw), report.Safe(dir))
	return run.deliver(folder)
}
