package collect

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// addKnown notes addresses that are known by other mail than such as a key signed
// for: whose own mail no signature covers, its From included, and to whom others
// write. What cannot be opened may be signed.
func (m *Mail) addKnown(l *letter) {
	if l.list {
		return
	}
	seal := l.Message.Seal
	_, _, signed := l.Message.SignedAs()
	isOpen := seal.Opening == gmm.Plain || seal.Opening == gmm.Opened
	if !signed && isOpen && !l.copied && l.author.Address != "" && l.Message.Report == "" {
		signer := ""
		if seal.Signature == pgp.Good {
			signer = string(seal.Signer)
		}
		m.unsigned.add(l.author.Address, signer, l.witness())
	}
	for _, to := range l.to {
		if to.Address != l.author.Address {
			m.addressed.add(to.Address, "", l.witness())
		}
	}
}
