package pgp

// DefaultMaxPlain is the limit on plaintext if [Options] sets none.
const DefaultMaxPlain = 48 << 20

// Options bound what opening a message may cost. The zero value is good.
type Options struct {
	// MaxPlain is the largest plaintext accepted, in bytes, and also bounds
	// each decompressed layer. 0 means DefaultMaxPlain.
	MaxPlain int
}

func (o Options) maxPlain() int {
	if o.MaxPlain <= 0 {
		return DefaultMaxPlain
	}
	return o.MaxPlain
}

// Opened is a decrypted message whose integrity was checked to the end.
type Opened struct {
	// Plain is the content of the literal packet, line ends as found.
	Plain []byte
	// Key is the own key that opened the message, "" if a password did.
	Key Fingerprint
	// Symmetric reports that a password opened the message, and Password
	// which one: its index in the list given to Open, else -1.
	Symmetric bool
	Password  int
	Shape     Shape
	// Recipients are the PKESK packets in the order found.
	Recipients []Recipient
	// Signatures over Plain, not yet judged, in the order found.
	Signatures []Signature
}

// Shape is how a message was built. Versions of clients can be told by it.
type Shape struct {
	Armored bool
	// Container is "SEIPDv1" (MDC), "SEIPDv2" (AEAD) or "AEAD" (GnuPG's own).
	Container string
	// PKESK and SKESK are the packet versions found, one entry per packet.
	PKESK, SKESK []int
	Anonymous    bool   // some recipient is hidden
	Cipher       string // "AES-128"
	AEAD         string // "OCB"; "" for SEIPDv1
	Compression  string // "ZLIB"; "" if not compressed
}

// Open decrypts a message, armored or binary, with the first secret key of the
// ring or password that fits, and checks its integrity to the end. The
// signatures found are not judged: see [Opened.Verify].
//
// Keys named by the message are tried first; for anonymous recipients every
// unlocked (sub)key that can decrypt is tried, whatever its key flags say.
// Errors are of type [*Error] and of any kind but that of damage to keys.
func Open(ciphertext []byte, secret *Ring, passwords [][]byte, opts Options) (opened *Opened, err error) {
	const op = "open message"
	defer recoverDamage(op, &err)
	source, err := messageStream(ciphertext)
	if err != nil {
		return nil, during(op, err)
	}
	sealed, err := readEnvelope(source.data)
	if err != nil {
		return nil, during(op, source.locate(err))
	}
	opened = &Opened{Password: -1, Recipients: sealed.recipients, Shape: sealed.shape}
	opened.Shape.Armored = source.armored
	plain, by, err := sealed.unseal(secret, passwords)
	if err != nil {
		return nil, during(op, source.locate(err))
	}
	opened.Key, opened.Symmetric, opened.Password = by.key, by.password >= 0, by.password
	if opened.Shape.Cipher == "" {
		opened.Shape.Cipher = cipherName(by.cipher)
	}
	content, err := readContent(plain, opts.maxPlain())
	if err != nil {
		return nil, during(op, err)
	}
	opened.Plain, opened.Signatures = content.literal, content.signatures
	opened.Shape.Compression = content.compression
	return opened, nil
}
