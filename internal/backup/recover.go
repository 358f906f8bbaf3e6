package backup

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// wanted are the tables that are read.
var wanted = [...]string{"config", "transports", "removed_transports", "keypairs", "public_keys", "acpeerstates", "contacts",
	"chats", "chats_contacts", "msgs", "smtp", "smtp2", "leftgrps", "imap", "imap_sync"}

// maxSearched bounds how many pages are searched for a lost list of tables.
const maxSearched = 1 << 18

// A recovered is a database whose list of tables was damaged, with another one made
// of what was found of it. SQLite refuses a database of which a page of that list
// is lost, be it only of an index.
type recovered struct {
	*image
	first []byte // page 1
	added []byte // pages behind the end
}

func (m *recovered) Size() (int64, error) { return m.size + int64(len(m.added)), nil }

func (m *recovered) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		at := off + int64(n)
		switch {
		case at < m.pageSize:
			n += copy(p[n:], m.first[at:])
		case at >= m.size+int64(len(m.added)):
			return n, io.EOF
		case at >= m.size:
			n += copy(p[n:], m.added[at-m.size:])
		default:
			part := p[n:min(int64(len(p)), int64(n)+m.size-at)]
			got, err := m.image.ReadAt(part, at)
			n += got
			if got < len(part) {
				return n, err
			}
		}
	}
	return n, nil
}

// listed is one row of the list of tables, as it lies in the file.
type listed struct {
	name   string
	record []byte
}

// recoverSchema makes a new list of tables of the pages that hold parts of the old
// one; nil if there are none. Indexes are left out: nothing asks for them.
func recoverSchema(m *image) *recovered {
	var tables []listed
	page := make([]byte, m.pageSize)
	for at := int64(0); at < min(m.size, maxSearched*m.pageSize); at += m.pageSize {
		m.resetReads()
		if n, _ := m.ReadAt(page, at); n < len(page) {
			break
		}
		start := 0
		if at == 0 {
			start = 100
		}
		for _, record := range leafRecords(page, start) {
			name, root := tableOf(record)
			if root < 2 || root > m.size/m.pageSize || !slices.Contains(wanted[:], name) || slices.ContainsFunc(tables, func(l listed) bool { return l.name == name }) || !m.isTree(root) {
				continue
			}
			tables = append(tables, listed{name, slices.Clone(record)})
		}
	}
	if len(tables) == 0 {
		return nil
	}
	fixed := &recovered{image: m, first: make([]byte, m.pageSize)}
	m.resetReads()
	_, _ = m.ReadAt(fixed.first, 0)
	fixed.write(tables)
	return fixed
}

// isTree reports whether a page begins a table.
func (m *image) isTree(page int64) bool {
	var kind [1]byte
	_, _ = m.ReadAt(kind[:], (page-1)*m.pageSize)
	return kind[0] == leafPage || kind[0] == innerPage
}

// Kinds of pages of tables (https://sqlite.org/fileformat2.html#b_tree_pages).
const (
	innerPage = 5
	leafPage  = 13
)

// leafRecords gives the records of a leaf page that lie in it as a whole.
func leafRecords(page []byte, start int) [][]byte {
	if page[start] != leafPage {
		return nil
	}
	var records [][]byte
	for i := range int(binary.BigEndian.Uint16(page[start+3:])) {
		pointer := start + 8 + 2*i
		if pointer+2 > len(page) {
			break
		}
		rest := page[min(len(page), int(binary.BigEndian.Uint16(page[pointer:]))):]
		length, n := varint(rest)
		rest = rest[n:]
		_, n = varint(rest)
		if rest = rest[n:]; length > 0 && length <= int64(len(rest)) && length < int64(len(page))-35-cipherReserve {
			records = append(records, rest[:length])
		}
	}
	return records
}

// tableOf reads a record of the list of tables: type, name, tbl_name, rootpage,
// sql. The name is "" if it is none of a table.
func tableOf(record []byte) (name string, root int64) {
	headerLength, at := varint(record)
	if headerLength < 6 || headerLength > int64(len(record)) || headerLength > 20 {
		return "", 0
	}
	var sizes [5]int64
	var kinds [5]int64
	for i := range kinds {
		kind, n := varint(record[at:])
		at += n
		kinds[i] = kind
		switch {
		case kind >= 13 && kind%2 == 1:
			sizes[i] = (kind - 13) / 2
		case kind >= 1 && kind <= 4:
			sizes[i] = kind
		case kind == 8 || kind == 9:
		default:
			return "", 0
		}
	}
	values := record[headerLength:]
	var parts [5][]byte
	for i, size := range sizes {
		if size > int64(len(values)) {
			return "", 0
		}
		parts[i], values = values[:size], values[size:]
	}
	if string(parts[0]) != "table" || kinds[3] > 4 || !strings.HasPrefix(strings.ToUpper(string(parts[4])), "CREATE TABLE") {
		return "", 0
	}
	for _, b := range parts[3] {
		root = root<<8 | int64(b)
	}
	return string(parts[1]), root
}

// varint reads a number of up to nine bytes; of nothing it is 0.
func varint(p []byte) (value int64, n int) {
	for n < len(p) && n < 8 {
		value = value<<7 | int64(p[n]&0x7f)
		if n++; p[n-1] < 0x80 {
			return value, n
		}
	}
	if n < len(p) {
		value = value<<8 | int64(p[n])
		n++
	}
	return value, n
}

func putVarint(p []byte, v int64) []byte {
	if v >= 1<<7 {
		if v >= 1<<14 {
			p = append(p, byte(v>>14)|0x80)
		}
		p = append(p, byte(v>>7)|0x80)
	}
	return append(p, byte(v)&0x7f)
}

// write makes leaf pages of the tables, and of page 1 the page above them.
func (m *recovered) write(tables []listed) {
	const reserve = cipherReserve // as much as any database keeps free
	end := int(m.pageSize) - reserve
	var leaf []byte
	cells, free := 0, 0
	var last []int64 // of each leaf, its last row
	begin := func() {
		m.added = append(m.added, make([]byte, m.pageSize)...)
		leaf = m.added[len(m.added)-int(m.pageSize):]
		leaf[0], cells, free = leafPage, 0, end
		last = append(last, 0)
	}
	begin()
	for i, table := range tables {
		cell := append(putVarint(putVarint(nil, int64(len(table.record))), int64(i+1)), table.record...)
		if free-len(cell) < 8+2*(cells+1) {
			begin()
		}
		free -= len(cell)
		copy(leaf[free:], cell)
		binary.BigEndian.PutUint16(leaf[8+2*cells:], uint16(free))
		cells++
		binary.BigEndian.PutUint16(leaf[3:], uint16(cells))
		binary.BigEndian.PutUint16(leaf[5:], uint16(free))
		last[len(last)-1] = int64(i + 1)
	}
	pages := m.size / m.pageSize
	top := m.first[100:]
	clear(top)
	top[0] = innerPage
	free = end
	for i := range last[:len(last)-1] {
		cell := putVarint(binary.BigEndian.AppendUint32(nil, uint32(pages)+uint32(i)+1), last[i])
		free -= len(cell)
		copy(m.first[free:], cell)
		binary.BigEndian.PutUint16(top[12+2*i:], uint16(free))
		binary.BigEndian.PutUint16(top[3:], uint16(i+1))
	}
	binary.BigEndian.PutUint16(top[5:], uint16(free))
	binary.BigEndian.PutUint32(top[8:], uint32(pages)+uint32(len(last)))
	binary.BigEndian.PutUint32(m.first[28:], uint32(pages)+uint32(len(last)))
}
