// Package store keeps what was read of archives and backups in one SQLite file, so
// that nothing is read twice: docs/store.md describes the tables.
//
// # What it promises
//
// What was committed stays whole whatever happens: a run that is killed loses the
// transaction it was in, a full disk fails the transaction and leaves the store as
// it was. One run writes at a time; another is told so at once ([ErrBusy]). A file
// that is not a store, is damaged, or was written by a later version is refused
// ([ErrForeign], [ErrDamaged], [ErrNewer]). The file is readable by its owner alone.
//
// SQLite keeps its rollback journal beside the file while it writes, and no other
// file: a store that nobody writes to can be copied as one file.
//
// # What this package must never do
//
// It knows tables and columns, and nothing of mail: what a row means is for package
// evidence. It prints nothing, and follows no name that stands in a row.
package store
