// Package backuptest makes databases for tests and benchmarks. The program does
// not import it: it never writes to a database.
package backuptest

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// ErrNoDatabase: a file is not a bundled backup.
var ErrNoDatabase = errors.New("no database at the beginning of the backup")

// Unpack gives the database in a backup of a real client as testdata bundles it: a
// tar file, compressed with gzip.
func Unpack(backup string) ([]byte, error) {
	f, err := os.Open(backup)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	members := tar.NewReader(unpacked)
	header, err := members.Next()
	if err != nil {
		return nil, err
	}
	if filepath.Base(header.Name) != "dc_database_backup.sqlite" {
		return nil, fmt.Errorf("%s: %w", backup, ErrNoDatabase)
	}
	return io.ReadAll(members)
}

// Edit runs statements on a database, which it gives back.
func Edit(dir string, data []byte, statements ...string) ([]byte, error) {
	file := filepath.Join(dir, "edited.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return nil, err
	}
	if err := run(file, statements...); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

func run(file string, statements ...string) (err error) {
	conn, err := sqlite3.Open("file:" + filepath.ToSlash(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	for _, sql := range statements {
		if err := conn.Exec(sql); err != nil {
			return fmt.Errorf("%s: %w", sql[:min(len(sql), 60)], err)
		}
	}
	return nil
}

// Grow writes a file: the database of a real client of 2.62, with so many messages
// more in its groups. As in real ones most are text of a few words in reply to
// another, one in 500 says that somebody was added, one in a thousand could not
// be opened. 300,000 of them, with all their indexes, make about 115 MB with
// textLength 110.
func Grow(file string, data []byte, messages, textLength int) error {
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return err
	}
	const id = "printf('%08x-%04x-4%03x-8%03x-%012x@localhost', (n*2654435761)%4294967296, n%65536, n%4096, (n*7)%4096, n*1000003)"
	rows := fmt.Sprintf(`WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM i WHERE n < %[1]d)
		INSERT INTO msgs(rfc724_mid, chat_id, from_id, to_id, timestamp, timestamp_sent, timestamp_rcvd, type, state, txt, param, mime_in_reply_to, mime_references, hop_info, error)
		SELECT %[3]s, CASE n%%2 WHEN 0 THEN (SELECT min(id) FROM chats WHERE type=120 AND id>9) ELSE (SELECT max(id) FROM chats WHERE type=120 AND id>9) END, CASE WHEN n%%4=0 THEN 1 ELSE 10+n%%3 END, 0,
		1700000000+n*60, 1700000000+n*60, CASE WHEN n%%4=0 THEN 0 ELSE 1700000005+n*60 END, 10, CASE WHEN n%%4=0 THEN 26 ELSE 16 END,
		substr(replace(hex(zeroblob(200)), '0', char(97+n%%26)), 1, %[2]d+n%%20),
		CASE WHEN n%%500=0 THEN 'S=4' || char(10) || '5=10' ELSE 'c=1' END, '', '', '',
		CASE WHEN n%%1000=1 THEN 'Decrypting failed: missing key' ELSE '' END FROM i`, messages, textLength, id)
	return run(file, "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "BEGIN", rows, "COMMIT")
}
