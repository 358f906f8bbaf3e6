// Package mboxio reads archives of mail: mbox files of every dialect, Maildir
// trees, folders of .eml and .emlx files, compressed or packed in tar and zip.
// It gives out the raw bytes of every message, where they lay, and in which
// order they arrived. [Walk] gives all messages of an archive, [ReadAt] one again
// by its place, [Find] the archives below a folder.
//
// # Two views of one message
//
// A [Message] has a raw view and a decoded view. Raw is the exact span of the
// archive: of an mbox, from the first byte after the separator line to the last
// byte before the next one, without the one blank line that belongs to the
// separator. [Message.Decoded] undoes the quoting of the archive's dialect (see
// [Dialect]) and nothing else: line endings, charsets and transfer encodings
// are left alone. Hashes and repairs work on Raw; parsers get Decoded.
//
// # Order
//
// [Walk] gives messages in archive order, the same for any number of jobs: the
// order of the file for an mbox; for a Maildir folder by folder, INBOX first,
// by rising UID where one is known and by the time in the name otherwise.
// [Message.Arrival] says what that order is worth.
//
// # Damaged archives
//
// Damage is reported, not thrown. What is damaged becomes an [Error] in
// [Summary], what can still be read is still given out, and the walk goes on.
//
// What is read from a form that is only guessed, or had to be translated, is said
// in [Summary.Notes].
//
// # Cost
//
// Reading streams. Memory does not grow with the size of an mbox; of a Maildir
// the file names of one folder are held, of a tar or zip its index. A message is
// never copied unless it crosses the end of a read block, and only one message
// larger than a block is held at a time.
//
// All workers split one mbox, if it can be read at any place. Its bytes are looked
// at once: for "From " lines, and in headers for the few fields that bear on where
// a message ends or that select it ([Options.Match]). An mbox on a disk that is
// fast enough costs about what looking for "From " lines costs.
//
// What lies in a tar or zip lives on one budget: see [ErrBomb].
//
// # What this package must never do
//
// It does not parse MIME, decrypt, compare messages or print. It reads no clock
// and no environment. It never writes to an archive: all access goes through a
// read-only [io/fs.FS] or an [io.Reader].
package mboxio
