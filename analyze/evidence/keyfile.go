package evidence

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Kinds of failure of files that are read as a whole.
var (
	ErrNotRegular = errors.New("is not a regular file")
	ErrTooLarge   = errors.New("is too large for what it should be")
)

// MaxKeyFile is how large a file of keys may be, in bytes: more than the keyrings
// of people hold.
const MaxKeyFile = 16 << 20

// readSmall reads a file that is a regular one, or a link to one, of at most max
// bytes. Nothing else is opened: a pipe would wait for ever, a device never end.
func readSmall(fsys fs.FS, name string, max int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(data)) > max {
		err = fmt.Errorf("%w: more than %d KiB", ErrTooLarge, max>>10)
	}
	return data, cause(err)
}

func (d *discovery) readKeyFile(dev *namedDevice, fsys fs.FS, name, shown string) {
	data, err := readSmall(fsys, name, MaxKeyFile)
	if err != nil {
		fix := "check that you may read the key"
		if errors.Is(err, ErrNotRegular) || errors.Is(err, ErrTooLarge) {
			fix = "keys are exported as files of some kilobytes; move away what is none"
		}
		d.c.problems = append(d.c.problems, &Error{Path: shown, Err: err, Fix: fix})
		return
	}
	d.addKeys(dev, data, shown)
}

// addKeyFiles gives the keys of flags to their device, or to the only one.
func (d *discovery) addKeyFiles(files []KeyFile) {
	for _, file := range files {
		name := file.Device
		if name == "" && len(d.byName) == 1 {
			name = d.names()[0]
		}
		if _, ok := d.byName[name]; !ok {
			d.c.problems = append(d.c.problems, &Error{Path: file.Path, Err: fmt.Errorf("no device named %q", name),
				Fix: "give the key as --key DEVICE=FILE; the devices are " + strings.Join(d.names(), ", ")})
			continue
		}
		d.addKeys(d.device(name), file.Data, file.Path)
	}
}

func (d *discovery) addKeys(dev *namedDevice, data []byte, shown string) {
	passphrase := func(pgp.Fingerprint) ([]byte, bool) {
		if d.opts.Passphrase == nil {
			return nil, false
		}
		return d.opts.Passphrase(dev.name)
	}
	// Binary keys begin with a packet of a type below 32 (RFC 9580 section 5).
	if binary := len(data) > 0 && data[0] >= 0x80 && data[0] < 0xe0; !binary {
		data = mboxio.PlainText(data)
	}
	keys, problems := pgp.ReadKeys(data, passphrase)
	for i, key := range keys {
		dev.keys = append(dev.keys, givenKey(key, shown, i))
	}
	for _, problem := range problems {
		fix := "export the key again; without it this device's mail stays sealed"
		if errors.Is(problem, pgp.ErrPassphrase) {
			fix = "give the passphrase with --passphrase-file FILE"
		}
		d.c.problems = append(d.c.problems, &Error{Path: shown, Err: problem, Fix: fix})
	}
}
