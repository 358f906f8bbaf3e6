package pgp

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Bounds on what an honest message needs.
const (
	maxNesting     = 8       // compressed layers
	packetOverhead = 1 << 20 // bytes of packets beside the literal data in a decompressed layer
)

// content is what an encrypted container holds.
type content struct {
	literal    []byte
	dated      uint32
	signatures []messageSignature

	hasLiteral bool
	onePass    []*packet.OnePassSignature // not followed by their signature yet
	maxPlain   int
	budget     int // bytes that may still be decompressed
}

// readContent walks the authenticated packets of a message: compressed layers,
// signatures before and after, one literal packet (RFC 9580 section 10.3).
func readContent(stream []byte, maxPlain int) (*content, error) {
	c := &content{maxPlain: maxPlain, budget: maxPlain + packetOverhead}
	if err := c.walk(stream, 0); err != nil {
		return nil, err
	}
	if !c.hasLiteral {
		return nil, failed(ErrDamaged, "encrypted message without content")
	}
	for range c.onePass {
		c.signatures = append(c.signatures, messageSignature{problem: "signature packet is missing"})
	}
	return c, nil
}

func (c *content) walk(stream []byte, depth int) error {
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		if err != nil {
			return withoutOffset(err)
		}
		offset += len(p.raw)
		switch p.tag {
		case tagCompressed:
			if depth == maxNesting {
				return failed(ErrTooLarge, "more than %d compressed layers", maxNesting)
			}
			var inflated []byte
			if inflated, err = inflate(p.body, c.budget); err == nil {
				c.budget -= len(inflated)
				err = c.walk(inflated, depth+1)
			}
		case tagOnePass:
			err = c.addOnePass(p)
		case tagSignature:
			err = c.addSignature(p)
		case tagLiteral:
			err = c.addLiteral(p)
		case tagMarker, tagPadding:
		case tagPKESK, tagSKESK, tagSED, tagSEIPD, tagAEAD:
			err = failed(ErrUnsupported, "encrypted message within an encrypted message")
		default:
			if p.tag < firstNonCritical {
				err = failed(ErrDamaged, "packet of type %d within an encrypted message", p.tag)
			}
		}
		if err != nil {
			return withoutOffset(err)
		}
	}
	return nil
}

// inflate decompresses the body of a compressed packet (RFC 9580 section 5.6).
func inflate(body []byte, limit int) (inflated []byte, err error) {
	if len(body) == 0 {
		return nil, failed(ErrDamaged, "empty compressed packet")
	}
	source := bytes.NewReader(body[1:])
	var r io.Reader
	const bzip2Algorithm = 3 // which the library does not name
	switch packet.CompressionAlgo(body[0]) {
	case packet.CompressionNone:
		return body[1:], nil
	case packet.CompressionZIP:
		r = flate.NewReader(source)
	case packet.CompressionZLIB:
		if r, err = zlib.NewReader(source); err != nil {
			return nil, failed(ErrDamaged, "compressed packet: %w", err)
		}
	case bzip2Algorithm:
		r = bzip2.NewReader(source)
	default:
		return nil, failed(ErrUnsupported, "compression algorithm %d", body[0])
	}
	const usualRatio = 4
	inflated, err = readUpTo(r, usualRatio*len(body), limit)
	if err == nil {
		return inflated, nil
	}
	if e, ok := err.(*Error); ok {
		return nil, e
	}
	return nil, failed(ErrDamaged, "compressed packet: %w", err)
}

func (c *content) addLiteral(p rawPacket) error {
	if c.hasLiteral {
		return failed(ErrDamaged, "second literal packet")
	}
	const fixed = 6 // format, name length, date
	if len(p.body) < fixed || len(p.body) < fixed+int(p.body[1]) {
		return failed(ErrDamaged, "literal packet is cut")
	}
	c.dated = binary.BigEndian.Uint32(p.body[2+int(p.body[1]):])
	c.literal = p.body[fixed+int(p.body[1]):]
	if len(c.literal) > c.maxPlain {
		return failed(ErrTooLarge, "plaintext of %d bytes, limit %d", len(c.literal), c.maxPlain)
	}
	c.hasLiteral = true
	return nil
}

// addOnePass remembers that a signature will follow the content. Unreadable
// packets are remembered too, as nil, to keep the pairs right.
func (c *content) addOnePass(p rawPacket) error {
	if c.hasLiteral {
		return failed(ErrDamaged, "one-pass signature after the content")
	}
	if len(c.onePass) == maxMessageSignatures {
		return failed(ErrTooLarge, "more than %d signatures", maxMessageSignatures)
	}
	parsed, _ := p.parse()
	ops, _ := parsed.(*packet.OnePassSignature)
	for i, outer := range c.onePass {
		if outer != nil && outer.IsLast {
			c.onePass[i] = nil // signs the inner signed message, not the content
		}
	}
	c.onePass = append(c.onePass, ops)
	return nil
}

func (c *content) addSignature(p rawPacket) error {
	if len(c.signatures) == maxMessageSignatures {
		return failed(ErrTooLarge, "more than %d signatures", maxMessageSignatures)
	}
	sig := readMessageSignature(p)
	if last := len(c.onePass) - 1; c.hasLiteral && last < 0 {
		sig.problem = "signature without one-pass packet"
	} else if c.hasLiteral { // closes the innermost one-pass signature still open
		sig.checkOnePass(c.onePass[last])
		c.onePass = c.onePass[:last]
	}
	c.signatures = append(c.signatures, sig)
	return nil
}
