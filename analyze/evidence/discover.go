package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/backup"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Kinds of failure of Discover; test with errors.Is.
var (
	ErrNoSource    = errors.New("no archive to read")
	ErrNoArchive   = errors.New("no mail archive")
	ErrCaseFile    = errors.New("case file is wrong")
	ErrTwice       = errors.New("is named twice")
	ErrWhoseDevice = errors.New("cannot tell the own address of the device")
)

// caseFile is the name under which a folder explains itself.
const caseFile = "case.yaml"

// Discover finds the devices of a case: what each source is, which archives
// and keys belong to which device (DESIGN section 3). A name that does not exist
// is an error; what is there and cannot be read, or is not mail, is a problem of
// the case.
func Discover(ctx context.Context, sources []Source, opts Options) (*Case, error) {
	c := &Case{spool: opts.Spool}
	if len(sources) == 0 {
		return nil, &Error{Err: ErrNoSource, Fix: "name a Maildir, an mbox file or a folder of them: gmmtool analyze SOURCE..."}
	}
	d := discovery{ctx: ctx, c: c, opts: opts, byName: map[string]*namedDevice{}}
	for _, source := range sources {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		d.source = source.Path
		known := len(c.problems)
		err := d.add(source)
		if isWrongCall(err) {
			return c, err
		}
		if err != nil {
			c.problems = append(c.problems, err) // the rest is still worth a look
		}
		c.looked = append(c.looked, lookedAt{source.Path, c.problems[known:len(c.problems):len(c.problems)]})
	}
	d.settleBackups()
	d.addKeyFiles(opts.Keys)
	if err := d.addFlags(); err != nil {
		return c, err
	}
	for _, name := range d.names() {
		dev := d.byName[name]
		dev.settleKeys()
		slices.SortStableFunc(dev.archives, func(a, b archive) int { return strings.Compare(a.path, b.path) })
		c.devices = append(c.devices, dev)
	}
	return c, c.refuseTwice()
}

// refuseTwice finds an archive that was named twice, for one device or for two:
// its mail would count twice.
func (c *Case) refuseTwice() error {
	owner := map[string]string{}
	for _, d := range c.devices {
		for _, a := range d.archives {
			place := path.Clean(a.path)
			if a.stored != nil {
				place = d.name + "=" + place // another machine may call another mailbox the same
			}
			if first, known := owner[place]; known && a.reader == nil {
				return &Error{Path: a.path, Err: fmt.Errorf("%w, for %q and %q", ErrTwice, first, d.name), Fix: "name it once"}
			}
			owner[place] = d.name
		}
	}
	return nil
}

// isWrongCall tells a mistake of the caller, such as a name that does not
// exist, from an input that is there and cannot be read.
func isWrongCall(err error) bool {
	var unusable *store.Error
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrCaseFile) || errors.Is(err, ErrStoreDevice) || errors.As(err, &unusable)
}

// discovery collects devices by name while the sources are looked at.
type discovery struct {
	ctx    context.Context
	c      *Case
	opts   Options
	byName map[string]*namedDevice
	source string // what is being looked at, as the user named it
	pack   stamp  // of the tar or zip that is being looked into, zero if there is none
}

