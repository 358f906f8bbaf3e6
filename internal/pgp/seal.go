package pgp

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// SealOptions say how to seal. Time and Random have no default.
type SealOptions struct {
	// Time is when the signature claims to be made, to the second. Whether a
	// certificate has expired or is revoked is measured at this time.
	Time time.Time
	// Random supplies the session key and all that hides it. With keys on
	// Curve25519 the same bytes read give the same message; RSA, the NIST
	// curves and post-quantum signatures draw from the system instead.
	Random io.Reader
	// Intended lists every recipient, the signer included, in the signature
	// (RFC 9580 section 5.2.3.36). Chatmail clients from 2.40 on write such a
	// list and discard a message whose list lacks them; older ones ignore it.
	// With a list, the message cannot be encrypted anew for somebody else.
	Intended bool
	// AllowExpired and AllowRevoked use such certificates all the same, the
	// signer's too. Chatmail clients look at neither.
	AllowExpired, AllowRevoked bool
}

// Sealed messages are built as chatmail clients up to 2.45 build theirs, and
// all later ones read that:
//
//   - AES-128, the cipher of every release, in SEIPDv1, which every release
//     reads;
//   - one version 3 PKESK per certificate, which names its key: clients from
//     2.46 on hide recipients, and some older ones cannot open that;
//   - ZLIB around the signed content, which all clients write and read, and
//     which pays: a correction repeats headers and keys over and over.
const sealCipher = packet.CipherAES128

// Seal signs a MIME entity and encrypts it to every recipient and, as clients
// do, to the signer. It returns a PGP MESSAGE block with LF line ends; [Open]
// gives back the entity byte for byte.
//
// The one signature is over the bytes as they are, made by the signer's primary
// key: clients accept no signing subkeys. Each certificate is encrypted to
// once, however often it is listed, by its first valid encryption subkey, or by
// its primary key if there is none. Version 6 and post-quantum recipients are
// sealed to in the same way. A version 6 signer makes a version 6 signature,
// which chatmail 1.139 does not read.
//
// Errors are of type [*Error]. [Error.Key] names the certificate at fault, the
// first one found, with the kinds ErrNoSecret, ErrPassphrase and ErrUnsupported
// (of the signer), ErrDamaged (the signer's secret key does not fit the
// certificate), ErrNoEncryptionKey, ErrExpired and ErrRevoked (of anybody).
// ErrSealOptions means that the call is at fault.
func Seal(entity []byte, signer *Key, recipients []*Key, opts SealOptions) (armored []byte, err error) {
	const op = "seal message"
	defer recoverDamage(op, &err)
	random := &fullReader{source: opts.Random}
	message, err := seal(entity, signer, recipients, opts, random)
	if random.err != nil {
		err = failed(ErrSealOptions, "randomness: %w", random.err)
	}
	if err != nil {
		return nil, withOp(op, err)
	}
	armored, err = writeArmor(messageLabel, message)
	return armored, withOp(op, err)
}

func seal(entity []byte, signer *Key, recipients []*Key, opts SealOptions, random io.Reader) ([]byte, error) {
	switch {
	case opts.Random == nil:
		return nil, failed(ErrSealOptions, "no source of randomness")
	case opts.Time.IsZero():
		return nil, failed(ErrSealOptions, "no time")
	case opts.Time.Unix() < 0 || opts.Time.Unix() > math.MaxUint32:
		return nil, failed(ErrSealOptions, "time %s does not fit a signature", opts.Time.UTC().Format(time.RFC3339))
	case signer == nil:
		return nil, failed(ErrSealOptions, "no signer")
	}
	ring := NewRing(signer)
	for i, recipient := range recipients {
		if recipient == nil {
			return nil, failed(ErrSealOptions, "recipient %d is missing", i+1)
		}
		ring.Add(recipient)
	}
	readers := ring.Keys() // the signer first, each once
	signer = readers[0]    // with what the recipients' copy knows about it
	if err := signer.checkSigner(opts); err != nil {
		return nil, err
	}
	keys := make([]*packet.PublicKey, len(readers))
	for i, reader := range readers {
		var err error
		if keys[i], err = reader.encryptionKey(opts); err != nil {
			return nil, err
		}
	}
	config := &packet.Config{Rand: random, NonDeterministicSignaturesViaNotation: packet.BoolPointer(false)}
	var intended []*Key
	if opts.Intended {
		intended = readers
	}
	signed, err := signer.signMessage(entity, opts.Time, intended, config)
	if err != nil {
		return nil, err
	}
	return encrypt(compress(signed), keys, config)
}

// compress wraps packets into one compressed packet.
func compress(packets []byte) []byte {
	var body bytes.Buffer
	body.WriteByte(byte(packet.CompressionZLIB))
	w := zlib.NewWriter(&body)
	_, _ = w.Write(packets) // a Buffer takes everything
	_ = w.Close()
	return packetOf(tagCompressed, body.Bytes())
}

// encrypt wraps packets for the given keys.
func encrypt(packets []byte, keys []*packet.PublicKey, config *packet.Config) ([]byte, error) {
	sessionKey := make([]byte, sealCipher.KeySize())
	if _, err := config.Rand.Read(sessionKey); err != nil {
		return nil, err
	}
	var message, container bytes.Buffer
	for _, key := range keys {
		const aead, hidden = false, false
		err := packet.SerializeEncryptedKeyAEADwithHiddenOption(&message, key, sealCipher, aead, sessionKey, hidden, config)
		if err != nil {
			return nil, fmt.Errorf("encrypting to key %s: %w", formatKeyID(key.KeyId), err)
		}
	}
	w, err := packet.SerializeSymmetricallyEncrypted(&container, sealCipher, false, packet.CipherSuite{}, sessionKey, config)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(packets); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	p, err := nextPacket(container.Bytes(), 0)
	if err != nil {
		return nil, err
	}
	message.Write(packetOf(tagSEIPD, p.body)) // in one piece, without partial lengths
	return message.Bytes(), nil
}

// A fullReader fills the buffer or fails, because go-crypto does not always look
// at how much it got. It keeps the error, because go-crypto drops its cause.
type fullReader struct {
	source io.Reader
	err    error
}

func (r *fullReader) Read(buf []byte) (int, error) {
	n, err := io.ReadFull(r.source, buf)
	if err != nil {
		r.err = err
	}
	return n, err
}
