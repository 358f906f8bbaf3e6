package book

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// Errors of tables; each stands with the file and the line.
var (
	ErrTable    = errors.New("row of the table is damaged")
	ErrBirthday = errors.New("dates can be read as day and month or as month and day, they are kept as text")
	ErrGuessed  = errors.New("text is not UTF-8, read as Windows-1252")
	ErrLetters  = errors.New("text cannot be decoded in full")
)

// maxHeader is how far into a file the first line of a table is looked for, in
// bytes.
const maxHeader = 64 << 10

// maxColumns is some times what Google and Outlook write.
const maxColumns = 500

// A table is contacts as rows.
type table struct {
	layout    layout
	separator rune
	columns   []string // as the file names them
	meanings  []meaning
	encoding  vcard.Encoding
}

// plainTable gives the text of a table with line feeds, if it has carriage returns
// alone, and without the line in which Excel is told the separator. All lines
// keep their numbers.
func plainTable(text []byte) []byte {
	if bytes.IndexByte(text, '\r') >= 0 && bytes.IndexByte(text, '\n') < 0 {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	if line, _, _ := bytes.Cut(text, []byte("\n")); bytes.HasPrefix(line, []byte("sep=")) {
		return text[len(line):]
	}
	return text
}

// tableOf recognises a table by its first line. Text is what follows the byte order
// mark, in UTF-8.
func tableOf(text []byte) *table {
	line, _, _ := bytes.Cut(bytes.TrimLeft(text[:min(len(text), maxHeader)], "\r\n"), []byte("\n"))
	for _, separator := range []rune{',', ';', '\t'} {
		reader := csv.NewReader(bytes.NewReader(line))
		reader.Comma = separator
		columns, err := reader.Read()
		if err != nil || len(columns) > maxColumns {
			continue
		}
		folded := make([]string, len(columns))
		for i, column := range columns {
			columns[i] = strings.TrimSpace(column)
			folded[i] = strings.ToLower(columns[i])
		}
		layout := layoutOf(folded)
		if layout == "" {
			continue
		}
		t := &table{layout: layout, separator: separator, columns: columns}
		for _, column := range folded {
			t.meanings = append(t.meanings, meaningOf(column))
		}
		return t
	}
	return nil
}

// cards writes a card for each row, with the line it begins on.
func (t *table) cards(path string, text []byte) (cards []byte, lines []int, problems []error) {
	rows, numbers, problems := t.rows(path, text)
	dates := t.datesOf(rows)
	if dates.undecided >= 0 {
		problems = append(problems, fmt.Errorf("%s:%d: %w", path, numbers[dates.undecided], ErrBirthday))
	}
	for i, row := range rows {
		if card := t.card(row, dates); card != nil {
			cards = append(cards, card...)
			lines = append(lines, numbers[i])
		}
	}
	return cards, lines, problems
}

// rows reads what follows the header. A row that is longer than the header is read,
// and reported; a shorter one has empty cells at its end.
func (t *table) rows(path string, text []byte) (rows [][]string, numbers []int, problems []error) {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = t.separator, -1
	for first := true; ; first = false {
		row, err := reader.Read()
		var damage *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, numbers, problems
		case errors.As(err, &damage):
			problems = append(problems, fmt.Errorf("%s:%d: %w: %w", path, damage.StartLine, ErrTable, damage.Err))
			continue
		case first:
			continue
		}
		line, _ := reader.FieldPos(0)
		if len(row) > len(t.columns) {
			problems = append(problems, fmt.Errorf("%s:%d: %w: it has %d cells, the header %d", path, line, ErrTable, len(row), len(t.columns)))
		}
		rows, numbers = append(rows, row), append(numbers, line)
	}
}
