package mboxio

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
)

// A uidList is what a server or synchroniser wrote down about the IMAP UIDs of
// a Maildir folder.
type uidList struct {
	validity uint32
	guid     string            // of the mailbox, "" if unknown
	next     uint32            // the UID the next message would get, 0 if unknown
	byBase   map[string]uint32 // by the part of the name before the flags
	byUnique map[string]uint32 // by the part before the first comma
}

// maxUIDList bounds what is read of a list, in bytes: some ten million lines.
const maxUIDList = 1 << 30

// readUIDList reads dovecot-uidlist, courierimapuiddb or .uidvalidity in dir.
// Without any of them, or if they cannot be understood, the list is empty.
func readUIDList(fsys fs.FS, dir string) uidList {
	for _, name := range []string{"dovecot-uidlist", "courierimapuiddb"} {
		if data, err := readRegular(fsys, path.Join(dir, name), maxUIDList); err == nil {
			return parseUIDList(data)
		}
	}
	// mbsync: UIDVALIDITY and the highest UID, one a line; the UIDs themselves
	// are in the file names.
	data, err := readRegular(fsys, path.Join(dir, ".uidvalidity"), 1<<10)
	if err != nil {
		return uidList{}
	}
	v, _ := leadingUint32(data)
	return uidList{validity: v}
}

// readRegular reads the first bytes of a file, if it is one: what is said beside
// mail is not looked for in pipes and devices. Of a file that cannot be read to
// its end, what can be read counts.
func readRegular(fsys fs.FS, name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, _ := io.ReadAll(io.LimitReader(f, limit))
	return data, nil
}

// parseUIDList reads version 3 (Dovecot), "3 V<validity> N<next>" and lines
// "UID [extensions] :filename", and version 1 (Courier, old Dovecot),
// "1 <validity> <next>" and lines "UID filename". File names may have outdated
// flags. A damaged line is skipped.
func parseUIDList(data []byte) uidList {
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	list := uidList{byBase: map[string]uint32{}, byUnique: map[string]uint32{}}
	fields := strings.Fields(string(head))
	if len(fields) < 2 {
		return list
	}
	v3 := fields[0] == "3"
	if v3 {
		list.readHead(fields[1:])
	} else {
		list.validity, _ = leadingUint32([]byte(fields[1]))
		if len(fields) > 2 {
			list.next, _ = leadingUint32([]byte(fields[2]))
		}
	}
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		list.addLine(bytes.TrimSuffix(line, []byte("\r")), v3)
	}
	return list
}

// readHead takes the marked fields of a version 3 list.
func (l *uidList) readHead(fields []string) {
	for _, f := range fields {
		if number, ok := strings.CutPrefix(f, "V"); ok {
			l.validity, _ = leadingUint32([]byte(number))
		}
		if guid, ok := strings.CutPrefix(f, "G"); ok {
			l.guid = guid
		}
		if number, ok := strings.CutPrefix(f, "N"); ok {
			l.next, _ = leadingUint32([]byte(number))
		}
	}
}

func (l *uidList) addLine(line []byte, v3 bool) {
	uid, tail := leadingUint32(line)
	if uid == 0 || len(tail) == 0 || tail[0] != ' ' {
		return
	}
	mark := " "
	if v3 {
		mark = " :"
	}
	i := bytes.Index(tail, []byte(mark))
	if i < 0 {
		return
	}
	base := parseMaildirName(string(tail[i+len(mark):])).base
	l.byBase[base] = uid
	if unique, _, ok := strings.Cut(base, ","); ok {
		l.byUnique[unique] = uid
	}
}

// uid gives the UID of a file, or 0.
func (l *uidList) uid(name *maildirName) uint32 {
	if uid := l.byBase[name.base]; uid != 0 {
		return uid
	}
	unique, _, _ := strings.Cut(name.base, ",")
	if uid := l.byUnique[unique]; uid != 0 {
		return uid
	}
	return l.byBase[unique]
}
