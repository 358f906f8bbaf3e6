package pgp

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/zlib"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Bounds on what an honest message needs.
const (
	maxNesting           = 8       // compressed layers
	maxMessageSignatures = 16      // signatures on one message
	packetOverhead       = 1 << 20 // packets beside the literal data in a decompressed layer
)

// content is what an encrypted container holds.
type content struct {
	literal     []byte
	signatures  []Signature
	compression string

	found    bool // a literal packet was seen
	onePass  []*packet.OnePassSignature
	maxPlain int
	budget   int // bytes that may still be decompressed
}

// readContent walks the authenticated packets of a message: compressed layers,
// signatures before and after, one literal packet (RFC 9580 section 10.3).
func readContent(stream []byte, maxPlain int) (*content, error) {
	c := &content{maxPlain: maxPlain, budget: maxPlain + packetOverhead}
	if err := c.walk(stream, 0); err != nil {
		return nil, err
	}
	if !c.found {
		return nil, failed(ErrDamaged, "encrypted message without content")
	}
	for range c.onePass {
		c.addUnreadable("signature packet is missing")
	}
	return c, nil
}

func (c *content) walk(stream []byte, depth int) error {
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		if err != nil {
			return inside(err)
		}
		offset += len(p.raw)
		switch p.tag {
		case tagCompressed:
			err = c.openCompressed(p, depth)
		case tagOnePass:
			err = c.addOnePass(p)
		case tagSignature:
			err = c.addSignature(p)
		case tagLiteral:
			err = c.addLiteral(p)
		case tagMarker, tagPadding:
		case tagPublicKeyESK, tagSymmetricESK, tagUnprotected, tagProtected, tagAEADEncrypted:
			err = failed(ErrUnsupported, "encrypted message within an encrypted message")
		default:
			if p.tag < firstNonCritical {
				err = failed(ErrDamaged, "packet of type %d within an encrypted message", p.tag)
			}
		}
		if err != nil {
			return inside(err)
		}
	}
	return nil
}

// inside drops offsets, which count from a start the caller cannot see.
func inside(err error) error {
	if e, ok := err.(*Error); ok {
		e.Offset = -1
	}
	return err
}

func (c *content) openCompressed(p rawPacket, depth int) error {
	if depth == maxNesting {
		return failed(ErrTooLarge, "more than %d compressed layers", maxNesting)
	}
	name, inflated, err := inflate(p.body, c.budget)
	if err != nil {
		return err
	}
	c.compression = name
	c.budget -= len(inflated)
	return c.walk(inflated, depth+1)
}

// inflate decompresses the body of a compressed packet (RFC 9580 section 9.4).
func inflate(body []byte, limit int) (name string, inflated []byte, err error) {
	if len(body) == 0 {
		return "", nil, failed(ErrDamaged, "empty compressed packet")
	}
	source := bytes.NewReader(body[1:])
	var r io.Reader
	switch packet.CompressionAlgo(body[0]) {
	case packet.CompressionNone:
		return "", body[1:], nil
	case packet.CompressionZIP:
		name, r = "ZIP", flate.NewReader(source)
	case packet.CompressionZLIB:
		name = "ZLIB"
		if r, err = zlib.NewReader(source); err != nil {
			return "", nil, failed(ErrDamaged, "compressed packet: %w", err)
		}
	case 3:
		name, r = "BZip2", bzip2.NewReader(source)
	default:
		return "", nil, failed(ErrUnsupported, "compression algorithm %d", body[0])
	}
	const usualRatio = 4
	inflated, err = readUpTo(r, usualRatio*len(body), limit)
	if err == nil {
		return name, inflated, nil
	}
	if e, ok := err.(*Error); ok {
		return "", nil, e
	}
	return "", nil, failed(ErrDamaged, "compressed packet: %w", err)
}

func (c *content) addLiteral(p rawPacket) error {
	if c.found {
		return failed(ErrDamaged, "second literal packet")
	}
	const fixed = 6 // format, name length, date
	if len(p.body) < fixed || len(p.body) < fixed+int(p.body[1]) {
		return failed(ErrDamaged, "literal packet is cut")
	}
	c.literal = p.body[fixed+int(p.body[1]):]
	if len(c.literal) > c.maxPlain {
		return failed(ErrTooLarge, "plaintext of %d bytes, limit %d", len(c.literal), c.maxPlain)
	}
	c.found = true
	return nil
}

// addOnePass remembers that a signature will follow the content. Unreadable
// ones are remembered too, as nil, to keep the pairs right.
func (c *content) addOnePass(p rawPacket) error {
	if c.found {
		return failed(ErrDamaged, "one-pass signature after the content")
	}
	if len(c.onePass) == maxMessageSignatures {
		return failed(ErrTooLarge, "more than %d signatures", maxMessageSignatures)
	}
	parsed, _ := p.parseGuarded()
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
	read, err := readSignatureGuarded(p)
	sig := newSignature(read)
	if err != nil {
		sig.problem = err.Error()
	}
	if c.found { // closes the innermost one-pass signature still open
		if len(c.onePass) == 0 {
			sig.problem = "signature without one-pass packet"
		} else {
			announced := c.onePass[len(c.onePass)-1]
			c.onePass = c.onePass[:len(c.onePass)-1]
			sig.checkAnnounced(announced)
		}
	}
	c.signatures = append(c.signatures, sig)
	return nil
}

func readSignatureGuarded(p rawPacket) (s signaturePacket, err error) {
	s.raw = p.raw
	defer recoverDamage("", &err)
	return readSignature(p)
}

func (c *content) addUnreadable(problem string) {
	c.signatures = append(c.signatures, Signature{problem: problem})
}
