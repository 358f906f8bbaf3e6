package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/internal/backup"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// The values of a client's database, for those who read evidence.
type (
	Database          = backup.Database
	DatabaseChange    = backup.Change
	DatabaseContact   = backup.Contact
	DatabaseFailure   = backup.Failure
	DatabaseGroup     = backup.Group
	DatabaseMailbox   = backup.Mailbox
	DatabaseMember    = backup.Member
	DatabaseMessage   = backup.Message
	DatabaseOutgoing  = backup.Outgoing
	DatabaseUnfetched = backup.Unfetched
)

// What a reader of a [Database] needs to know.
const (
	DatabaseSelf    = backup.Self
	DatabaseTrash   = backup.Trash
	DatabaseFailed  = backup.StateFailed
	DatabasePending = backup.StatePending
	DatabaseDraft   = backup.StateDraft
)

// DatabaseReleases gives the releases that may have run last on a database.
func DatabaseReleases(db *Database) (oldest, newest release.Release) {
	return backup.Releases(db.Version)
}

// witness is one database of a device, as it was read.
type witness struct {
	*backup.Database
	own   []namedKey
	peers []*pgp.Key
	form  string
	found string // the device it was found for
	from  string // what the user named, in which it was found
}

// addBackup reads a database and makes it a witness of a device.
func (d *discovery) addBackup(device string, place backup.Place, shown string) {
	dev := d.device(device)
	var passphrase []byte
	if d.opts.Passphrase != nil {
		passphrase, _ = d.opts.Passphrase(device)
	}
	db, keys, err := place.Read(shown, passphrase)
	if err != nil {
		d.c.problems = append(d.c.problems, &Error{Path: shown, Err: cause(err), Fix: backupFix(err)})
		return
	}
	w := witness{Database: db, peers: keys.Peers, form: place.Form(), found: device, from: d.source}
	for i, key := range keys.Own {
		own := givenKey(key, shown, i)
		own.inBackup = true
		w.own = append(w.own, own)
	}
	dev.witnesses = append(dev.witnesses, w)
}

// hasPassphrase reports whether there is a passphrase for the backups of a device.
func (d *discovery) hasPassphrase(device string) bool {
	if d.opts.Passphrase == nil {
		return false
	}
	passphrase, ok := d.opts.Passphrase(device)
	return ok && len(passphrase) > 0
}

func backupFix(err error) string {
	switch {
	case errors.Is(err, backup.ErrLocked):
		return "give its passphrase with --passphrase-file FILE"
	case errors.Is(err, backup.ErrPassphrase):
		return "check the passphrase; if it is right, the beginning of the file is damaged: look for a whole copy"
	case errors.Is(err, backup.ErrForeign):
		return "it is the database of another program, or an empty one"
	case errors.Is(err, fs.ErrPermission):
		return "check that you may read it"
	}
	return "look for a whole copy, or make another backup"
}

// addAccounts makes each profile of an accounts folder a device: of several, each
// has its number in its name.
func (d *discovery) addAccounts(device string, places []backup.Place, shown func(string) string) {
	for _, place := range places {
		name := device
		if len(places) > 1 {
			name += "-" + strconv.Itoa(place.Account)
		}
		d.addBackup(name, place, shown(place.Name))
	}
}

// settleBackups decides whose each database is. Of one device it is the newest
// that counts. Databases of other accounts, or of a second device of the same
// account, are devices of their own.
func (d *discovery) settleBackups() {
	for _, name := range d.names() {
		dev := d.byName[name]
		slices.SortStableFunc(dev.witnesses, func(a, b witness) int {
			return cmp.Or(newer(a.Database, b.Database), strings.Compare(a.Path, b.Path))
		})
		var lines [][]witness // of one device each, the newest first
		for _, w := range dev.witnesses {
			i := slices.IndexFunc(lines, func(line []witness) bool { return isSameDevice(line[0].Database, w.Database) })
			if i < 0 {
				lines = append(lines, nil)
				i = len(lines) - 1
			}
			lines[i] = append(lines[i], w)
		}
		inCommon := len(lines) > 1 && len(dev.archives) == 0 && !shareOwner(lines[0][0].Database, lines[1][0].Database)
		if inCommon { // a folder of several accounts is nobody's own
			delete(d.byName, name)
		}
		for i, line := range lines {
			owner := dev
			if i > 0 || inCommon {
				owner = d.device(d.unusedName(name, line[0].Database, inCommon || !shareOwner(lines[0][0].Database, line[0].Database)))
			}
			owner.witnesses = line
			for _, own := range line[0].own {
				if !slices.ContainsFunc(owner.keys, func(k namedKey) bool { return k.secret && k.key.Fingerprint() == own.key.Fingerprint() }) {
					owner.keys = append(owner.keys, own)
				}
			}
		}
	}
}

// newer orders databases of one device, the newest first: by their time, then by
// the last message.
func newer(a, b *backup.Database) int {
	last := func(d *backup.Database) int64 {
		if len(d.Messages) == 0 {
			return 0
		}
		return int64(d.Messages[len(d.Messages)-1].Row)
	}
	if a.Made != b.Made {
		return int(min(1, max(-1, b.Made-a.Made)))
	}
	return int(min(1, max(-1, last(b)-last(a))))
}

