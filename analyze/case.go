package analyze

import (
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A Source is one argument of the command line. FS and Name say how to read
// it, Path how the user called it. Device is the name before "=", or "".
type Source struct {
	Device string
	Path   string
	FS     fs.FS
	Name   string
	Reader io.Reader // instead of FS: standard input
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
	Jobs       int                                     // goroutines; below 1 means 1
	Now        time.Time                               // receive clock of mail that has none of its own
	Addresses  map[string][]string                     // device -> own addresses
	Rules      map[string]string                       // device -> client release; "" means every device
	Keys       []KeyFile                               // beside those found in the sources
	Passphrase func(fingerprint string) ([]byte, bool) // may be nil
	Spool      func() (mboxio.Spool, error)            // temporary file for compressed tar and standard input
	Progress   func(Progress)                          // may be nil; called from one goroutine at a time
	Observe    func(Letter)                            // may be nil; shown every message, one at a time, in an order that jobs do not change
}

// Progress is what was read since the last call.
type Progress struct {
	Bytes int64 // uncompressed
}

// A Case is the devices looked at together.
type Case struct {
	devices  []*device
	problems []error
	closers  []io.Closer
	mergeOff bool
}

// Problems are what discovery could not read: broken keys, files without
// permission. They do not stop the analysis.
func (c *Case) Problems() []error { return c.problems }

// MergeOff reports whether the case.yaml says "merge: off": its owner takes no
// part in finding out who is the same person, neither asking nor answering.
func (c *Case) MergeOff() bool { return c.mergeOff }

// Close releases what discovery had to unpack.
func (c *Case) Close() error {
	var first error
	for _, closer := range c.closers {
		if err := closer.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// device is one client of one account, as far as the case knows it.
type device struct {
	name     string
	archives []archive
	secret   *pgp.Ring // own secret keys
	keys     []*pgp.Key

	addresses    []string // own, normalised, sorted
	fingerprints []string // own, upper-case hex, sorted

	release      release.Release
	oldest       release.Release // it may run this release as well, for all its mail shows
	releaseBasis string
	orderBasis   string

	events    []*Event // in the order of arrival
	mailboxes []mboxio.Mailbox
	ruleSet   string // release set by case.yaml, "" if it is to be recognised
	problems  []error
}

// archive is one archive of a device.
type archive struct {
	fsys   fs.FS
	name   string
	path   string // as the user would call it
	reader io.Reader
}

func (d *device) owns(address string) bool { return contains(d.addresses, address) }

// hasDeviceOf reports whether some device of the case is this address's own.
func (c *Case) hasDeviceOf(address string) bool {
	return slices.ContainsFunc(c.devices, func(d *device) bool { return d.owns(address) })
}

// blind reports a device whose mail is sealed and whose own key is not at hand:
// what it believes cannot be told, and differs from what can be read here.
func (d *device) blind() bool {
	if slices.ContainsFunc(d.keys, func(k *pgp.Key) bool { return k.HasSecret() && !k.SecretLocked() }) {
		return false
	}
	return slices.ContainsFunc(d.events, func(e *Event) bool { return e.Message.Seal.Opening != gmm.Plain && d.cannotOpen(e.Message) })
}

func (d *device) ownsKey(fingerprint pgp.Fingerprint) bool {
	return fingerprint != "" && contains(d.fingerprints, string(fingerprint))
}

func contains(list []string, s string) bool {
	for _, entry := range list {
		if entry == s {
			return true
		}
	}
	return false
}
