// Package mboxrd writes mailboxes in the mboxrd dialect, from which every message
// comes back byte for byte. Package mboxio reads them.
package mboxrd

import (
	"bufio"
	"bytes"
	"io"
	"time"
)

// A Writer appends messages to one mailbox. Flush it at the end.
type Writer struct{ w *bufio.Writer }

// NewWriter starts a mailbox.
func NewWriter(w io.Writer) *Writer { return &Writer{bufio.NewWriter(w)} }

// Add appends a message that arrived at a time. Line ends are kept as they are. A
// message that does not end with one gets it, because the next separator needs a
// line of its own: added reports that.
func (m *Writer) Add(message []byte, arrived time.Time) (added bool, err error) {
	m.w.WriteString("From MAILER-DAEMON " + arrived.UTC().Format(time.ANSIC) + "\n")
	for line := range bytes.Lines(message) {
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			m.w.WriteByte('>')
		}
		m.w.Write(line)
	}
	if added = !bytes.HasSuffix(message, []byte("\n")); added {
		m.w.WriteByte('\n')
	}
	return added, m.w.WriteByte('\n')
}

// Flush writes out what is buffered, and gives the first error there was.
func (m *Writer) Flush() error { return m.w.Flush() }
