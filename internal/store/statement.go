package store

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// A row is the row a statement is at; columns count from 0.
type row struct{ *sqlite3.Stmt }

func (r row) text(i int) string   { return r.ColumnText(i) }
func (r row) bytes(i int) []byte  { return r.ColumnBlob(i, nil) }
func (r row) number(i int) int64  { return r.ColumnInt64(i) }
func (r row) isTrue(i int) bool   { return r.ColumnInt64(i) != 0 }
func (r row) digest(i int) Digest { return Digest(pad(r.ColumnRawBlob(i))) }

// pad makes 32 bytes of what should be: a damaged row is not worth a panic.
func pad(b []byte) []byte {
	if len(b) == 32 {
		return b
	}
	return append(b[:min(len(b), 32):min(len(b), 32)], make([]byte, 32-min(len(b), 32))...)
}

// query gives each row of a statement to take, which may end it with an error.
// Statements are prepared once and do not nest.
func (s *Store) query(sql string, take func(row) error, args ...any) error {
	stmt, err := s.bound(sql, args)
	if err != nil {
		return s.failure(err)
	}
	for stmt.Step() {
		if err := take(row{stmt}); err != nil {
			_ = stmt.Reset()
			return err
		}
	}
	return s.failure(stmt.Reset())
}

// exec runs a statement that gives no rows.
func (s *Store) exec(sql string, args ...any) error {
	return s.query(sql, func(row) error { return nil }, args...)
}

// insert runs an INSERT and gives the row id.
func (s *Store) insert(sql string, args ...any) (int64, error) {
	err := s.exec(sql, args...)
	return s.conn.LastInsertRowID(), err
}

// number runs a statement that gives one number.
func (s *Store) number(sql string, args ...any) (n int64, err error) {
	stmt, _, err := s.conn.Prepare(sql)
	if err != nil {
		return 0, err
	}
	defer stmt.Close()
	if err := bind(stmt, args); err != nil {
		return 0, err
	}
	for stmt.Step() {
		n = stmt.ColumnInt64(0)
	}
	return n, stmt.Err()
}

func (s *Store) bound(sql string, args []any) (*sqlite3.Stmt, error) {
	stmt := s.statements[sql]
	if stmt == nil {
		var err error
		if stmt, _, err = s.conn.Prepare(sql); err != nil {
			return nil, err
		}
		s.statements[sql] = stmt
	}
	return stmt, bind(stmt, args)
}

func bind(stmt *sqlite3.Stmt, args []any) (err error) {
	for i, arg := range args {
		switch v := arg.(type) {
		case int64:
			err = stmt.BindInt64(i+1, v)
		case int:
			err = stmt.BindInt64(i+1, int64(v))
		case string:
			err = stmt.BindText(i+1, v)
		case []byte:
			err = stmt.BindBlob(i+1, v)
		case jsonText:
			err = stmt.BindRawText(i+1, v)
		case Digest:
			err = stmt.BindBlob(i+1, v[:])
		case bool:
			err = stmt.BindBool(i+1, v)
		default:
			err = fmt.Errorf("a %T cannot be stored", v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// jsonText is JSON, which SQLite keeps as text.
type jsonText []byte
