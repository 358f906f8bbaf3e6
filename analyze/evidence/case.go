package evidence

import (
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A Source is one argument of the command line. FS and Name say how to read
// it, Path how the user called it. Device is the name before "=", or "".
type Source struct {
	Device string
	Path   string
	FS     fs.FS
	Name   string
	Reader io.Reader // instead of FS: standard input, which can be read once
	// OpenStore opens the file as a store, if it is one. Nil refuses stores.
	OpenStore func() (*store.Store, error)
}

// KeyFile is a key given by flag. An empty Device means that whose key it is
// follows from the archives.
type KeyFile struct {
	Device string
	Path   string
	Data   []byte
}

// Options are what the user settled and what the surroundings provide. The
// zero value of each field is a sound default.
type Options struct {
	Addresses  map[string][]string                // device -> own addresses
	Rules      map[string]string                  // device -> client release; "" means every device
	Keys       []KeyFile                          // beside those found in the sources
	Passphrase func(device string) ([]byte, bool) // of its keys and backups; may be nil
	Spool      func() (mboxio.Spool, error)       // temporary file for compressed tar and standard input

	Jobs     int          // goroutines that read; below 1 means 1
	Progress func(int64)  // may be nil; told how many more (uncompressed) bytes were read, from one goroutine at a time
	Letter   func(Letter) // may be nil; shown every message that is not chat mail, one at a time, in an order that Jobs does not change
}

// A Case is what the user named: the devices to be looked at together, with
// their archives and keys.
type Case struct {
	devices  []*namedDevice // by name
	problems []error
	looked   []lookedAt // the sources, in order
	closers  []io.Closer
	stores   []*openStore                 // named as sources
	spool    func() (mboxio.Spool, error) // for [Case.Raw]
	mergeOff bool
}

// namedDevice is one client of one account, as far as the sources tell.
type namedDevice struct {
	name      string
	archives  []archive
	witnesses []witness // its databases, the newest first
	keys      []namedKey
	addresses []string // told by flags or case.yaml, lower-case
	rules     release.Release
	rulesSet  bool
}

// lookedAt is what could not be looked into in a source.
type lookedAt struct {
	source   string
	problems []error
}

// archive is one archive of a device.
type archive struct {
	fsys   fs.FS
	name   string
	path   string // as the user would call it
	source string // what the user named, in which it was found
	reader io.Reader
	pack   stamp             // of the tar or zip it lies in, the outermost; zero if there is none
	stored *storedArchive    // what a store has of it, instead of the archive itself
	title  string            // the path's last name without endings
	use    mboxio.SpecialUse // which an archive that is one folder tells by its name, as Junk.mbox does
}

func newArchive(path string) archive {
	title := deviceName(path)
	return archive{path: path, title: title, use: mboxio.UseOf(title)}
}

// Problems are what discovery could not read: broken keys, files without
// permission. They do not stop the analysis.
func (c *Case) Problems() []error { return c.problems }

// MergeOff reports whether the case.yaml says "merge: off": its owner takes no
// part in finding out who is the same person, neither asking nor answering.
func (c *Case) MergeOff() bool { return c.mergeOff }

// Keys lists the keys that came as files with a device, none if there is no
// such device.
func (c *Case) Keys(device string) []*pgp.Key {
	i, ok := slices.BinarySearchFunc(c.devices, device, func(d *namedDevice, name string) int { return strings.Compare(d.name, name) })
	if !ok {
		return nil
	}
	return c.devices[i].keyList()
}

// AllKeys lists the keys that came as files, device by device.
func (c *Case) AllKeys() []*pgp.Key {
	var keys []*pgp.Key
	for _, d := range c.devices {
		keys = append(keys, d.keyList()...)
	}
	return keys
}

// peerKeys lists the certificates in the databases of all devices.
func (c *Case) peerKeys() []*pgp.Key {
	var keys []*pgp.Key
	for _, d := range c.devices {
		for _, w := range d.witnesses {
			keys = append(keys, w.peers...)
		}
	}
	return keys
}

// Secrets is every secret key of the case.
func (c *Case) Secrets() *pgp.Ring { return pgp.NewRing(c.AllKeys()...).Secret() }

// Close releases what discovery had to unpack. [Case.Raw] needs it open.
func (c *Case) Close() error {
	var first error
	for _, closer := range c.closers {
		if err := closer.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