func (d *discovery) names() []string {
	var names []string
	for name := range d.byName {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (d *discovery) device(name string) *namedDevice {
	if dev, ok := d.byName[name]; ok {
		return dev
	}
	dev := &namedDevice{name: name}
	d.byName[name] = dev
	return dev
}

// add decides what one source is.
func (d *discovery) add(s Source) error {
	if s.Reader != nil {
		dev := d.device(cmp.Or(s.Device, "stdin"))
		a := newArchive(s.Path)
		a.reader, a.source = s.Reader, d.source
		dev.archives = append(dev.archives, a)
		return nil
	}
	info, err := fs.Stat(s.FS, s.Name)
	if err != nil {
		return &Error{Path: s.Path, Err: cause(err), Fix: "check the name, and that you may read it"}
	}
	if !info.IsDir() {
		return d.addFile(s)
	}
	return d.addFolder(s)
}

func (d *discovery) addFile(s Source) error {
	if base := path.Base(s.Name); strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml") {
		return d.addCaseFile(s)
	}
	info, err := fs.Stat(s.FS, s.Name)
	if err == nil && !info.Mode().IsRegular() {
		return &Error{Path: s.Path, Err: ErrNotRegular, Fix: "what comes through a pipe is read from standard input: name it -"}
	}
	if isStore(s.FS, s.Name) {
		return d.addStore(s)
	}
	if place, ok := backup.FindFile(s.FS, s.Name); ok {
		d.addBackup(cmp.Or(s.Device, deviceName(s.Path)), place, s.Path)
		return nil
	}
	device := cmp.Or(s.Device, deviceName(s.Path))
	if place, ok := findSealed(s.FS, s.Name); ok && d.hasPassphrase(device) {
		d.addBackup(device, place, s.Path)
		return nil
	}
	kind, err := mboxio.Detect(s.FS, s.Name)
	if err != nil {
		return unread(s.Path, cause(err))
	}
	if !kind.IsArchive() {
		return &Error{Path: s.Path, Err: ErrNoArchive, Fix: "expected an mbox file, a Maildir, a folder of .eml files, or a tar or zip of them"}
	}
	if isPack(kind) {
		return d.addPack(s)
	}
	d.addArchive(device, s.FS, mboxio.Found{Path: s.Name, Kind: kind}, s.Path)
	return nil
}

// addFolder tells an archive from a device's folder from a case folder.
func (d *discovery) addFolder(s Source) error {
	if _, err := fs.Stat(s.FS, path.Join(s.Name, caseFile)); err == nil && s.Device == "" {
		return d.addCaseFile(Source{Path: path.Join(s.Path, caseFile), FS: s.FS, Name: path.Join(s.Name, caseFile)})
	}
	entries, err := fs.ReadDir(s.FS, s.Name)
	if err != nil {
		return unread(s.Path, cause(err))
	}
	if s.Device == "" && isCaseFolder(d.ctx, s.FS, s.Name, entries) {
		if only, ok := onlyFolder(entries); ok && d.isWrapped(s, only) {
			return d.addFolder(Source{Path: path.Join(s.Path, only), FS: s.FS, Name: path.Join(s.Name, only)})
		}
		return d.addCaseFolder(s, entries)
	}
	if !d.addDeviceFolder(cmp.Or(s.Device, deviceName(s.Path)), s) {
		return &Error{Path: s.Path, Err: ErrNoArchive, Fix: "name a folder that holds a Maildir, mbox or .eml files, or folders of such"}
	}
	return nil
}

// isWrapped reports whether the only folder in a folder is itself a case, as
// when a tar was made of it.
func (d *discovery) isWrapped(s Source, only string) bool {
	inner := path.Join(s.Name, only)
	entries, err := fs.ReadDir(s.FS, inner)
	if err != nil {
		return false
	}
	_, err = fs.Stat(s.FS, path.Join(inner, caseFile))
	return err == nil || isCaseFolder(d.ctx, s.FS, inner, entries)
}

// addCaseFolder takes each subfolder that holds archives as a device. Beside
// them lies what is not mail, or mail that cannot be read.
func (d *discovery) addCaseFolder(s Source, entries []fs.DirEntry) error {
	found := false
	beside := &contents{source: s}
	for _, entry := range entries {
		name := path.Join(s.Name, entry.Name())
		switch {
		case beside.isLeftOut(name, entry):
		case entry.IsDir():
			found = d.addDeviceFolder(entry.Name(), Source{Path: beside.shown(name), FS: s.FS, Name: name}) || found
		default:
			if _, err := mboxio.Detect(s.FS, name); err != nil {
				beside.failed = append(beside.failed, unread(beside.shown(name), cause(err)))
			}
		}
	}
	d.c.problems = append(d.c.problems, beside.failed...)
	if !found && len(beside.failed) == 0 {
		return &Error{Path: s.Path, Err: ErrNoArchive, Fix: "a case folder holds one folder per device, each with its archives"}
	}
	return nil
}

// addDeviceFolder adds the archives and keys below a folder to a device, and
// reports whether there were any, or may be where it could not look.
func (d *discovery) addDeviceFolder(name string, s Source) bool {
	found := folderContents(d.ctx, s, d.hasPassphrase(name))
	d.c.problems = append(d.c.problems, found.failed...)
	if found.isEmpty() {
		return len(found.failed) > 0
	}
	for _, place := range found.databases.lone {
		d.addBackup(name, place, found.shown(place.Name))
	}
	for _, places := range found.databases.accounts {
		d.addAccounts(name, places, found.shown)
	}
	for _, a := range found.archives {
		d.addArchive(name, s.FS, a, found.shown(a.Path))
	}
	for _, file := range found.keys {
		d.readKeyFile(d.device(name), s.FS, file, found.shown(file)) // with keys alone it is a device whose client keeps no mail
	}
	return true
}

func (d *discovery) addArchive(device string, fsys fs.FS, found mboxio.Found, shown string) {
	dev := d.device(device)
	if !isPack(found.Kind) {
		a := newArchive(shown)
		a.fsys, a.name, a.source, a.pack = fsys, found.Path, d.source, d.pack
		dev.archives = append(dev.archives, a)
		return
	}
	mounted, err := d.mount(fsys, found.Path, shown)
	if err != nil {
		d.c.problems = append(d.c.problems, unread(shown, cause(err)))
		return
	}
	defer d.enterPack(fsys, found.Path)()
	d.addDeviceFolder(device, Source{Path: shown, FS: mounted, Name: "."})
}

// deviceName is the last element of a path without the endings of archives.
func deviceName(shown string) string {
	name := path.Base(path.Clean(strings.ReplaceAll(shown, `\`, "/")))
	for _, ending := range [...]string{".gz", ".zst", ".bz2", ".xz", ".mbox", ".tar", ".tgz", ".zip", ".mbx", ".eml"} {
		if trimmed := strings.TrimSuffix(name, ending); trimmed != "" {
			name = trimmed
		}
	}
	if name == "." || name == "/" || name == ".." {
		return "device"
	}
	return name
}
