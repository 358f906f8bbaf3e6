package backup

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// A Place is a database that was found.
type Place struct {
	FS   fs.FS
	Name string // the file
	// Account is the number of a profile in an accounts folder, 0 elsewhere.
	Account int

	inTar        bool
	offset, size int64
	several      bool // the backup holds more than one database
}

// The names the format is made of (src/imex.rs, src/accounts.rs). Importers match
// the last part of the first one.
const (
	tarMember    = "dc_database_backup.sqlite"
	accountsFile = "accounts.toml"
	accountFile  = "dc.db"
	walEnding    = "-wal"
)

// FindFile recognises a file as a backup or a database, by its content. A file
// whose content says nothing, as that of an encrypted database, is one if it is
// called dc.db. The second result is false if it is something else, or cannot be
// read.
func FindFile(fsys fs.FS, name string) (Place, bool) {
	var start [512]byte
	f, err := fsys.Open(name)
	if err != nil {
		return Place{}, false
	}
	defer f.Close()
	n, _ := io.ReadFull(f, start[:])
	switch {
	case n < len(start):
	case bytes.HasPrefix(start[:], []byte(magic)), path.Base(name) == accountFile:
		return Place{FS: fsys, Name: name}, true
	case path.Base(tarName(start[:])) == tarMember:
		return findInTar(fsys, name)
	}
	return Place{}, false
}

// FindSealed recognises what may be an encrypted database, whatever its name: whole
// pages, the first of which looks like chance. It has no other mark. Only its
// passphrase tells whether it is one.
func FindSealed(fsys fs.FS, name string) (Place, bool) {
	var page [cipherPage]byte
	f, err := fsys.Open(name)
	if err != nil {
		return Place{}, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 || info.Size()%cipherPage != 0 {
		return Place{}, false
	}
	if n, _ := io.ReadFull(f, page[:]); n < len(page) || !looksRandom(page[:]) {
		return Place{}, false
	}
	return Place{FS: fsys, Name: name}, true
}

// looksRandom reports whether all bytes are about equally frequent, as in what is
// encrypted: the sum of squares of 4096 bytes is chi-squared with 255 degrees of
// freedom, and 400 is more than six deviations above it.
func looksRandom(page []byte) bool {
	var count [256]int
	for _, b := range page {
		count[b]++
	}
	sum, mean := 0.0, float64(len(page))/256
	for _, n := range count {
		sum += (float64(n) - mean) * (float64(n) - mean) / mean
	}
	return sum < 400
}

// tarName is the name in the first header of a tar file, "" if it is none.
func tarName(start []byte) string {
	header, err := tar.NewReader(bytes.NewReader(start)).Next()
	if err != nil {
		return ""
	}
	return header.Name
}

// findInTar finds the database in a backup: of several the last, as the client
// imports it. A tar that was cut still has the first. Blobs are passed over.
func findInTar(fsys fs.FS, name string) (Place, bool) {
	data, size, done, err := readerAt(fsys, name)
	if err != nil {
		return Place{}, false
	}
	defer done()
	section := io.NewSectionReader(data, 0, size)
	members := tar.NewReader(section)
	place, found := Place{FS: fsys, Name: name, inTar: true}, false
	for {
		header, err := members.Next()
		if err != nil {
			return place, found
		}
		if path.Base(header.Name) != tarMember || header.Typeflag != tar.TypeReg {
			continue
		}
		at, err := section.Seek(0, io.SeekCurrent)
		if err != nil {
			return place, found
		}
		place.several = found
		place.offset, place.size, found = at, min(header.Size, size-at), true
	}
}

// FindAccounts finds the profiles of an accounts folder. The second result is
// false if the folder is none.
func FindAccounts(fsys fs.FS, dir string) ([]Place, bool) {
	text, err := fs.ReadFile(fsys, path.Join(dir, accountsFile))
	if err != nil || len(text) > 1<<20 {
		return nil, false
	}
	var places []Place
	number, in := 0, false
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch key = strings.TrimSpace(key); {
		case strings.HasPrefix(key, "["):
			number, in = 0, key == "[[accounts]]"
		case in && key == "id":
			number, _ = strconv.Atoi(value)
		case in && key == "dir" && fs.ValidPath(value) && !strings.ContainsAny(value, `/\`):
			file := path.Join(dir, value, accountFile)
			if info, err := fs.Stat(fsys, file); err == nil && info.Mode().IsRegular() {
				places = append(places, Place{FS: fsys, Name: file, Account: number})
			}
		}
	}
	return places, len(places) > 0
}

// Form names what was found, for people.
func (p Place) Form() string {
	switch {
	case p.inTar:
		return "delta-chat-backup"
	case p.Account > 0:
		return "delta-chat-account"
	}
	return "delta-chat-database"
}

// Read reads the database that was found; see [Read]. Its write-ahead log lies
// beside it. Path is what the user calls it.
func (p Place) Read(shown string, passphrase []byte) (*Database, *Keys, error) {
	data, size, done, err := readerAt(p.FS, p.Name)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	f := File{Data: data, Size: size, Passphrase: passphrase}
	if p.inTar {
		f.Data, f.Size = io.NewSectionReader(data, p.offset, p.size), p.size
	} else if wal, walSize, done, err := readerAt(p.FS, p.Name+walEnding); err == nil {
		defer done()
		f.WAL, f.WALSize = wal, walSize
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err // without it the database is an older state
	}
	d, keys, err := Read(shown, f)
	if d != nil && p.several {
		d.Notes = append(d.Notes, "the backup holds several databases; the last was read, as the app does")
	}
	return d, keys, err
}

// maxHeld bounds a database that has to be held in memory because its file can
// only be read from the start.
const maxHeld = 1 << 30

// readerAt opens a file for reading anywhere in it.
func readerAt(fsys fs.FS, name string) (io.ReaderAt, int64, func() error, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrForeign
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, f.Close())
	}
	if at, ok := f.(io.ReaderAt); ok {
		return at, info.Size(), f.Close, nil
	}
	data, err := io.ReadAll(io.LimitReader(f, maxHeld))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, 0, nil, err
	}
	return bytes.NewReader(data), int64(len(data)), func() error { return nil }, nil
}
