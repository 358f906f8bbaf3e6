package main

import (
	"errors"
	"os"

	"github.com/gmmtool/gmmtool/mboxio"
)

// newSpool opens a temporary file that is gone when it is closed.
func newSpool() (mboxio.Spool, error) {
	f, err := os.CreateTemp("", "gmmtool-*")
	if err != nil {
		return nil, err
	}
	// Where the system allows it, the name goes at once, so that even a
	// killed run leaves nothing behind.
	if os.Remove(f.Name()) == nil {
		return f, nil
	}
	return spool{f}, nil
}

type spool struct{ *os.File }

func (s spool) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }
