//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package delivery

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// lockName is the file that says a run is going on. A run that was killed
// leaves it behind.
const lockName = "sent.lock"

// lock makes the log this run's own, on systems where package syscall cannot
// lock a file.
func lock(folder *os.Root, _ *os.File) (unlock func() error, err error) {
	file, err := folder.OpenFile(lockName, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("%w; if there is none, remove this file", ErrBusy)
	}
	if err != nil {
		return nil, &Error{File: lockName, Err: err}
	}
	return func() error { return errors.Join(file.Close(), folder.Remove(lockName)) }, nil
}
