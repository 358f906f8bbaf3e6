package record

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// Identify is a short name for a list of texts: what it is, and a digest of them.
func Identify(what string, texts ...string) string {
	var d digester
	return identifier(Source(what), d.sum(texts...))
}

// NameOf is what an [Index] calls a record that no other is taken for.
func NameOf(r *Record) string {
	var d digester
	return identifier(r.Source, d.identity(r))
}

// Digest is a short digest of a list of texts.
func Digest(texts ...string) uint64 {
	var d digester
	return d.sum(texts...)
}

func identifier(source Source, digest uint64) string {
	id := append(make([]byte, 0, 32), source...)
	id = append(id, '-')
	return string(hex.AppendEncode(id, binary.BigEndian.AppendUint64(nil, digest)))
}

// A digester makes short digests of lists of texts.
type digester struct{ buffer []byte }

func (d *digester) sum(fields ...string) uint64 {
	d.buffer = d.buffer[:0]
	for _, field := range fields {
		d.add(field)
	}
	return d.close()
}

func (d *digester) add(field string) {
	d.buffer = binary.AppendUvarint(d.buffer, uint64(len(field)))
	d.buffer = append(d.buffer, field...)
}

func (d *digester) close() uint64 {
	sum := sha256.Sum256(d.buffer)
	return binary.BigEndian.Uint64(sum[:8])
}

// identity digests what makes a record the same one in the next run: the UID of
// a card, in whichever form an app wrote it, else what the card says; of a member
// or correspondent, where it was seen under which address and key.
func (d *digester) identity(r *Record) uint64 {
	switch {
	case r.Source == Card && r.UID != "":
		return d.sum(string(Card), vcard.UIDKey(r.UID))
	case r.Source == Card && r.Content != "":
		return d.sum(string(Card), "", r.Content)
	}
	d.buffer = d.buffer[:0]
	d.add(string(r.Source))
	d.add(r.Place.Device)
	d.add(r.Place.Group)
	for _, address := range r.Addresses {
		d.add(address)
	}
	for _, key := range r.Keys {
		d.add(key.Fingerprint)
	}
	if r.Source == Card {
		for _, list := range [][]string{r.Names, r.Phones, {r.Birthday}, r.Organisations} {
			for _, text := range list {
				d.add(text)
			}
		}
	}
	return d.close()
}
