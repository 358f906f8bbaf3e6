package vcard

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
)

// A Blob is the value of PHOTO, KEY, LOGO or SOUND: bytes, or the URI where they
// are.
type Blob struct {
	MediaType string // as in application/pgp-keys; "" where the line does not say
	Data      []byte // an OpenPGP key may be armored; nil for a URI
	URI       string // never a data: URI
}

// Digest is the SHA-256 of the data, or of the URI.
func (b Blob) Digest() [32]byte {
	if b.URI != "" {
		return sha256.Sum256([]byte(b.URI))
	}
	return sha256.Sum256(b.Data)
}

// Blob decodes the value of a binary property: base64, a data: URI (RFC 2397),
// another URI, or text such as an armored key. Where it fails with ErrEncoding,
// Data is what could be decoded.
func (l Line) Blob() (Blob, error) {
	media := l.mediaType()
	if l.encoding == base64Encoding && !l.holdsURI() {
		data, ok := decodeBase64(l.value)
		return Blob{MediaType: media, Data: data}, l.decodedIf(ok)
	}
	value := trimBytes(unfold(l.value, V30))
	switch {
	case foldedPrefix(value, "DATA:"):
		blob, ok := dataURI(value[len("data:"):], l.encoding == base64Encoding)
		return blob, l.decodedIf(ok)
	case l.encoding == base64Encoding:
		return Blob{MediaType: media, URI: unescape(string(value), l.version)}, nil
	}
	text, ok := l.plainChecked()
	text = unescape(text, l.version)
	if isURI(text) {
		return Blob{MediaType: media, URI: text}, l.decodedIf(ok)
	}
	return Blob{MediaType: media, Data: []byte(text)}, l.decodedIf(ok)
}

func (l Line) decodedIf(ok bool) error {
	if ok {
		return nil
	}
	return fmt.Errorf("line %d: %w", l.number, ErrEncoding)
}

// holdsURI tells whether a value that is said to be base64 is a URI. Base64 has no
// colon.
//
// QUIRK: programs that turn cards of 4.0 into 3.0 put ENCODING before the data: or
// https: URI that 4.0 has for a photo or key.
func (l Line) holdsURI() bool {
	start := l.value[:min(len(l.value), 64)] // the scheme: photos are large
	if l.encoding != base64Encoding || bytes.IndexByte(start, ':') < 0 {
		return false
	}
	value := trimBytes(unfold(l.value, V30))
	return foldedPrefix(value, "DATA:") || isURI(string(value))
}

// dataURI decodes what follows "data:". Base64 tells that the line, if not the
// URI, says the data are that.
//
// QUIRK: Delta Chat escapes the comma, as if the value were text; earlier
// releases did not.
func dataURI(value []byte, isBase64 bool) (Blob, bool) {
	head, body, found := bytes.Cut(value, []byte(","))
	if !found {
		return Blob{Data: []byte{}}, false
	}
	media := strings.ReplaceAll(strings.TrimSuffix(string(head), `\`), `\;`, ";")
	const mark = ";base64"
	if cut := len(media) - len(mark); cut >= 0 && strings.EqualFold(media[cut:], mark) {
		data, ok := decodeBase64(body)
		return Blob{MediaType: strings.ToLower(media[:cut]), Data: data}, ok
	}
	if data, ok := decodeBase64(body); ok && isBase64 {
		return Blob{MediaType: strings.ToLower(media), Data: data}, true
	}
	data, err := url.PathUnescape(string(body))
	return Blob{MediaType: strings.ToLower(media), Data: []byte(data)}, err == nil
}

// isURI tells a reference from text by its scheme; binary properties hold no
// prose that could look like one.
func isURI(text string) bool {
	scheme, rest, found := strings.Cut(text, ":")
	if !found || rest == "" || len(scheme) < 2 || strings.ContainsAny(text, " \t\n\\") {
		return false
	}
	return strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") == ""
}

// mediaType is MEDIATYPE of vCard 4.0, or made of the TYPE that earlier versions
// have for it.
func (l Line) mediaType() string {
	if media := l.Param("MEDIATYPE"); len(media) > 0 {
		return strings.ToLower(media[0])
	}
	for _, t := range l.Types() {
		switch {
		case t == "pgp":
			return "application/pgp-keys"
		case strings.Contains(t, "/"):
			return t
		case t == "home" || t == "work" || t == "":
		case l.is("PHOTO") || l.is("LOGO"):
			return "image/" + t
		case l.is("SOUND"):
			return "audio/" + t
		case l.is("KEY"):
			return "application/" + t
		}
	}
	return ""
}
