package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
)

// maxPassphrase is far above any passphrase, and far below a file named by
// mistake.
const maxPassphrase = 64 << 10

// readPassphrase reads the first line of the file or descriptor that the flags
// name; nil means that none does. Passphrases are never flag values: those
// show in process lists and shell histories.
func (p *process) readPassphrase(file string, descriptor int) ([]byte, error) {
	var source io.Reader
	switch {
	case file != "" && descriptor >= 0:
		return nil, withHint("keep one of them", "--passphrase-file and --passphrase-fd exclude each other")
	case file != "":
		data, err := readSmall(file, maxPassphrase)
		if err != nil {
			return nil, withHint("name a file that you may read, or use --passphrase-fd 3 3<FILE for what is not one", "%s: passphrase cannot be read: %w", file, err)
		}
		source = bytes.NewReader(data)
	case descriptor == 0:
		source = p.stdin
	case descriptor > 0:
		opened := os.NewFile(uintptr(descriptor), "passphrase")
		defer opened.Close()
		source = opened
	default:
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(source, maxPassphrase+1))
	if err != nil {
		return nil, withHint("open the descriptor for reading, for example 3<FILE", "passphrase cannot be read: %w", cause(err))
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 || len(data) > maxPassphrase {
		return nil, withHint("the passphrase is the first line", "passphrase is empty or longer than %d bytes", maxPassphrase)
	}
	return line, nil
}

// cause drops operation and path from an error of package os, where the message
// names the path already.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
