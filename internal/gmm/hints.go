package gmm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Hints are what a message tells of people in passing: nothing a client acts
// on. They are read by a [Reader] with Correspondence set.
type Hints struct {
	// HasProtectedHeaders reports that the protected section is marked as the header its
	// author meant for the message: by hp (RFC 9788) or protected-headers. Without
	// the mark, signed text that happens to begin like a header could pass for one.
	HasProtectedHeaders bool `json:"protected_headers,omitempty"`
	// Picture is the SHA-256 (lower-case hex) of the profile picture in
	// Chat-User-Avatar, "" if there is none. See Message.Seal for who sent it.
	Picture string `json:"picture,omitempty"`
	// Cards are attached vCards, decoded.
	Cards [][]byte `json:"cards,omitempty"`
	// Named are the addresses in the signature block, the lines below "-- "
	// (RFC 3676 section 4.3), normalised.
	Named []string `json:"named,omitempty"`
	// Note is a statement that one key takes the place of another.
	Note *Note `json:"note,omitempty"`
}

// A Note is a text about a change of key. Fingerprints are those it names, By
// the primary keys that validly signed it, At when (unix seconds).
type Note struct {
	Fingerprints []string          `json:"fprs"`
	By           []pgp.Fingerprint `json:"by,omitempty"`
	At           int64             `json:"at,omitempty"`
	// Unverified are the signatures until [Message.Verify].
	Unverified *pgp.Unverified `json:"unverified,omitempty"`
}

// Bounds on one message: people have one card and a short signature block.
const (
	maxCards          = 8
	maxCardSize       = 64 << 10
	maxBlockLines     = 12
	maxNamed          = 8
	maxNamedKeys      = 16
	maxSignedText     = 1 << 20
	maxAttachedKeys   = 8
	maxAttachedKeyLen = 1 << 20
)

// readHints reads what a message tells in passing. entity is the one with the
// author's header. A signature in the text waits for certificates.
func (r *Reader) readHints(m *Message, entity part) {
	a := &Hints{}
	m.Hints = a
	a.HasProtectedHeaders = m.Protected != nil && (m.HP != "" || entity.media.has("protected-headers"))
	a.Picture = pictureDigest(entity.fields.Last("chat-user-avatar"))
	texts := 0
	entity.walk(func(p part) {
		switch {
		case len(p.children) > 0:
		case isCardType(p.media.value):
			a.addCard(p.decoded())
		case p.media.value == "application/pgp-keys":
			r.readAttachedKeys(p.decoded())
		case p.media.value == "text/plain" && !p.isAttachment() && texts < maxCards:
			texts++
			r.readText(m, p.decoded())
		}
	})
}

// readText looks through a text for a signature block and a note on keys.
func (r *Reader) readText(m *Message, text []byte) {
	a := m.Hints
	text = text[:min(len(text), maxSignedText)]
	a.addNamed(blockAddresses(text))
	if signed, signature, ok := pgp.ReadCleartext(text); ok {
		if a.Note = noteOf(signed); a.Note != nil {
			a.Note.Unverified = kept(pgp.UnverifiedDetached(signed, signature))
		}
		return
	}
	if m.Protected != nil && a.Note == nil {
		a.Note = noteOf(text) // signed as the message is: see SignedAs
	}
}

// verify notes who signed: only signatures nobody could object to.
func (n *Note) verify(certificates *pgp.Ring) {
	if n.Unverified == nil {
		return
	}
	unknown := false
	for _, v := range n.Unverified.VerdictEach(certificates) {
		unknown = unknown || v.State == pgp.UnknownKey
		if v.Strict() && !slices.Contains(n.By, v.Signer) {
			n.By = append(n.By, v.Signer)
			n.At = max(n.At, v.Created.Unix())
		}
	}
	if !unknown {
		n.Unverified = nil
	}
}

// pictureDigest reads Chat-User-Avatar as clients since 1.30 write it: the
// picture itself, in base64. "0" means none, anything else named an attachment.
func pictureDigest(value string) string {
	text, ok := strings.CutPrefix(value, "base64:")
	if !ok {
		return ""
	}
	picture := encoded.Base64([]byte(text))
	if len(picture) == 0 {
		return ""
	}
	sum := sha256.Sum256(picture)
	return hex.EncodeToString(sum[:])
}

func isCardType(value string) bool {
	return value == "text/vcard" || value == "text/x-vcard" || value == "text/directory"
}

