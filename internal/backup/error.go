package backup

import (
	"errors"
	"fmt"
)

// Kinds of failure; test with errors.Is.
var (
	// ErrForeign: it is not a database of Delta Chat.
	ErrForeign = errors.New("is not a Delta Chat database")
	// ErrLocked: it is encrypted, and there is no passphrase.
	ErrLocked = errors.New("is encrypted with a passphrase")
	// ErrPassphrase: it is encrypted with another passphrase, or its first page is
	// damaged, which looks the same.
	ErrPassphrase = errors.New("does not open with this passphrase")
	// ErrDamaged: nothing of it can be read.
	ErrDamaged = errors.New("is damaged")
)

// A Damage is a part of a database that could not be read. What else is there
// was read.
type Damage struct {
	Table string `json:"table,omitempty"` // "" if it is a page of any table
	Page  int64  `json:"page,omitempty"`  // from 1, the last one looked at; 0 if unknown
	Why   string `json:"why"`
}

func (d Damage) String() string {
	place := ""
	if d.Table != "" {
		place = "table " + d.Table + ", "
	}
	if d.Page > 0 {
		place += fmt.Sprintf("page %d, ", d.Page)
	}
	return place + d.Why
}
