package backup

import (
	"encoding/binary"
	"io"
)

// The write-ahead log of SQLite (https://sqlite.org/fileformat2.html#walformat).
const (
	walHeader      = 32
	walFrame       = 24 // before each page
	walMagicLittle = 0x377f0682
	walMagicBig    = 0x377f0683
)

// A log is a database file with its write-ahead log laid over it: what SQLite
// would read. Over an encrypted database the pages of the log are encrypted, too.
type log struct {
	base     io.ReaderAt
	wal      io.ReaderAt
	pageSize int64
	size     int64
	at       map[int64]int64 // page, from 1 -> offset of its content in wal
}

// overlay lays a write-ahead log over a database. One that is empty, of no
// transaction that was finished, or no log at all, changes nothing.
func overlay(base io.ReaderAt, size int64, wal io.ReaderAt, walSize int64) (io.ReaderAt, int64) {
	l := log{base: base, wal: wal, size: size, at: map[int64]int64{}}
	if !l.read(walSize) {
		return base, size
	}
	return &l, l.size
}

// read takes the frames up to the last one that ends a transaction. Frames of an
// earlier run of the log, behind it, have other salts or a wrong sum.
func (l *log) read(walSize int64) bool {
	var header [walHeader]byte
	if _, err := l.wal.ReadAt(header[:], 0); err != nil && walSize <= walHeader {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch binary.BigEndian.Uint32(header[:]) {
	case walMagicBig:
		order = binary.BigEndian
	case walMagicLittle:
	default:
		return false
	}
	sum := walSum{order: order}
	sum.add(header[:24])
	l.pageSize = int64(binary.BigEndian.Uint32(header[8:]))
	if !sum.is(header[24:]) || !isPageSize(l.pageSize) {
		return false
	}
	frame := make([]byte, walFrame+l.pageSize)
	pending := map[int64]int64{}
	committed := false
	for at := int64(walHeader); at+int64(len(frame)) <= walSize; at += int64(len(frame)) {
		if n, _ := l.wal.ReadAt(frame, at); n < len(frame) || string(frame[8:16]) != string(header[16:24]) {
			break
		}
		sum.add(frame[:8])
		sum.add(frame[walFrame:])
		page, pages := int64(binary.BigEndian.Uint32(frame)), int64(binary.BigEndian.Uint32(frame[4:]))
		if !sum.is(frame[16:24]) || page == 0 {
			break
		}
		pending[page] = at + walFrame
		if pages > 0 {
			for page, offset := range pending {
				l.at[page] = offset
			}
			clear(pending)
			l.size, committed = pages*l.pageSize, true
		}
	}
	return committed
}

// ReadAt reads across pages, each from the log if it is there.
func (l *log) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		at := off + int64(n)
		if at >= l.size {
			return n, io.EOF
		}
		page, within := at/l.pageSize+1, at%l.pageSize
		part := p[n:min(int64(len(p)), int64(n)+l.pageSize-within)]
		source, from := l.base, at
		if offset, ok := l.at[page]; ok {
			source, from = l.wal, offset+within
		}
		got, err := source.ReadAt(part, from)
		n += got
		if got < len(part) {
			return n, err
		}
	}
	return n, nil
}

// walSum is the running checksum of a log.
type walSum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (w *walSum) add(data []byte) {
	for ; len(data) >= 8; data = data[8:] {
		w.s0 += w.order.Uint32(data) + w.s1
		w.s1 += w.order.Uint32(data[4:]) + w.s0
	}
}

func (w *walSum) is(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == w.s0 && binary.BigEndian.Uint32(stored[4:]) == w.s1
}

func isPageSize(n int64) bool { return n >= 512 && n <= 65536 && n&(n-1) == 0 }
