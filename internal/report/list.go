package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// A ListWriter renders the evidence list message by message, so that its
// memory does not grow with the archives. Close it to flush.
type ListWriter struct {
	out   *bufio.Writer
	rows  *csv.Writer // CSV only
	write func(evidence.ListEntry) error
}

// ListSchema is the version of the list's fields. Fields may be added without a
// new version; a field never changes its meaning or type within one.
const ListSchema = 1

// A ListRecord is one line of a list in [JSON] and [JSONLines].
type ListRecord struct {
	Schema int `json:"schema"`
	evidence.ListEntry
}

// NewList starts an evidence list on w. [JSON] and [JSONLines] are the same
// here, one object per line: a list has no end until it has been read.
func NewList(w io.Writer, format Format) (*ListWriter, error) {
	l := &ListWriter{out: bufio.NewWriterSize(w, 1<<16)}
	switch format {
	case Text:
		l.write = l.writeText
	case JSON, JSONLines:
		l.write = l.writeJSON
	case CSV:
		l.rows = csv.NewWriter(l.out)
		l.write = func(e evidence.ListEntry) error { return writeCells(l.rows, listCells(e)) }
		return l, l.rows.Write(listColumns())
	default:
		return nil, fmt.Errorf("%w %q", ErrFormat, format)
	}
	return l, nil
}

// Entry renders one message.
func (l *ListWriter) Entry(e evidence.ListEntry) error { return l.write(e) }

// Close writes out what is buffered. It does not close the underlying writer.
func (l *ListWriter) Close() error {
	if l.rows != nil {
		l.rows.Flush()
		if err := l.rows.Error(); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

func (l *ListWriter) writeJSON(e evidence.ListEntry) error {
	line, ok := appendListLine(l.out.AvailableBuffer(), &e)
	if !ok {
		return writeJSONLine(l.out, ListRecord{ListSchema, e})
	}
	_, err := l.out.Write(line)
	return err
}

// writeText writes the columns a person looks for first, the longest last:
// arrival, device, bucket, Message-ID, place. "-" stands for what is not known.
func (l *ListWriter) writeText(e evidence.ListEntry) error {
	_, err := fmt.Fprintf(l.out, "%-20s  %-10s  %-12s  %s  %s\n",
		orDash(arrival(e)), orDash(Safe(e.Device)), orDash(Safe(string(e.Bucket))),
		orDash(Safe(e.MessageID)), Safe(place(e.Archive, e.File, e.Offset)))
	return err
}

// listColumns are the fields of [evidence.ListEntry], by their JSON names.
func listColumns() []string {
	return []string{
		"device", "archive", "offset", "length", "file", "folder", "flags", "arrival", "uid", "basis",
		"sha256", "message_id", "bucket",
	}
}

func listCells(e evidence.ListEntry) []string {
	offset, uid := "", ""
	if e.Offset != nil {
		offset = strconv.FormatInt(*e.Offset, 10)
	}
	if e.UID != 0 {
		uid = strconv.FormatUint(uint64(e.UID), 10)
	}
	return []string{
		e.Device, e.Archive, offset, strconv.FormatInt(e.Length, 10), e.File, e.Folder, e.Flags, arrival(e),
		uid, e.Basis, e.SHA256, e.MessageID, string(e.Bucket),
	}
}

func arrival(e evidence.ListEntry) string {
	if e.Arrival == nil {
		return ""
	}
	return e.Arrival.UTC().Format(time.RFC3339)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
