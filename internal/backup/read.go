package backup

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Keys are the keys in a database. They are not part of what is said about it.
type Keys struct {
	Own   []*pgp.Key // with their secret parts, the one in use first
	Peers []*pgp.Key // certificates of others
}

// A File is the bytes of a database, and of its write-ahead log if it has one.
type File struct {
	Data       io.ReaderAt
	Size       int64
	WAL        io.ReaderAt // may be nil
	WALSize    int64
	Passphrase []byte // nil if none is at hand
}

// Read reads a database. Path is what the user calls it. The error is one of the
// kinds of this package; what is lost of a damaged database is in its Damage.
func Read(path string, f File) (d *Database, keys *Keys, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, keys, err = nil, nil, fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	m, sealed, err := layers(f)
	if err != nil {
		return nil, nil, err
	}
	db, err := open(m)
	if err != nil {
		return nil, nil, err
	}
	defer db.Close()
	if !db.has("msgs", "rfc724_mid") && !db.has("chats", "grpid") && !db.has("config", "keyname") {
		return nil, nil, ErrForeign
	}
	r := reader{database: db, d: &Database{Path: path, Bytes: f.Size + f.WALSize}, keys: &Keys{}}
	r.readAll()
	r.d.Damage = db.damage
	if m.size > m.have {
		r.d.Damage = append([]Damage{{Page: m.have/m.pageSize + 1, Why: fmt.Sprintf("the file is cut: %d bytes of %d", m.have, m.size)}}, r.d.Damage...)
	}
	if sealed != nil {
		for _, page := range slices.Sorted(maps.Keys(sealed.bad)) {
			r.d.Damage = append(r.d.Damage, Damage{Page: page, Why: "its checksum is wrong"})
		}
	}
	return r.d, r.keys, nil
}

// layers lays the write-ahead log over the file, and decryption over both.
func layers(f File) (*image, *cipherFile, error) {
	data, size := f.Data, f.Size
	if f.WAL != nil {
		data, size = overlay(data, size, f.WAL, f.WALSize)
	}
	var start [16]byte
	if n, _ := data.ReadAt(start[:], 0); n < len(start) {
		return nil, nil, ErrForeign
	}
	if string(start[:]) == magic {
		m, err := newImage(data, size)
		return m, nil, err
	}
	if f.Passphrase == nil {
		return nil, nil, ErrLocked
	}
	sealed, err := decrypt(data, size, f.Passphrase)
	if err != nil {
		return nil, nil, err
	}
	m, err := newImage(sealed, sealed.size)
	return m, sealed, err
}

// reader turns the tables of one database into values.
type reader struct {
	*database
	d    *Database
	keys *Keys

	config  map[string]string
	members map[int64]bool // contacts that are in a member list
	server  onServer
	groups  map[int64]int // row of a chat -> index in d.Groups
}

func (r *reader) readAll() {
	r.readConfig()
	r.readKeys()
	r.readGroups()
	r.readMembers()
	r.readContacts()
	r.readServer()
	r.readMessages()
	r.readUnfetched()
	r.readMailboxes()
	r.readOutbox()
	r.scan("leftgrps", []string{"grpid"}, func(row row) { r.d.Left = append(r.d.Left, row.text(0)) })
	if r.d.Version > NewestVersion {
		r.d.Notes = append(r.d.Notes, fmt.Sprintf("its database is of version %d, newer than %d: what is known of it was read", r.d.Version, NewestVersion))
	}
}

// settings are all that is read of the configuration. Passwords lie beside them.
var settings = [...]string{"dbversion", "configured_addr", "secondary_addrs", "displayname", "key_id", "backup_time", "last_housekeeping"}

func (r *reader) readConfig() {
	r.config = map[string]string{}
	quoted := make([]string, len(settings))
	for i, name := range settings {
		quoted[i] = "'" + name + "'"
	}
	if r.has("config", "keyname") && r.has("config", "value") {
		err := r.query("SELECT keyname, value FROM config NOT INDEXED WHERE keyname IN ("+strings.Join(quoted, ",")+")", func(s *sqlite3.Stmt) bool {
			r.config[s.ColumnText(0)] = s.ColumnText(1)
			return true
		})
		if err != nil {
			r.note("config", err)
		}
	}
	r.d.Version, _ = strconv.Atoi(r.config["dbversion"])
	r.d.Name = r.config["displayname"]
	made, _ := strconv.ParseInt(cmp.Or(r.config["backup_time"], r.config["last_housekeeping"]), 10, 64)
	r.d.Made = made
	own := append([]string{r.config["configured_addr"]}, strings.Fields(r.config["secondary_addrs"])...)
	r.scan("transports", []string{"addr"}, func(row row) { own = append(own, row.text(0)) })
	r.d.Addresses = addresses(own)
	var former []string
	r.scan("removed_transports", []string{"addr"}, func(row row) { former = append(former, row.text(0)) })
	r.d.Former = slices.DeleteFunc(addresses(former), func(a string) bool { return slices.Contains(r.d.Addresses, a) })
}

// addresses normalises a list and drops what is empty or repeated.
func addresses(list []string) []string {
	var found []string
	for _, text := range list {
		if a := address.Normalize(text); a != "" && !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	return found
}

// readKeys takes the own key in use (config key_id, or else is_default) before
// older ones.
func (r *reader) readKeys() {
	type pair struct {
		secret []byte
		inUse  bool
	}
	var pairs []pair
	inUse, _ := strconv.ParseInt(r.config["key_id"], 10, 64)
	r.scan("keypairs", []string{"private_key", "is_default"}, func(row row) {
		pairs = append(pairs, pair{row.bytes(0), row.id == inUse || inUse == 0 && row.number(1) == 1})
	})
	slices.SortStableFunc(pairs, func(a, b pair) int {
		if a.inUse == b.inUse {
			return 0
		} else if a.inUse {
			return -1
		}
		return 1
	})
	for _, p := range pairs {
		keys, problems := pgp.ReadKeys(p.secret, nil)
		if len(problems) > 0 {
			r.damage = append(r.damage, Damage{Table: "keypairs", Why: "a secret key cannot be read"})
		}
		for _, key := range keys {
			if key.HasSecret() && !slices.Contains(r.d.Fingerprints, string(key.Fingerprint())) {
				r.keys.Own = append(r.keys.Own, key)
				r.d.Fingerprints = append(r.d.Fingerprints, string(key.Fingerprint()))
			}
		}
	}
	r.readPeers("public_keys", "public_key")
	r.readPeers("acpeerstates", "public_key", "gossip_key")
}

func (r *reader) readPeers(table string, columns ...string) {
	r.scan(table, columns, func(row row) {
		for i := range columns {
			if data := row.bytes(i); len(data) > 0 && len(data) < 1<<20 {
				keys, _ := pgp.ReadKeys(data, nil) // a broken one of somebody else is not a loss to the case
				r.keys.Peers = append(r.keys.Peers, keys...)
			}
		}
	})
}