// isSameDevice tells two states of one device from two devices. Both have an own key
// or address in common, and most second devices began with a backup of the first: they
// number the messages up to then alike. Behind the last message that both number alike,
// two devices give one number to different messages, or one message different
// numbers; and what one of them sent, the other received.
func isSameDevice(a, b *backup.Database) bool {
	if !shareOwner(a, b) {
		return false
	}
	known, taken := make(map[string]backup.Message, len(a.Messages)), make(map[int32]bool, len(a.Messages))
	for _, m := range a.Messages {
		known[m.ID], taken[m.Row] = m, true
	}
	last := int32(0)
	for _, m := range b.Messages {
		if other, ok := known[m.ID]; ok && other.Row == m.Row {
			last = max(last, m.Row)
		}
	}
	for _, m := range b.Messages {
		other, both := known[m.ID]
		switch {
		case both && other.Own != m.Own:
			return false
		case both && other.Row != m.Row && max(other.Row, m.Row) > last:
			return false
		case !both && m.Row > last && taken[m.Row]:
			return false
		}
	}
	return true
}

// shareOwner reports whether two databases have an own key or address in common.
func shareOwner(a, b *backup.Database) bool {
	shares := func(mine, theirs []string) bool {
		return slices.ContainsFunc(mine, func(s string) bool { return slices.Contains(theirs, s) })
	}
	return shares(a.Fingerprints, b.Fingerprints) || shares(a.Addresses, b.Addresses)
}

// unusedName names a device that its folder does not name: by its address if it is
// of another account, else by a number.
func (d *discovery) unusedName(folder string, db *backup.Database, other bool) string {
	name := folder
	if other && len(db.Addresses) > 0 {
		name = db.Addresses[0]
	}
	for n := 2; d.byName[name] != nil; n++ {
		name = fmt.Sprintf("%s-%d", folder, n)
	}
	return name
}

// addDatabase notes how the reading of the databases of a device went.
func (v *Evidence) addDatabases(d *Device, witnesses []witness) {
	for i, w := range witnesses {
		input := Input{Path: w.Path, Device: d.Name, Bytes: w.Bytes, Dialect: w.form}
		for _, damage := range w.Damage {
			input.Errors = append(input.Errors, w.Path+": "+damage.String())
		}
		if i == 0 {
			d.Backup = w.Database
		} else {
			input.Notes = append(input.Notes, "an older state of the same device; the newest counts")
		}
		v.Inputs = append(v.Inputs, input)
	}
}

// databases are the databases among the contents of a folder, and what lies
// beside them and is not mail.
type databases struct {
	lone     []backup.Place
	accounts [][]backup.Place // of each accounts folder
	place    map[string]bool
	// hasPassphrase says that there is one for encrypted databases, which only it can
	// tell from other files.
	hasPassphrase bool
}

// search looks at one folder. It reports whether the folder is one of profiles,
// whose files are nobody's mail.
func (b *databases) search(fsys fs.FS, dir string, entries []fs.DirEntry) bool {
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "accounts.toml" }) {
		if places, ok := backup.FindAccounts(fsys, dir); ok {
			b.accounts = append(b.accounts, places)
			for _, e := range entries {
				b.place[path.Join(dir, e.Name())] = true
			}
			return true
		}
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.IsDir() || !mayBeDatabase(e) {
			continue
		}
		if isStore(fsys, name) { // beside the archives it was made of
			b.place[name], b.place[name+"-journal"] = true, true
			continue
		}
		place, ok := backup.FindFile(fsys, name)
		if !ok && b.hasPassphrase && !strings.HasSuffix(e.Name(), "-wal") {
			place, ok = findSealed(fsys, name)
		}
		if ok {
			b.lone = append(b.lone, place)
			for _, beside := range [...]string{"", "-wal", "-shm", "-journal", "-blobs"} {
				b.place[name+beside] = true
			}
		}
	}
	return false
}

// findSealed recognises what may be an encrypted database; compressed mail looks
// alike but for its first bytes.
func findSealed(fsys fs.FS, name string) (backup.Place, bool) {
	place, ok := backup.FindSealed(fsys, name)
	if !ok {
		return place, false
	}
	kind, err := mboxio.Detect(fsys, name)
	return place, err != nil || !kind.IsArchive()
}

// mayBeDatabase passes over most mail without opening it: databases and tar files
// consist of whole blocks.
func mayBeDatabase(e fs.DirEntry) bool {
	switch ending := strings.ToLower(path.Ext(e.Name())); {
	case ending == ".eml" || ending == ".emlx", strings.Trim(e.Name(), "0123456789.") == "":
		return false
	case ending == ".tar", ending == ".db":
		return true
	}
	info, err := e.Info()
	return err == nil && info.Mode().IsRegular() && info.Size() > 0 && info.Size()%512 == 0
}
