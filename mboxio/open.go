package mboxio

import (
	"io"
	"io/fs"
)

// OpenFile opens one file of fsys and gives its content, decompressed, with what
// it was found to be: for files that lie beside mail, such as address books. The
// errors of Read are those of the walk, of the kinds [ErrCompression], [ErrBomb]
// and [ErrRead] among them.
func OpenFile(fsys fs.FS, name string) (io.ReadCloser, Kind, error) {
	s, err := openSniffed(fsys, name, newCodecPool())
	if err != nil {
		return nil, Kind{}, err
	}
	return s, s.kind, nil
}
