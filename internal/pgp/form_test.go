package pgp

import (
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A form is how an encrypted message is built.
type form struct {
	seipd       byte   // version
	pkesks      []byte // versions
	cipher      packet.CipherFunction
	aead        packet.AEADMode // of SEIPDv2
	compression packet.CompressionAlgo
}

func formOf(ciphertext []byte, ring *Ring) (form, error) {
	var f form
	source, err := messageStream(ciphertext)
	if err != nil {
		return f, err
	}
	message, err := readEncrypted(source.data)
	if err != nil {
		return f, err
	}
	for offset := 0; offset < message.container.offset; {
		p, err := nextPacket(source.data, offset)
		if err != nil {
			return f, err
		}
		if p.tag == tagPKESK {
			f.pkesks = append(f.pkesks, p.body[0])
		}
		offset += len(p.raw)
	}
	plain, _, err := message.decrypt(ring, nil)
	if err != nil {
		return f, err
	}
	for _, esk := range message.pkesks {
		f.cipher = max(f.cipher, esk.CipherFunc) // known of the one that was decrypted
	}
	body := message.container.body
	if f.seipd = body[0]; f.seipd == 2 {
		f.cipher, f.aead = packet.CipherFunction(body[1]), packet.AEADMode(body[2])
	}
	inner, err := nextPacket(plain, 0)
	if err == nil && inner.tag == tagCompressed {
		f.compression = packet.CompressionAlgo(inner.body[0])
	}
	return f, err
}
