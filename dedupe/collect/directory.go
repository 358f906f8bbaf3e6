package collect

import "strings"

// A directory numbers addresses, so that pairs of them take little memory.
// Number 0 is the empty address.
type directory struct {
	numbers   map[string]uint32
	addresses []string
}

func newDirectory() *directory {
	return &directory{numbers: map[string]uint32{"": 0}, addresses: []string{""}}
}

func (d *directory) number(address string) uint32 {
	if n, ok := d.numbers[address]; ok {
		return n
	}
	n := uint32(len(d.addresses))
	address = strings.Clone(address) // it may be part of a whole header field
	d.numbers[address] = n
	d.addresses = append(d.addresses, address)
	return n
}

func (d *directory) address(number uint32) string { return d.addresses[number] }
