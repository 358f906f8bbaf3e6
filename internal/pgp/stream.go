package pgp

import (
	"errors"
	"strings"
)

// A stream is a run of binary packets, and where it stood in the input.
type stream struct {
	data    []byte
	offset  int // of the armor block in the input
	armored bool
}

// locate turns an offset in the stream into one in the input. All of an armor
// block is one place.
func (s stream) locate(err error) error {
	var place *Error
	if s.armored && errors.As(err, &place) && place.Offset >= 0 {
		place.Offset = int64(s.offset)
	}
	return err
}

// binaryStream is the input itself, if it begins like a packet. Look for armor
// first: text may begin with such a byte, too.
func binaryStream(input []byte) (stream, bool) {
	return stream{data: input}, len(input) > 0 && input[0]&0x80 != 0
}

// messageStream finds the message. A missing END line does not matter: the
// integrity check decides.
func messageStream(input []byte) (stream, error) {
	for from := 0; ; {
		block, ok := nextArmor(input, from)
		if !ok {
			break
		}
		if strings.HasPrefix(messageLabel, block.label) { // the BEGIN line may be cut
			if block.err != nil {
				return stream{}, block.err
			}
			return stream{data: block.data, offset: block.offset, armored: true}, nil
		}
		from = max(block.end, block.offset+1)
	}
	if s, ok := binaryStream(input); ok {
		return s, nil
	}
	return stream{}, failedAt(ErrNotEncrypted, 0, "neither armor nor OpenPGP packets")
}

// signatureStream finds a detached signature.
func signatureStream(input []byte) (stream, error) {
	block, ok := nextArmor(input, 0)
	if !ok {
		if s, ok := binaryStream(input); ok {
			return s, nil
		}
	}
	switch {
	case !ok || block.label != signatureLabel:
		return stream{}, failed(ErrDamaged, "no armored signature")
	case block.err != nil:
		return stream{}, block.err
	}
	return stream{data: block.data, offset: block.offset, armored: true}, nil
}

// keyStreams finds all key material, with the defects of its armor.
func keyStreams(input []byte) (streams []stream, errs []error) {
	armored := false
	for from := 0; ; {
		block, ok := nextArmor(input, from)
		if !ok {
			break
		}
		armored = true
		from = max(block.end, block.offset+1)
		if block.label != publicKeyLabel && block.label != privateKeyLabel {
			continue
		}
		if block.err != nil {
			errs = append(errs, block.err)
		} else if block.cut != nil {
			errs = append(errs, block.cut)
		}
		streams = append(streams, stream{data: block.data, offset: block.offset, armored: true})
	}
	if s, ok := binaryStream(input); ok && !armored {
		return []stream{s}, nil
	}
	return streams, errs
}
