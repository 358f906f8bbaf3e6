package backup

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/ioutil"
	"github.com/ncruces/go-sqlite3/vfs/readervfs"
)

// errCircular: a damaged tree leads in circles.
var errCircular = errors.New("its pages lead in circles")

// A database is an open one.
type database struct {
	conn   *sqlite3.Conn
	image  *image
	name   string
	tables map[string]map[string]bool // table -> its columns
	damage []Damage
}

// open has SQLite read an image. Nothing is written, nothing is cached on disk,
// and nothing in the file is run: it is only data.
// A damaged list of tables is recovered first.
func open(m *image) (*database, error) {
	db, err := openAs(m, m)
	if err == nil {
		return db, nil
	}
	fixed := recoverSchema(m)
	if fixed == nil {
		return nil, err
	}
	m.resetReads()
	if db, err = openAs(m, fixed); err == nil {
		db.damage = append(db.damage, Damage{Table: "sqlite_schema", Page: 1, Why: "the list of tables is damaged; what was found of it was used"})
	}
	return db, err
}

func openAs(m *image, data ioutil.SizeReaderAt) (*database, error) {
	db := &database{image: m, name: fmt.Sprintf("%p", data), tables: map[string]map[string]bool{}}
	readervfs.Create(db.name, data)
	conn, err := sqlite3.OpenFlags("file:"+db.name+"?vfs=reader&immutable=1", sqlite3.OPEN_READONLY|sqlite3.OPEN_URI)
	if err != nil {
		readervfs.Delete(db.name)
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	db.conn = conn
	for _, setting := range [...]string{"query_only=1", "trusted_schema=0", "temp_store=2", "cell_size_check=1", "cache_size=64", "writable_schema=1"} {
		if err := conn.Exec("PRAGMA " + setting); err != nil {
			return nil, errors.Join(fmt.Errorf("%w: %w", ErrDamaged, err), db.Close())
		}
	}
	if err := db.readSchema(); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrDamaged, err), db.Close())
	}
	return db, nil
}

func (db *database) Close() error {
	readervfs.Delete(db.name)
	return db.conn.Close()
}

// readSchema finds the tables that are kept in the file. Views and virtual tables
// are not: they would run something.
func (db *database) readSchema() error {
	var names []string
	err := db.query("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage>0 AND sql NOT LIKE 'create virtual%'", func(s *sqlite3.Stmt) bool {
		names = append(names, s.ColumnText(0))
		return len(names) < 1000
	})
	for _, name := range names {
		columns := map[string]bool{}
		failed := db.query("PRAGMA table_info("+quote(name)+")", func(s *sqlite3.Stmt) bool {
			columns[s.ColumnText(1)] = true
			return true
		})
		if failed != nil {
			db.note(name, failed)
		}
		db.tables[name] = columns
	}
	if len(names) > 0 && err != nil {
		db.note("sqlite_schema", err)
		err = nil
	}
	return err
}

// query gives each row of a statement to row, until it says false.
func (db *database) query(sql string, row func(*sqlite3.Stmt) bool) error {
	stmt, _, err := db.conn.Prepare(sql)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for stmt.Step() {
		if !row(stmt) {
			return nil
		}
	}
	return stmt.Err()
}

func (db *database) note(table string, err error) {
	db.damage = append(db.damage, Damage{Table: table, Page: db.image.lastPage(), Why: err.Error()})
}

// has reports whether a table has a column.
func (db *database) has(table, column string) bool { return db.tables[table][column] }

// A row is one row of a table, with the columns that were asked for, from 0.
type row struct {
	*sqlite3.Stmt
	id int64
}

func (r row) text(i int) string { return strings.ToValidUTF8(r.ColumnText(i+1), "\uFFFD") }

// texts keeps many short texts in few pieces of memory.
type texts struct{ piece *strings.Builder }

// pieceSize is how much memory is taken at once, in bytes.
const pieceSize = 1 << 16

// keep copies a text; what is not UTF-8 in it is replaced.
func (t *texts) keep(raw []byte) string {
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	if t.piece == nil || t.piece.Cap()-t.piece.Len() < len(raw) {
		t.piece = &strings.Builder{}
		t.piece.Grow(max(pieceSize, len(raw)))
	}
	from := t.piece.Len()
	t.piece.Write(raw)
	return t.piece.String()[from:]
}

// raw is the text as it lies in SQLite's memory, until the next row.
func (r row) raw(i int) []byte   { return r.ColumnRawText(i + 1) }
func (r row) number(i int) int64 { return r.ColumnInt64(i + 1) }
func (r row) bytes(i int) []byte { return r.ColumnBlob(i+1, nil) }

// expected is how many rows a table may have, as far as its last id tells.
func (db *database) expected(table string) int {
	last := int64(0)
	if len(db.tables[table]) > 0 {
		_ = db.query("SELECT rowid FROM "+quote(table)+" NOT INDEXED ORDER BY rowid DESC LIMIT 1", func(s *sqlite3.Stmt) bool {
			last = s.ColumnInt64(0)
			return false
		})
	}
	return int(min(max(last, 0), db.image.size/100, 1<<20))
}

// scan gives the rows of a table to take, in the order of their ids. A column
// that the table does not have is NULL. Where the table is damaged, the rows behind
// the damage follow backwards, and the damage is noted.
func (db *database) scan(table string, columns []string, take func(row)) {
	if len(db.tables[table]) == 0 {
		return
	}
	db.image.resetReads()
	selected := make([]string, len(columns))
	for i, column := range columns {
		if selected[i] = "NULL"; db.has(table, column) {
			selected[i] = quote(column)
		}
	}
	sql := "SELECT rowid, " + strings.Join(selected, ", ") + " FROM " + quote(table) + " NOT INDEXED ORDER BY rowid"
	last := int64(math.MinInt64)
	err := db.query(sql, func(s *sqlite3.Stmt) bool {
		id := s.ColumnInt64(0)
		if id <= last && last != math.MinInt64 {
			return false
		}
		last = id
		take(row{s, id})
		return true
	})
	if err == nil {
		return
	}
	db.note(table, err)
	db.image.resetReads()
	before, end := last, int64(math.MaxInt64)
	_ = db.query(sql+" DESC", func(s *sqlite3.Stmt) bool {
		id := s.ColumnInt64(0)
		if id <= before || id >= end {
			return false
		}
		end = id
		take(row{s, id})
		return true
	})
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
