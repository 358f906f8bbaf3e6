package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

// A folder is a result of several files. It appears whole or not at all, and
// only its owner may read it.
type folder struct {
	path string
	temp string
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
	file, err := os.OpenFile(filepath.Join(f.temp, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

func (f *folder) addPlan(plan repair.Plan) error {
	var b bytes.Buffer
	if err := report.WriteJSON(&b, plan); err != nil {
		return err
	}
	return f.add("plan.json", b.Bytes())
}

// commit makes the folder appear.
func (f *folder) commit() error {
	if _, err := os.Lstat(f.path); err == nil {
		return refuse(f.path)
	}
	return os.Rename(f.temp, f.path)
}

// discard removes what has not been committed. After commit it does nothing.
func (f *folder) discard() { _ = os.RemoveAll(f.temp) } // what stays behind is named .gmmtool-*