func (a *Hints) addCard(card []byte) {
	if len(a.Cards) < maxCards && len(card) <= maxCardSize {
		a.Cards = append(a.Cards, slices.Clone(card))
	}
}

// readAttachedKeys remembers certificates sent as files.
func (r *Reader) readAttachedKeys(data []byte) {
	if len(data) > maxAttachedKeyLen {
		return
	}
	keys, _ := pgp.ReadKeys(data, nil) // what cannot be read says nothing
	for i, key := range keys {
		if i < maxAttachedKeys && !key.HasSecret() {
			digest := keydataDigest(sha256.Sum256(key.Serialize()))
			r.certificates.LoadOrStore(digest, key)
			if r.Storing {
				r.met.LoadOrStore(digest, Certificate{Digest(digest), FormFile, key.SerializeCertified(), key.Fingerprint()})
			}
		}
	}
}

var (
	blockMark = []byte("\n-- ")
	// printedKey matches a fingerprint as programs print it: 40 digits, in
	// groups of four or not.
	printedKey = regexp.MustCompile(`\b[0-9A-Fa-f]{4}(?:[ \t\r\n]{0,6}[0-9A-Fa-f]{4}){9}\b`)
	// changeOfKey matches what a note must say besides naming keys.
	changeOfKey = regexp.MustCompile(`(?i)\b(key transition|transition statement|transitioning|` +
		`new (open)?(pgp|gpg) key|new key|supersede[sd]?|replaces?|replaced)\b`)
)

// blockAddresses finds the addresses in a signature block: behind the last
// line "-- ", up to the next boundary or empty end.
func blockAddresses(text []byte) []string {
	var found []string
	for at := bytes.Index(text, blockMark); at >= 0; {
		rest := text[at+len(blockMark):]
		if rest = bytes.TrimPrefix(rest, []byte("\r")); len(rest) > 0 && rest[0] == '\n' {
			found = mentionedAddresses(blockLines(rest[1:]))
		}
		next := bytes.Index(rest, blockMark)
		if next < 0 {
			break
		}
		at = len(text) - len(rest) + next
	}
	return found
}

// blockLines cuts a signature block off what follows it.
func blockLines(rest []byte) []byte {
	end := 0
	for range maxBlockLines {
		next := bytes.IndexByte(rest[end:], '\n')
		line := rest[end:]
		if next >= 0 {
			line = rest[end : end+next+1]
		}
		if bytes.HasPrefix(line, []byte("--")) || bytes.HasPrefix(line, []byte(">")) {
			break
		}
		end += len(line)
		if next < 0 {
			break
		}
	}
	return rest[:end]
}

// mentionedAddresses finds what looks like a mail address.
func mentionedAddresses(text []byte) []string {
	var found []string
	for at := 0; len(found) < maxNamed; {
		sign := bytes.IndexByte(text[at:], '@')
		if sign < 0 {
			break
		}
		sign += at
		from, to := sign, sign+1
		for from > at && isAddressByte(text[from-1]) {
			from--
		}
		for to < len(text) && isDomainByte(text[to]) {
			to++
		}
		mentioned := address.Normalize(strings.Trim(string(text[from:to]), ".-"))
		if address.Valid(mentioned) && strings.Contains(mentioned[strings.LastIndexByte(mentioned, '@'):], ".") {
			found = append(found, mentioned)
		}
		at = to
	}
	return found
}

func isDomainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-'
}

func isAddressByte(c byte) bool { return isDomainByte(c) || c == '_' || c == '+' || c == '\'' }

func (a *Hints) addNamed(addresses []string) {
	for _, address := range addresses {
		if len(a.Named) < maxNamed && !slices.Contains(a.Named, address) {
			a.Named = append(a.Named, address)
		}
	}
}

// noteOf reads a text as a note on a change of key; nil if it is not one.
func noteOf(text []byte) *Note {
	if !changeOfKey.Match(text) {
		return nil
	}
	note := &Note{}
	for _, printed := range printedKey.FindAll(text, maxNamedKeys) {
		if fingerprint := cleanFingerprint(string(printed)); fingerprint != "" && !slices.Contains(note.Fingerprints, fingerprint) {
			note.Fingerprints = append(note.Fingerprints, fingerprint)
		}
	}
	if len(note.Fingerprints) < 2 {
		return nil
	}
	return note
}
