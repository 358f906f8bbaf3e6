package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/report"
)

// manifestSchema is the version of the manifest format.
const manifestSchema = 1

// A manifest says what a run read, did and wrote, so that it can be repeated
// and its result checked.
type manifest struct {
	Schema      int            `json:"schema"`
	Tool        build          `json:"tool"`
	CommandLine []string       `json:"command_line"`
	Started     time.Time      `json:"started"`  // UTC
	Finished    time.Time      `json:"finished"` // UTC
	ExitCode    int            `json:"exit_code"`
	Inputs      []manifestFile `json:"inputs"`
	Outputs     []manifestFile `json:"outputs"`
}

// A manifestFile is one file. Inputs are hashed before they are analysed.
type manifestFile struct {
	Path     string     `json:"path"` // "-" for a standard stream
	Size     int64      `json:"size"` // bytes
	Modified *time.Time `json:"modified,omitempty"`
	SHA256   string     `json:"sha256,omitempty"` // lower-case hex
	Error    string     `json:"error,omitempty"`  // why there is no hash
}

// addInput hashes the file at path, or every file below it. A case.yaml stands
// for its folder, which its paths cannot leave.
func (m *manifest) addInput(ctx context.Context, path string) error {
	if ending := filepath.Ext(path); ending == ".yaml" || ending == ".yml" {
		path = filepath.Dir(path)
	}
	return filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			m.Inputs = append(m.Inputs, manifestFile{Path: path, Error: cause(err).Error()})
			return nil
		case entry.IsDir() || isSecret(entry.Name()):
			return nil
		}
		m.Inputs = append(m.Inputs, hashFile(ctx, path))
		return nil
	})
}

// isSecret knows the files that lie in mailbox folders without being mail:
// chatmail servers keep the login's password there, and even its hash would
// give a weak one away.
func isSecret(name string) bool {
	return name == "password" || strings.HasPrefix(name, ".gmmtool-")
}

func hashFile(ctx context.Context, path string) manifestFile {
	file := manifestFile{Path: path}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		file.Error = "not a regular file"
		return file
	}
	var sum hash.Hash
	if err == nil {
		modified := info.ModTime().UTC()
		file.Modified = &modified
		sum, file.Size, err = hashContents(ctx, path)
	}
	if err != nil {
		file.Error = cause(err).Error()
		return file
	}
	file.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return file
}

func hashContents(ctx context.Context, path string) (hash.Hash, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, contextReader{ctx, file})
	return sum, size, err
}

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}

// addStream adds what was read from or written to a stream or output.
func asFile(o *output) manifestFile {
	return manifestFile{Path: o.path, Size: o.size, SHA256: o.sha256()}
}

func (m *manifest) write(o *output) error {
	if err := report.WriteJSON(o, m); err != nil {
		return err
	}
	return o.commit()
}
