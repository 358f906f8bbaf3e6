package pgp

import "cmp"

// DefaultMaxPlain is the limit on plaintext if [Options] sets none, in bytes.
const DefaultMaxPlain = 48 << 20

// Options bound what opening a message may cost. The zero value is good.
type Options struct {
	// MaxPlain is the largest plaintext accepted, in bytes, and also bounds
	// each decompressed layer. 0 means DefaultMaxPlain.
	MaxPlain int
}

// Opened is a decrypted message whose integrity was checked to the end.
type Opened struct {
	// Plain is the content of the literal packet, line ends as found.
	Plain []byte
	// Dated is the date in the literal packet (RFC 9580 section 5.9), unix seconds, 0
	// where the writer left it out.
	Dated int64
	// Key is the own key that opened the message, "" if a password did.
	Key Fingerprint
	// Symmetric reports that a password opened the message.
	Symmetric bool
	// Armored reports that the message was armored, not binary.
	Armored bool
	// Recipients are the PKESK packets in the order found.
	Recipients []Recipient
	// Anonymous reports that some recipient is hidden.
	Anonymous bool

	signatures []messageSignature // over Plain, in the order found
}

// Open decrypts a message, armored or binary, with the first secret key of the
// ring or password that fits, and checks its integrity to the end. Signatures
// are not verified yet: see [Opened.Verify].
//
// Keys named by the message are tried first; for anonymous recipients every
// unlocked (sub)key that can decrypt is tried, whatever its key flags say.
// Errors are of type [*Error] and of any kind but that of damage to keys.
func Open(ciphertext []byte, secret *Ring, passwords [][]byte, opts Options) (opened *Opened, err error) {
	const op = "open message"
	defer recoverDamage(op, &err)
	source, err := messageStream(ciphertext)
	if err != nil {
		return nil, withOp(op, err)
	}
	message, err := readEncrypted(source.data)
	if err != nil {
		return nil, withOp(op, source.locate(err))
	}
	plain, key, err := message.decrypt(secret, passwords)
	if err != nil {
		return nil, withOp(op, source.locate(err))
	}
	content, err := readContent(plain, cmp.Or(max(opts.MaxPlain, 0), DefaultMaxPlain))
	if err != nil {
		return nil, withOp(op, err)
	}
	return &Opened{
		Plain: content.literal, Dated: int64(content.dated), Key: key, Symmetric: key == "", Armored: source.armored,
		Recipients: message.recipients, Anonymous: message.anonymous, signatures: content.signatures,
	}, nil
}
