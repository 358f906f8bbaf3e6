package main

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/gmmtool/gmmtool/internal/report"
)

// A folder is a result of several files. It appears whole or not at all, and
// only its owner may read it.
type folder struct {
	path  string
	temp  string
	files []manifestFile // what was added, for the manifest
	// syncing gives the error of bringing the file added last to the disk, which goes on
	// while the next is made; nil if there is none.
	syncing chan error
}

// newFolder starts a folder. One that exists is refused.
func newFolder(path string) (*folder, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, refuse(path)
	}
	temp, err := os.MkdirTemp(filepath.Dir(path), ".gmmtool-*") // mode 0700
	if err != nil {
		return nil, withHint("check that the folder above exists and that you may write there", "%s: cannot be written: %w", path, cause(err))
	}
	return &folder{path: path, temp: temp}, nil
}

// add writes one file. Its name is ours, never one from mail.
func (f *folder) add(name string, data []byte) error {
	return f.create(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// addJSON writes a JSON object, such as a plan.
func (f *folder) addJSON(name string, v any) error {
	return f.create(name, func(w io.Writer) error { return report.WriteJSON(w, v) })
}

func (f *folder) create(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(filepath.Join(f.temp, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	out := &output{path: filepath.Join(f.path, name), w: file, hash: sha256.New()}
	if err := errors.Join(write(out), f.synced()); err != nil {
		return errors.Join(err, file.Close())
	}
	f.files = append(f.files, asFile(out))
	done := make(chan error, 1)
	go func() { done <- errors.Join(file.Sync(), file.Close()) }()
	f.syncing = done
	return nil
}

// synced waits for the file added last.
func (f *folder) synced() error {
	if f.syncing == nil {
		return nil
	}
	err := <-f.syncing
	f.syncing = nil
	return err
}

// commit makes the folder appear.
func (f *folder) commit() error {
	if err := f.synced(); err != nil {
		return err
	}
	if _, err := os.Lstat(f.path); err == nil {
		return refuse(f.path)
	}
	return os.Rename(f.temp, f.path)
}

// discard removes what has not been committed. After commit it does nothing.
func (f *folder) discard() {
	_ = f.synced()           // on some systems what is open cannot be removed
	_ = os.RemoveAll(f.temp) // what stays behind is named .gmmtool-*
}
