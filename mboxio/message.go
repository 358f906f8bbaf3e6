package mboxio

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"iter"
	"time"
)

// A Message is one message as it lay in an archive. It and all it gives out
// are valid only during the call that got it, unless said otherwise.
type Message struct {
	Place
	// Folder is the mailbox name: "INBOX", "Junk", "DeltaChat", "Archive/2023".
	// The dots of Maildir++ are slashes here and modified UTF-7 is decoded. The
	// root of a Maildir tree is "INBOX"; an mbox or .eml file inside a tree has
	// its path without the endings; a lone file has "".
	Folder string
	// Raw is the exact span of the message in the archive, without separator
	// line and the one blank line that belongs to it. It is cut at
	// Options.MaxMessage.
	Raw []byte
	// Length is the number of bytes of the whole message, also when Raw is cut.
	Length int64

	from   *origin
	file   *mailFile // nil in an mbox
	line   []byte    // separator line without its end
	traits traits
	uid    uint32
	sum    *[sha256.Size]byte // of the whole message, when Raw is cut
	headed int                // length of the header, 0 if not yet known

	fileBytes int64 // of file, uncompressed
	damaged   bool  // something of file was reported
	known     bool  // file was not read: see Options.Known
}

// An origin is what all messages of one file or folder share.
type origin struct {
	archive     string
	member      string // "" where every message has its own file
	folder      string
	form        Form
	use         SpecialUse // what the server says of the folder
	uidValidity uint32
	keepsUIDs   bool // written by a server that keeps IMAP UIDs in the archive
	mmdf        bool // messages lie between marks: see mmdf.go
}

// A mailFile is a file that holds a single message.
type mailFile struct {
	fsys    fs.FS
	path    string // in fsys
	member  string // in the archive
	name    maildirName
	codec   Compression // if its first bytes do not show it
	modTime time.Time   // set when read
	note    emlxNote    // set when read
}

// Traits are what the search for separators learned about one message.
type traits struct {
	quoteDepth  uint8 // most '>' met before a "From " at a line start
	bareFrom    bool  // an unquoted "From " at a line start in the body
	exactLength bool  // Content-Length is right
}

// Cut reports whether Raw lacks the end of the message.
func (m *Message) Cut() bool { return int64(len(m.Raw)) < m.Length }

// Header is the start of Raw up to and including the first blank line, or all
// of Raw if there is none.
func (m *Message) Header() []byte {
	if m.headed == 0 {
		m.headed, _ = headerEnd(m.Raw)
	}
	return m.Raw[:m.headed]
}

// Body is the rest of Raw after Header.
func (m *Message) Body() []byte { return m.Raw[len(m.Header()):] }

// Field gives the raw value of the first header field of that name, folded
// lines included; names are compared without regard to case.
func (m *Message) Field(name string) ([]byte, bool) {
	header := m.Header()
	return field(header[rubbishLength(header):], name)
}

// HeaderLines gives the lines of the header one by one, each with its line end
// and without the blank line. It is the cheapest way to see whether a message
// matters; folded fields come as several lines.
func (m *Message) HeaderLines() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := m.Header(); len(rest) > 0; {
			i := bytes.IndexByte(rest, '\n')
			if i < 0 {
				yield(rest)
				return
			}
			if i == 0 || (i == 1 && rest[0] == '\r') || !yield(rest[:i+1]) {
				return
			}
			rest = rest[i+1:]
		}
	}
}

// Envelope is the separator line without its line end, "" outside mbox. The
// string may be kept.
func (m *Message) Envelope() string { return string(m.line) }

// Form is the kind of file the message lay in.
func (m *Message) Form() Form { return m.from.form }

// SHA256 is the digest of the whole raw message, also when Raw is cut.
func (m *Message) SHA256() [sha256.Size]byte {
	if m.sum != nil {
		return *m.sum
	}
	return sha256.Sum256(m.Raw)
}
