package collect

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// addSigned notes whom a letter's signature speaks for, and what came inside
// the encryption.
func (m *Mail) addSigned(l *letter) {
	if from, key, ok := l.Message.SignedAs(); ok {
		m.signed.add(from.Address, string(key), l.witness())
		m.since.Add(string(key), from.Address, l.Met())
		m.noteSealed(l, keyAndAddress{string(key), from.Address})
	}
	if l.Message.Hints != nil && l.Message.Hints.Picture != "" && l.Message.Seal.Opening == gmm.Opened && l.author.Address != "" {
		m.pictures.add(l.author.Address, l.Message.Hints.Picture, l.witness())
	}
}

// addKeys notes which keys a letter shows for its author, and which it vouches
// for as others'.
func (m *Mail) addKeys(l *letter) {
	if key := shownKey(l); key != "" && !l.copied {
		m.shown.add(l.author.Address, key, l.witness())
	}
	if len(l.Message.Gossip) == 0 {
		return
	}
	said := l.Message.Reading(release.Latest)
	for _, address := range said.Gossiped() {
		m.gossiped.add(address, string(said.Gossip(address)), l.witness())
	}
}

// shownKey is the key in the one Autocrypt field that fits the author, "" if
// there is none, or two (Autocrypt Level 1 section 2.3), or if a signature by
// that very key covers it, which is worth more. A list's own address shows no
// key, nor does a report.
func shownKey(l *letter) string {
	if l.author.Address == "" || l.author.Munged != "" || l.Message.Report != "" || l.Message.Seal.Signature == pgp.Forged {
		return ""
	}
	found, fit := "", 0
	for _, header := range l.Message.Autocrypt {
		if l.author.Hidden && !header.Protected {
			continue // the outer section speaks of another From
		}
		if header.Address != l.author.Address || header.Fingerprint == "" {
			continue
		}
		if fit == 0 || string(header.Fingerprint) != found || !header.Protected {
			fit++
		}
		found = string(header.Fingerprint)
	}
	if fit != 1 {
		return ""
	}
	if from, key, ok := l.Message.SignedAs(); ok && string(key) == found && from.Address == l.author.Address {
		return ""
	}
	return found
}
