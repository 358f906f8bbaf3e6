package gmm

import "github.com/gmmtool/gmmtool/internal/pgp"

// AwaitsCertificate reports whether [Message.Verify] may still change what is
// known of a signature.
func (m *Message) AwaitsCertificate() bool {
	if m.Unverified != nil || m.Hints != nil && m.Hints.Note != nil && m.Hints.Note.Unverified != nil {
		return true
	}
	for _, carried := range m.Carried {
		if carried.AwaitsCertificate() {
			return true
		}
	}
	return false
}

// Verify judges the signatures, of attached originals too, that had to wait
// until all certificates of the case are known. One whose signer is still unknown
// goes on waiting; a verdict, once given, is final. The message must not be in
// use elsewhere; readings made before do not count any more.
func (m *Message) Verify(certificates *pgp.Ring) {
	if m.Unverified != nil {
		m.Seal.setVerdict(m.Unverified.Verdict(certificates))
		if m.Seal.Signature != pgp.UnknownKey {
			m.Unverified = nil
		}
		m.readings.Store(nil)
	}
	if m.Hints != nil && m.Hints.Note != nil {
		m.Hints.Note.verify(certificates)
	}
	for _, carried := range m.Carried {
		carried.Verify(certificates)
	}
}
