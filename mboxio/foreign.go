package mboxio

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// foreignForm names what a file is that may hold mail and is not read, and what
// makes it readable; "" if it is nothing known. Name tells apart what begins
// alike.
func foreignForm(start []byte, name string) string {
	has := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	switch {
	case has("!BDN"):
		return "Outlook data file (.pst or .ost); readpst of libpst converts it"
	case has("\xcf\xad\x12\xfe"):
		return "Outlook Express mailbox (.dbx); undbx or readdbx converts it"
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") && strings.EqualFold(path.Ext(name), ".msg"):
		return "Outlook message (.msg); msgconvert converts it"
	case has("\x78\x9f\x3e\x22"):
		return "TNEF (winmail.dat); tnef unpacks it"
	case has("*mbx*\r\n"), has("*mtx*\r\n"), has("*mix*\r\n"):
		return "mailbox in a format of UW IMAP; mailutil of UW IMAP copies it to an mbox"
	case has("Rar!\x1a\x07"):
		return "RAR archive; unrar unpacks it"
	case has("7z\xbc\xaf\x27\x1c"):
		return "7z archive; 7z unpacks it"
	case has("BABYL OPTIONS:"):
		return "Rmail file in Babyl format; b2m of Emacs converts it to an mbox"
	case has("LZIP\x01"):
		return "lzip; lzip -d unpacks it"
	case has("\x1f\x9d"):
		return "compress (.Z); gzip -d unpacks it"
	case has("\x5d\x00\x00") && strings.EqualFold(path.Ext(name), ".lzma"):
		return "LZMA without a container; xz --format=lzma -d unpacks it"
	}
	return ""
}

// foreignError is the error for a foreign form.
func foreignError(form string) error { return fmt.Errorf("%w: %s", ErrForeign, form) }
