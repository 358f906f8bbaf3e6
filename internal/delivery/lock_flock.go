//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package delivery

import (
	"errors"
	"os"
	"syscall"
)

// lock makes the log this run's own. The system lets go of the lock when the
// program ends, however it ends, so none can be left behind.
func lock(_ *os.Root, log *os.File) (unlock func() error, err error) {
	err = syscall.Flock(int(log.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrBusy
	}
	if err != nil {
		return nil, &Error{File: logName, Err: err}
	}
	return func() error { return nil }, nil // closing the log unlocks it
}
