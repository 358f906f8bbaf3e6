package gmm

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Reader reads messages and remembers every certificate they carried. The
// zero value is ready; it may be used by many goroutines at once.
type Reader struct {
	// Correspondence asks for what messages tell of people besides groups:
	// see [Hints] and [Reader.ReadCorrespondence].
	Correspondence bool
	// Storing asks for what a store needs besides: [Seal.Named], and certificates
	// as they were met.
	Storing bool

	// Pool is what the messages of [Reader.Read] have in common. Correspondence,
	// most of which nobody keeps, takes no part in it.
	Pool Pool

	certificates sync.Map // keydataDigest -> *pgp.Key, or nil where it cannot be read
	met          sync.Map // keydataDigest -> Certificate, if Storing
}

// keydataDigest stands for keydata, which may be large and worth nothing.
type keydataDigest [sha256.Size]byte

// maxAutocrypt bounds the Autocrypt fields read of one section: mail has one,
// and every key costs a signature check. Of more, the last count, as with
// clients from 2.16 on, and the first, as with those before.
const maxAutocrypt = 16

// maxGossip bounds the gossip of one message; groups have hundreds of members.
const maxGossip = 2000

// readAutocrypt notes the Autocrypt fields of a section and returns their keys.
func (r *Reader) readAutocrypt(m *Message, section Fields, protected bool) []*pgp.Key {
	values := section.All("autocrypt")
	if len(values) > maxAutocrypt {
		values = append(values[:1:1], values[len(values)-maxAutocrypt+1:]...)
	}
	var found []*pgp.Key
	for _, value := range values {
		header, ok := parseAutocrypt(value)
		if !ok {
			continue
		}
		key := r.certificate(header.keydata)
		m.Autocrypt = append(m.Autocrypt, header.noted(key, protected))
		if key != nil {
			found = append(found, key)
		}
	}
	return found
}

// readGossip notes the gossiped keys. Outer gossip counts for no client.
func (r *Reader) readGossip(m *Message, section Fields) {
	for _, value := range section.All("autocrypt-gossip") {
		if len(m.Gossip) == maxGossip {
			return
		}
		if header, ok := parseAutocrypt(value); ok {
			m.Gossip = append(m.Gossip, header.noted(r.certificate(header.keydata), true))
		}
	}
}

// noted is what a message keeps of an Autocrypt field.
func (h autocryptHeader) noted(key *pgp.Key, protected bool) KeyHeader {
	noted := KeyHeader{Address: h.address, PreferEncrypt: h.prefer, Protected: protected}
	if key != nil {
		noted.Fingerprint = key.Fingerprint()
	}
	return noted
}

// certificate parses keydata once, however many messages repeat it; nil if it
// cannot be read.
func (r *Reader) certificate(keydata string) *pgp.Key {
	digest := keydataDigest(sha256.Sum256([]byte(keydata)))
	if known, ok := r.certificates.Load(digest); ok {
		return known.(*pgp.Key)
	}
	var key *pgp.Key
	if binary := encoded.Base64([]byte(keydata)); len(binary) > 0 {
		key, _ = pgp.ReadAutocryptKey(binary) // unreadable: nil, and so noted without a fingerprint
		if key != nil && r.Storing {
			r.met.Store(digest, Certificate{Digest(digest), FormAutocrypt, binary, key.Fingerprint()})
		}
	}
	stored, _ := r.certificates.LoadOrStore(digest, key)
	return stored.(*pgp.Key)
}

// Certificates returns every certificate read so far, in an order that does
// not depend on the order of reading. One key may have several.
func (r *Reader) Certificates() []*pgp.Key {
	type entry struct {
		digest keydataDigest
		key    *pgp.Key
	}
	var entries []entry
	r.certificates.Range(func(digest, key any) bool {
		if key := key.(*pgp.Key); key != nil {
			entries = append(entries, entry{digest.(keydataDigest), key})
		}
		return true
	})
	slices.SortFunc(entries, func(a, b entry) int { return bytes.Compare(a.digest[:], b.digest[:]) })
	keys := make([]*pgp.Key, len(entries))
	for i, e := range entries {
		keys[i] = e.key
	}
	return keys
}
