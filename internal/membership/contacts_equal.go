package membership

import (
	"maps"
	"slices"
)

// Equal reports whether two devices know the same of the same people.
func (c Contacts) Equal(d Contacts) bool {
	return slices.Equal(c.addresses, d.addresses) && slices.Equal(c.keys, d.keys) && maps.Equal(c.known, d.known)
}
