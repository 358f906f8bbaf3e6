package record

import "strings"

// A Compactor puts the texts of many records side by side into few pieces of memory: of
// a million records little else is held, and the collector of garbage looks up every
// piece. The pieces live as long as any of their records. The zero value is ready; it
// must not be used concurrently.
type Compactor struct {
	texts strings.Builder // is never grown beyond what it has
	lists []string        // has room for more
}

// What a piece of memory holds at most: bytes, and texts of lists. The first holds one
// record, as there are books of one card, and each twice what the last did.
const (
	pieceOfText  = 1 << 16
	pieceOfLists = 1 << 12
)

// Compact moves the texts of a record.
func (c *Compactor) Compact(r *Record) {
	lists := [...]*[]string{&r.Names, &r.Addresses, &r.Phones, &r.Organisations, &r.Postal, &r.Claimed}
	alone := [...]*string{&r.UID, &r.Birthday, &r.Content, &r.Picture}
	values, size := 0, 0
	for _, list := range lists {
		values += len(*list)
		for _, text := range *list {
			size += len(text)
		}
	}
	for _, text := range alone {
		size += len(*text)
	}
	c.makeRoom(size, values)
	for _, list := range lists {
		if len(*list) == 0 {
			*list = nil
			continue
		}
		from := len(c.lists)
		for _, text := range *list {
			c.lists = append(c.lists, c.keep(text))
		}
		*list = c.lists[from:len(c.lists):len(c.lists)]
	}
	for _, text := range alone {
		*text = c.keep(*text)
	}
}

// makeRoom begins new pieces where the last have no room for a record.
func (c *Compactor) makeRoom(size, values int) {
	if c.texts.Cap()-c.texts.Len() < size {
		twice := 2 * c.texts.Cap()
		c.texts = strings.Builder{}
		c.texts.Grow(max(size, min(twice, pieceOfText)))
	}
	if cap(c.lists)-len(c.lists) < values {
		c.lists = make([]string, 0, max(values, min(2*cap(c.lists), pieceOfLists)))
	}
}

func (c *Compactor) keep(text string) string {
	from := c.texts.Len()
	c.texts.WriteString(text)
	return c.texts.String()[from:]
}
