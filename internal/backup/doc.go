// Package backup reads the databases of Delta Chat clients: a backup file, an
// account of an accounts folder, a bare dc.db with its write-ahead log.
//
// # What it promises
//
// Nothing is written, and no file is opened in a way that SQLite could write to:
// SQLite reads through an [io.ReaderAt] that refuses writes. Over the database
// file lies its write-ahead log, as SQLite itself would lay it; over both the
// decryption of SQLCipher's pages. A database that is damaged is read as far as
// it can be; [Database.Damage] tells what is lost.
//
// Tables are read by the names of their columns, so that clients from 1.112 to
// 2.62 and the upgrades between them are one case. What a database does not have
// is zero.
//
// # What this package must never do
//
// It decides nothing about groups. Secret keys leave it as [pgp.Key] values
// beside the [Database]; mail passwords, tokens and channel secrets are not even
// read. Input never makes it panic.
package backup
