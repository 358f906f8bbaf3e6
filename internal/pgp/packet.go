package pgp

import (
	"bytes"
	"encoding/binary"
	"errors"

	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Packet types (RFC 9580 section 5) that this package tells apart.
const (
	tagPKESK         = 1 // session key, encrypted to a public key
	tagSignature     = 2
	tagSKESK         = 3 // session key, encrypted with a password
	tagOnePass       = 4
	tagSecretKey     = 5
	tagPublicKey     = 6
	tagSecretSubkey  = 7
	tagCompressed    = 8
	tagSED           = 9 // encrypted without integrity protection
	tagMarker        = 10
	tagLiteral       = 11
	tagUserID        = 13
	tagPublicSubkey  = 14
	tagUserAttribute = 17
	tagSEIPD         = 18
	tagAEAD          = 20 // GnuPG's own, before RFC 9580
	tagPadding       = 21
	firstNonCritical = 40 // unknown packets from here on may be skipped
)

// A rawPacket is one packet as found, before its content is looked at.
type rawPacket struct {
	tag    int
	offset int    // of its first byte in the stream
	raw    []byte // header and body as found
	body   []byte // body; partial lengths joined
}

// nextPacket cuts the packet at offset off the stream. The error is of kind
// ErrDamaged and names the offset.
func nextPacket(stream []byte, offset int) (rawPacket, error) {
	p := rawPacket{offset: offset}
	rest := stream[offset:]
	if len(rest) == 0 || rest[0]&0x80 == 0 {
		return p, failedAt(ErrDamaged, offset, "no packet header")
	}
	if rest[0]&0x40 == 0 {
		return oldFormatPacket(p, rest)
	}
	p.tag = int(rest[0] & 0x3f)
	length, headerLen, partial, ok := newFormatLength(rest[1:])
	if !ok || length > len(rest)-1-headerLen {
		return p, p.truncated()
	}
	end := 1 + headerLen + length
	p.raw, p.body = rest[:end], rest[1+headerLen:end]
	if partial {
		return joinPartialBody(p, rest, end)
	}
	return p, nil
}

// oldFormatPacket reads the header format of RFC 9580 section 4.2.2.
func oldFormatPacket(p rawPacket, rest []byte) (rawPacket, error) {
	p.tag = int(rest[0]&0x3c) >> 2
	lengthType := rest[0] & 3
	if lengthType == 3 { // indeterminate: up to the end of the stream
		p.raw, p.body = rest, rest[1:]
		return p, nil
	}
	octets := 1 << lengthType
	if len(rest) < 1+octets {
		return p, p.truncated()
	}
	length := uint64(0)
	for _, b := range rest[1 : 1+octets] {
		length = length<<8 | uint64(b)
	}
	if length > uint64(len(rest)-1-octets) {
		return p, p.truncated()
	}
	end := 1 + octets + int(length)
	p.raw, p.body = rest[:end], rest[1+octets:end]
	return p, nil
}

// newFormatLength reads one length (RFC 9580 section 4.2.1).
func newFormatLength(b []byte) (length, octets int, partial, ok bool) {
	switch {
	case len(b) == 0:
		return 0, 0, false, false
	case b[0] < 192:
		return int(b[0]), 1, false, true
	case b[0] < 224:
		if len(b) < 2 {
			return 0, 0, false, false
		}
		return int(b[0]-192)<<8 + int(b[1]) + 192, 2, false, true
	case b[0] < 255:
		return 1 << (b[0] & 0x1f), 1, true, true
	case len(b) < 5:
		return 0, 0, false, false
	}
	return int(binary.BigEndian.Uint32(b[1:])), 5, false, true
}

// joinPartialBody follows the chunks after the first (RFC 9580 section
// 4.2.1.4), in two passes so that the body is allocated once.
func joinPartialBody(p rawPacket, rest []byte, end int) (rawPacket, error) {
	size, chunks := len(p.body), 1
	for at, more := end, true; more; chunks++ {
		length, octets, partial, ok := newFormatLength(rest[at:])
		if !ok || length > len(rest)-at-octets {
			return p, p.truncated()
		}
		size, more = size+length, partial
		at += octets + length
	}
	body := append(make([]byte, 0, size), p.body...)
	for range chunks - 1 {
		length, octets, _, _ := newFormatLength(rest[end:])
		body = append(body, rest[end+octets:end+octets+length]...)
		end += octets + length
	}
	p.raw, p.body = rest[:end], body
	return p, nil
}

// packetOf makes one packet: a header in the current format with the shortest
// length that fits, and the body in one piece.
func packetOf(tag byte, body []byte) []byte {
	header := make([]byte, 1, 6+len(body))
	header[0] = 0xc0 | tag
	switch n := len(body); {
	case n < 192:
		header = append(header, byte(n))
	case n < 8384:
		header = append(header, byte((n-192)>>8+192), byte(n-192))
	default:
		header = binary.BigEndian.AppendUint32(append(header, 255), uint32(n))
	}
	return append(header, body...)
}

func (p rawPacket) truncated() error {
	return failedAt(ErrDamaged, p.offset, "packet of type %d is cut", p.tag)
}

// parse hands the packet to the OpenPGP library. Unsupported versions and
// algorithms come back as ErrUnsupported, everything else as ErrDamaged.
func (p rawPacket) parse() (parsed packet.Packet, err error) {
	defer recoverDamage("", &err)
	if parsed, err = packet.Read(bytes.NewReader(p.raw)); err == nil {
		return parsed, nil
	}
	kind := ErrDamaged
	var unsupported pgperrors.UnsupportedError
	if errors.As(err, &unsupported) {
		kind = ErrUnsupported
	}
	return nil, &Error{Kind: kind, Offset: int64(p.offset), Err: err}
}
