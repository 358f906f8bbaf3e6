package pgp

import (
	"bytes"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
)

// maxCleartextSignature bounds what is read of the signatures, in bytes.
const maxCleartextSignature = 1 << 20

// ReadCleartext finds the first text signed in the cleartext framework (RFC
// 9580 section 7), which is how people publish notes on a change of key. Text,
// which comes with CRLF line ends, and signature are for [VerifyDetached]. The
// last result is false if there is none.
func ReadCleartext(data []byte) (text, signature []byte, ok bool) {
	if !bytes.Contains(data, []byte("-----BEGIN PGP SIGNED MESSAGE-----")) {
		return nil, nil, false
	}
	defer func() {
		if recover() != nil {
			text, signature, ok = nil, nil, false
		}
	}()
	block, _ := clearsign.Decode(data)
	if block == nil || block.ArmoredSignature == nil {
		return nil, nil, false
	}
	signature, err := io.ReadAll(io.LimitReader(block.ArmoredSignature.Body, maxCleartextSignature))
	if err != nil {
		return nil, nil, false
	}
	return block.Bytes, signature, true
}
