package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// An output is where a result goes: standard output, or a file that appears
// whole or not at all. It counts and hashes what passes, for the manifest.
type output struct {
	path    string // "-" for standard output
	temp    *os.File
	device  *os.File // a pipe or device that is written to as it is
	replace bool     // an older file may go
	begin   string   // what it begins with, once something is written
	w       io.Writer
	hash    hash.Hash
	size    int64
}

// A replaceable reports whether the file at path, which exists, may be replaced:
// nil, or why not.
type replaceable func(path string, info fs.FileInfo) error

// openOutput starts an output. A file that exists is refused unless replace
// allows it; a new one is written beside its place, readable by its owner only,
// because it quotes private mail. A device or pipe, such as /dev/null, is neither
// made nor replaced.
func (p *process) openOutput(path string, replace replaceable) (*output, error) {
	if path == "" || path == standardInput {
		return &output{path: standardInput, w: p.stdout, hash: sha256.New()}, nil
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		device, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, withHint("check that you may write there", "%s: cannot be written: %w", path, cause(err))
		}
		return &output{path: path, device: device, w: device, hash: sha256.New()}, nil
	}
	info, err := os.Lstat(path)
	exists := err == nil
	if exists {
		if err := replace(path, info); err != nil {
			return nil, err
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".gmmtool-*")
	if err != nil {
		return nil, withHint("check that the folder exists and that you may write there", "%s: cannot be written: %w", path, cause(err))
	}
	return &output{path: path, temp: temp, replace: exists, w: temp, hash: sha256.New()}, nil
}

func refuse(path string) error {
	return withHint("name another one, or move this one away", "%s: %w", path, errRefused)
}

func (o *output) Write(b []byte) (int, error) {
	if o.begin != "" {
		begin := o.begin
		o.begin = ""
		if _, err := o.Write([]byte(begin)); err != nil {
			return 0, err
		}
	}
	n, err := o.w.Write(b)
	o.hash.Write(b[:n])
	o.size += int64(n)
	return n, err
}

// commit makes the output appear. Until then nobody sees it.
func (o *output) commit() error {
	if o.device != nil {
		return o.device.Close()
	}
	if o.temp == nil {
		return nil
	}
	if err := errors.Join(o.temp.Sync(), o.temp.Close()); err != nil {
		return err
	}
	if o.replace {
		return os.Rename(o.temp.Name(), o.path)
	}
	// A link, unlike a rename, fails if the name has been taken meanwhile.
	err := os.Link(o.temp.Name(), o.path)
	switch {
	case err == nil:
		return os.Remove(o.temp.Name())
	case errors.Is(err, fs.ErrExist):
		return refuse(o.path)
	}
	if _, err := os.Lstat(o.path); err == nil {
		return refuse(o.path)
	}
	return os.Rename(o.temp.Name(), o.path) // a file system without links
}

// discard removes what has not been committed. After commit it does nothing.
func (o *output) discard() {
	if o.device != nil {
		o.device.Close()
	}
	if o.temp != nil {
		o.temp.Close()
		os.Remove(o.temp.Name())
	}
}

func (o *output) sha256() string { return hex.EncodeToString(o.hash.Sum(nil)) }
