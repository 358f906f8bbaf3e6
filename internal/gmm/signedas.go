package gmm

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// SignedAs returns whom the author signed as, and the primary fingerprint of
// the key: proof that its holder spoke for that address. ok is false unless the
// primary key, or a signing subkey it bound, made a signature that nobody could
// object to, and it covers a From of exactly one address in a section that was
// meant as header.
// The outer From, which any relay can change, plays no part; who owns the
// address at its provider is not said either.
func (m *Message) SignedAs() (author address.Mailbox, key pgp.Fingerprint, ok bool) {
	marked := m.HP != "" || m.Protected.Has("chat-version") || m.Hints != nil && m.Hints.HasProtectedHeaders
	if !m.Seal.proves() || !marked {
		return address.Mailbox{}, "", false
	}
	from := m.Protected.All("from")
	if len(from) != 1 {
		return address.Mailbox{}, "", false
	}
	list := address.ParseList(from[0])
	if len(list) != 1 || !list[0].Valid() {
		return address.Mailbox{}, "", false
	}
	return list[0], m.Seal.Signer, true
}

// proves reports whether the signature is good enough to rest proof on: better
// than what clients accept, which look at no hash, key size or revocation. That
// they take none by a subkey (see [pgp.Verdict.Valid]) says nothing of its holder.
func (s *Seal) proves() bool {
	if s.Signature != pgp.Good || s.Signer == "" {
		return false
	}
	return !slices.ContainsFunc(s.Weak, func(weakness string) bool {
		switch pgp.Weakness(weakness) {
		case pgp.NoSelfSignature, pgp.WeakSelfSignature: // of the user ids, which are not relied on
			return false
		case pgp.SubkeySignature:
			return false
		}
		return true
	})
}
