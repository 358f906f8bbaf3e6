package mboxio

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Lengths of the fixed parts of records of a zip file (APPNOTE.TXT 4.3.12, 4.3.15,
// 4.3.16).
const (
	zipEntryLength   = 46
	zipEndLength     = 22
	zip64EndLength   = 56
	zip64FinderBytes = 20
)

// zipEntries counts the members in the directory of a zip file, up to one more
// than maxEntries. The number the file itself states may be a lie, and the
// reader of the standard library has all of them in memory before one is looked
// at. It is 0 where no directory is found, which is for that reader to report.
func zipEntries(at io.ReaderAt, size int64) int {
	start, length := zipDirectory(at, size)
	r := bufio.NewReader(io.NewSectionReader(at, start, length))
	count := 0
	for count <= maxEntries {
		head, err := r.Peek(zipEntryLength)
		if err != nil || !bytes.HasPrefix(head, []byte("PK\x01\x02")) {
			break
		}
		var variable int // name, extra field, comment
		for _, field := range []int{28, 30, 32} {
			variable += int(binary.LittleEndian.Uint16(head[field:]))
		}
		if _, err := r.Discard(zipEntryLength + variable); err != nil {
			break
		}
		count++
	}
	return count
}

// zipDirectory gives where the directory lies: right before its end record,
// whatever precedes the zip in the file.
func zipDirectory(at io.ReaderAt, size int64) (start, length int64) {
	const longestComment = 1<<16 - 1
	from := max(0, size-zipEndLength-longestComment-zip64FinderBytes-zip64EndLength)
	tail := make([]byte, size-from)
	if _, err := at.ReadAt(tail, from); err != nil && !errors.Is(err, io.EOF) {
		return 0, 0
	}
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < zipEndLength {
		return 0, 0
	}
	length = int64(binary.LittleEndian.Uint32(tail[end+12:]))
	if wide := end - zip64FinderBytes - zip64EndLength; wide >= 0 && bytes.HasPrefix(tail[wide:], []byte("PK\x06\x06")) {
		end, length = wide, int64(min(binary.LittleEndian.Uint64(tail[wide+40:]), 1<<62))
	}
	start = from + int64(end) - length
	if start < 0 {
		return 0, 0
	}
	return start, length
}
