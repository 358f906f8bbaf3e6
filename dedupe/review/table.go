package review

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
)

// ErrTable is a table of decisions that cannot be followed. [TableError] says where.
var ErrTable = errors.New("decisions cannot be read from the table")

// A TableError is a fault of a table. It is an ErrTable.
type TableError struct {
	Line int // from 1
	Why  string
}

func (e *TableError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Why) }

// Unwrap makes errors.Is find ErrTable.
func (e *TableError) Unwrap() error { return ErrTable }

// Columns that a table of decisions needs; others are passed over.
const (
	IDColumn       = "id"
	DecisionColumn = "decision"
)

// answers are what may stand in the decision column, in small letters.
var answers = map[string]dedupe.Decision{
	"accept": dedupe.Accept, "yes": dedupe.Accept, "y": dedupe.Accept,
	"refuse": dedupe.Refuse, "no": dedupe.Refuse, "n": dedupe.Refuse,
	"review": dedupe.Review, "": dedupe.Review,
}

// ReadTable sets the decisions of persons and proposals that a table gives, as CSV
// with the columns id and decision, and returns how many it changed. Separators are
// commas, semicolons or tabs, as spreadsheets write them. After an error the plan is
// as it was; the error is a [*TableError] or that of the reader.
func ReadTable(plan *dedupe.Plan, r io.Reader) (changed int, err error) {
	decisions := map[string]*dedupe.Decision{}
	for i := range plan.Persons {
		decisions[plan.Persons[i].ID] = &plan.Persons[i].Decision
	}
	for i := range plan.Proposals {
		decisions[plan.Proposals[i].ID] = &plan.Proposals[i].Decision
	}
	rows, err := newTable(r)
	if err != nil {
		return 0, err
	}
	given := map[string]dedupe.Decision{}
	for {
		id, decision, line, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		answer, known := answers[strings.ToLower(decision)]
		before, twice := given[id]
		switch {
		case decisions[id] == nil:
			return 0, &TableError{line, fmt.Sprintf("%q is not in the plan", id)}
		case !known:
			return 0, &TableError{line, fmt.Sprintf("%q is neither accept, refuse nor review", decision)}
		case twice && before != answer:
			return 0, &TableError{line, fmt.Sprintf("%q is decided twice, and differently", id)}
		}
		given[id] = answer
	}
	for id, answer := range given {
		if *decisions[id] != answer {
			*decisions[id] = answer
			changed++
		}
	}
	return changed, nil
}

// A table is rows of ids and decisions.
type table struct {
	rows         *csv.Reader
	id, decision int // columns
}

func newTable(r io.Reader) (*table, error) {
	b := bufio.NewReader(r)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		b.Discard(3) // it is there
	}
	start, _ := b.Peek(512)
	head, _, _ := strings.Cut(string(start), "\n")
	t := &table{rows: csv.NewReader(b)}
	for _, separator := range []rune{';', '\t'} {
		if strings.ContainsRune(head, separator) && !strings.Contains(head, ",") {
			t.rows.Comma = separator
		}
	}
	t.rows.FieldsPerRecord = -1
	columns, err := t.rows.Read()
	if err != nil {
		return nil, &TableError{1, "no row of column names"}
	}
	for i := range columns {
		columns[i] = strings.ToLower(strings.TrimSpace(columns[i]))
	}
	t.id, t.decision = slices.Index(columns, IDColumn), slices.Index(columns, DecisionColumn)
	if t.id < 0 || t.decision < 0 {
		return nil, &TableError{1, fmt.Sprintf("no columns %q and %q", IDColumn, DecisionColumn)}
	}
	return t, nil
}

// next is the next row with an id, io.EOF after the last.
func (t *table) next() (id, decision string, line int, err error) {
	for {
		cells, err := t.rows.Read()
		if err == io.EOF {
			return "", "", 0, err
		}
		if err != nil {
			var broken *csv.ParseError
			if errors.As(err, &broken) {
				return "", "", 0, &TableError{broken.Line, broken.Err.Error()}
			}
			return "", "", 0, err
		}
		line, _ = t.rows.FieldPos(0)
		if t.id >= len(cells) || strings.TrimSpace(cells[t.id]) == "" {
			continue
		}
		if t.decision < len(cells) {
			decision = strings.TrimSpace(cells[t.decision])
		}
		return strings.TrimSpace(cells[t.id]), decision, line, nil
	}
}
