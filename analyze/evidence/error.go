package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Error is a failure about one source. Err is the kind (errors.Is), Path the
// place, Fix what the user can do about it.
type Error struct {
	Path string
	Err  error
	Fix  string
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// Hint is the second line a user sees.
func (e *Error) Hint() string { return e.Fix }

// cause drops the path that package fs repeats.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

func unknownDevice(flag, name string, known []string) error {
	return &Error{Err: fmt.Errorf("%s names a device %q that the sources do not have", flag, name),
		Fix: "the devices are " + strings.Join(known, ", ")}
}
