package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// A Store is an open store. It is for one goroutine at a time.
type Store struct {
	path       string
	conn       *sqlite3.Conn
	statements map[string]*sqlite3.Stmt // by their text
	writes     bool
	shared     bool // another has it open
}

// applicationID marks the file (offset 68 of the header of SQLite's file format).
const applicationID = 0x676d6d74 // "gmmt"

// Marks of the format that [IsStore] looks at, and how much it needs to see.
const (
	HeaderSize = 100
	magic      = "SQLite format 3\x00"
	markOffset = 68
)

// IsStore recognises a store by its first [HeaderSize] bytes.
func IsStore(header []byte) bool {
	return len(header) >= HeaderSize && bytes.HasPrefix(header, []byte(magic)) && binary.BigEndian.Uint32(header[markOffset:]) == applicationID
}

// Open opens a store to read it. The caller closes it.
func Open(path string) (*Store, error) {
	s := &Store{path: path, statements: map[string]*sqlite3.Stmt{}}
	if err := s.check(); err != nil {
		return nil, err
	}
	err := s.connect("ro", sqlite3.OPEN_READONLY)
	if err == nil {
		err = s.checkVersion()
	}
	if errors.Is(err, sqlite3.READONLY_ROLLBACK) || errors.Is(err, sqlite3.CANTOPEN) {
		// A run was killed while it wrote. What it left is rolled back, as every
		// program that opens the file to write would do.
		_ = s.Close()
		if err = s.connect("rw", sqlite3.OPEN_READWRITE); err == nil {
			err = s.checkVersion()
		}
	}
	if err != nil {
		return nil, errors.Join(s.failure(err), s.Close())
	}
	return s, nil
}

// OpenToWrite opens a store to change it, and makes it if there is none at path.
// Nobody else may write, or begin to read, until it is closed.
func OpenToWrite(path string) (*Store, error) {
	s := &Store{path: path, statements: map[string]*sqlite3.Stmt{}, writes: true}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case err == nil:
		err = file.Close()
	case errors.Is(err, fs.ErrExist):
		err = s.check()
	}
	if err != nil {
		return nil, s.failure(err)
	}
	if err := s.prepareToWrite(); err != nil {
		return nil, errors.Join(s.failure(err), s.Close())
	}
	return s, nil
}

// prepareToWrite takes the lock and makes the tables if there are none.
func (s *Store) prepareToWrite() error {
	if err := s.connect("rw", sqlite3.OPEN_READWRITE); err != nil {
		return err
	}
	for _, setting := range [...]string{"locking_mode=EXCLUSIVE", "journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"} {
		if err := s.conn.Exec("PRAGMA " + setting); err != nil {
			return err
		}
	}
	if err := s.conn.Exec("BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	version, err := s.number("PRAGMA user_version")
	if err == nil && version == 0 {
		err = s.conn.Exec(fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d; %s", applicationID, Version, tables))
	}
	if err == nil {
		err = s.checkVersion()
	}
	if err != nil {
		return err
	}
	return s.conn.Exec("COMMIT")
}

// connect opens the database, but does not look into it.
func (s *Store) connect(mode string, flags sqlite3.OpenFlag) (err error) {
	full, err := filepath.Abs(s.path)
	if err != nil {
		return err
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(full), RawQuery: "mode=" + mode}
	if s.conn, err = sqlite3.OpenFlags(name.String(), flags|sqlite3.OPEN_URI); err != nil {
		return err
	}
	// What stands in the file is data: nothing of it is run.
	for _, setting := range [...]string{"trusted_schema=0", "cell_size_check=1", "temp_store=2", "foreign_keys=0"} {
		if err := s.conn.Exec("PRAGMA " + setting); err != nil {
			return err
		}
	}
	return nil
}

// check refuses what is there and is not a store. An empty file is one that a run
// was killed over before it wrote anything.
func (s *Store) check() error {
	file, err := os.Open(s.path)
	if err != nil {
		return s.failure(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		return s.failure(ErrForeign)
	}
	var header [HeaderSize]byte
	n, _ := io.ReadFull(file, header[:])
	switch {
	case n == 0 && (s.writes || hasJournal(s.path)):
	case !IsStore(header[:n]):
		return s.failure(ErrForeign)
	}
	return nil
}

func hasJournal(path string) bool {
	_, err := os.Stat(path + "-journal")
	return err == nil
}

func (s *Store) checkVersion() error {
	switch version, err := s.number("PRAGMA user_version"); {
	case err != nil:
		return err
	case version > Version:
		return fmt.Errorf("%w: its format is %d, this gmmtool knows %d", ErrNewer, version, Version)
	case version < 1:
		return ErrForeign
	}
	_, err := s.number("SELECT count(*) FROM archive")
	return err
}

// Path is the store as the user named it.
func (s *Store) Path() string { return s.path }

// Shared gives the store to somebody else who closes it: it stays open.
func (s *Store) Shared() *Store {
	return &Store{path: s.path, conn: s.conn, statements: s.statements, writes: s.writes, shared: true}
}

// Close gives up what was not committed, and the lock.
func (s *Store) Close() error {
	if s.shared {
		return nil
	}
	for _, stmt := range s.statements {
		_ = stmt.Close()
	}
	clear(s.statements)
	if s.conn == nil {
		return nil
	}
	err := s.conn.Close()
	s.conn = nil
	return s.failure(err)
}
