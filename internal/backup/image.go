package backup

import (
	"encoding/binary"
	"io"
	"sync"
)

// An image is a database file as SQLite gets to see it: decrypted, with its
// write-ahead log in it, and as long as its first page says. What was cut off
// reads as zeros, so that only the tables that lost a page are damaged.
type image struct {
	data io.ReaderAt
	have int64 // bytes of data
	size int64

	mu       sync.Mutex
	pageSize int64
	page     int64 // the last one that was read, from 1
	reads    int64
}

// maxPadding bounds how much of a file that was cut is taken for zeros.
const maxPadding = 1 << 40

func newImage(data io.ReaderAt, size int64) (*image, error) {
	m := &image{data: data, have: size, size: size}
	var header [100]byte
	if n, _ := data.ReadAt(header[:], 0); n < len(header) || string(header[:16]) != magic {
		return nil, ErrForeign
	}
	m.pageSize = int64(binary.BigEndian.Uint16(header[16:]))
	if m.pageSize == 1 {
		m.pageSize = 65536
	}
	if !isPageSize(m.pageSize) {
		m.pageSize = cipherPage // every client's
	}
	pages := int64(binary.BigEndian.Uint32(header[28:]))
	if told := pages * m.pageSize; told > m.size && told < maxPadding {
		m.size = told
	}
	m.size -= m.size % m.pageSize
	return m, nil
}

// Size is the number of bytes of all pages.
func (m *image) Size() (int64, error) { return m.size, nil }

// ReadAt reads as io.ReaderAt does. In the header it says that there is no
// write-ahead log (bytes 18 and 19), and the sizes that no client changes.
func (m *image) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= m.size {
		return 0, io.EOF
	}
	m.mu.Lock()
	m.page = off/m.pageSize + 1
	m.reads++
	circular := m.reads > maxReads(m.size/m.pageSize)
	m.mu.Unlock()
	if circular {
		return 0, errCircular
	}
	want := p[:min(int64(len(p)), m.size-off)]
	got, err := m.data.ReadAt(want, off)
	if got < len(want) && off+int64(got) < m.have {
		return got, err
	}
	clear(want[got:])
	m.fixHeader(want, off)
	if len(want) < len(p) {
		return len(want), io.EOF
	}
	return len(want), nil
}

// fixHeader puts into the header what is the same in the database of every client.
func (m *image) fixHeader(p []byte, off int64) {
	var size [2]byte
	binary.BigEndian.PutUint16(size[:], uint16(m.pageSize)) // 65536 is not met
	for at, b := range map[int64]byte{16: size[0], 17: size[1], 18: 1, 19: 1, 21: 64, 22: 32, 23: 32} {
		if i := at - off; i >= 0 && i < int64(len(p)) {
			p[i] = b
		}
	}
}

// lastPage is the page that was read last.
func (m *image) lastPage() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.page
}

// resetReads allows as many reads again: what one table costs is not taken from
// the next.
func (m *image) resetReads() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads = 0
}

// maxReads bounds how often SQLite may come back for pages while it goes through
// one table: a damaged tree may lead in circles.
func maxReads(pages int64) int64 { return 8*pages + 1000 }
