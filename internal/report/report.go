package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// ErrFormat is returned for a format that does not exist, or not for this
// command.
var ErrFormat = errors.New("unknown format")

// A Format is the name of one way to render a result, as a user types it.
type Format string

// The formats. Table is for people, the others for programs.
const (
	Table      Format = "table"
	JSON       Format = "json"
	JSONLines  Format = "jsonl"
	CSV        Format = "csv"
	MatrixCSV  Format = "matrix-csv" // members against devices
	Timesketch Format = "timesketch"
	Text       Format = "text" // the evidence list, one line per message
	SVG        Format = "svg"  // a plot of a simulation
	HTML       Format = "html" // a page for a browser
)

// Formats are the formats [Write] knows, the default first.
func Formats() []Format { return []Format{Table, JSON, JSONLines, CSV, MatrixCSV, Timesketch, HTML} }

// ListFormats are the formats [NewList] knows, the default first.
func ListFormats() []Format { return []Format{Text, JSON, JSONLines, CSV} }

// ParseFormat finds name among the formats that are possible here. The error
// is [ErrFormat] and names them.
func ParseFormat(name string, possible []Format) (Format, error) {
	names := make([]string, len(possible))
	for i, f := range possible {
		if string(f) == name {
			return f, nil
		}
		names[i] = string(f)
	}
	return "", fmt.Errorf("%w %q: use %s", ErrFormat, name, strings.Join(names, ", "))
}

// IsCSV reports whether a format is for spreadsheets.
func (f Format) IsCSV() bool { return f == CSV || f == MatrixCSV }

// ByteOrderMark, in front of CSV, tells Excel that it is UTF-8.
const ByteOrderMark = "\ufeff"

// A Style says what the terminal in front of the reader can show. It matters
// to [Table] only. The zero value is right for a file.
type Style struct {
	Width int  // columns; 0 means 100
	Color bool // whether to emphasise with colours; they never carry meaning

	Making Making // told by HTML
}

// Write renders r to w. Nothing is written when rendering fails, so that a
// report is whole or absent.
func Write(w io.Writer, r *analyze.Report, format Format, style Style) error {
	var buf bytes.Buffer
	var err error
	switch format {
	case Table:
		err = writeTable(&buf, r, style)
	case JSON:
		err = WriteJSON(&buf, wordedReportOf(r))
	case JSONLines:
		err = writeJSONLines(&buf, r)
	case CSV:
		err = writeCSV(&buf, r)
	case MatrixCSV:
		err = writeMatrixCSV(&buf, r)
	case Timesketch:
		err = writeTimesketch(&buf, r)
	case HTML:
		err = writeHTML(&buf, r, style.Making)
	default:
		err = fmt.Errorf("%w %q", ErrFormat, format)
	}
	if err != nil {
		return err
	}
	_, err = buf.WriteTo(w)
	return err
}
