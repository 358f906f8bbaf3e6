package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/redact"
)

// maxRedactKey is what is read of a key for pseudonyms, in bytes.
const maxRedactKey = 1 << 10

func redactFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "redact", DisableDefaultText: true, Usage: "write pseudonyms for addresses, names, Message-IDs and keys, to hand the result on"},
		&cli.StringFlag{Name: "redact-key", Usage: "the same, by the secret in `FILE`, which is made if it does not exist: results with one secret agree"},
	}
}

// redactor is nil where nothing is to be redacted.
func (p *process) redactor(c *cli.Context) (*redact.Redactor, error) {
	path := c.String("redact-key")
	switch {
	case path != "":
		key, err := readRedactKey(path)
		if errors.Is(err, fs.ErrNotExist) {
			key, err = makeRedactKey(path)
		}
		if err != nil {
			return nil, err
		}
		return redact.New(key), nil
	case c.Bool("redact"):
		key, err := randomKey()
		return redact.New(key), err
	}
	return nil, nil
}

func randomKey() ([]byte, error) {
	key := make([]byte, 32)
	_, err := rand.Read(key)
	return key, err
}

func readRedactKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", path, cause(err))
	case !info.Mode().IsRegular():
		return nil, withHint("name a file that only you can read", "%s: not a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", path, cause(err))
	}
	defer file.Close()
	key, err := io.ReadAll(io.LimitReader(file, maxRedactKey))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", path, cause(err))
	case len(key) < redact.MinKey:
		return nil, withHint("name a file that does not exist, and one is made", "%s: %d bytes are too few for a secret, which has at least %d", path, len(key), redact.MinKey)
	}
	return key, nil
}

// makeRedactKey writes a new secret, for its owner only.
func makeRedactKey(path string) ([]byte, error) {
	key, err := randomKey()
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, withHint("check that the folder exists and that you may write there", "%s: cannot be written: %w", path, cause(err))
	}
	_, err = file.Write(key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return key, nil
}

// learnPaths notes the paths of sources and books, of which each may name somebody.
func learnPaths(r *redact.Redactor, args []string) {
	for _, arg := range args {
		for _, path := range []string{arg, arg[strings.IndexByte(arg, '=')+1:]} {
			r.LearnPath(path)
			r.LearnPath(filepath.Clean(path))
		}
	}
}

// redacted is a result as it may be written: v itself unless pseudonyms are asked
// for.
func redacted[T any](run *caseRun, v T) T {
	if run.redactor == nil {
		return v
	}
	run.redactor.Learn(v)
	return redact.Of(run.redactor, v)
}

// redactedText is a text of the run, such as its command line, as it may be
// written.
func (run *caseRun) redactedText(s string) string {
	if run.redactor == nil {
		return s
	}
	return run.redactor.Text(s)
}
