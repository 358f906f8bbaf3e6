package history

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// A Lack is why the sealed mail of a device cannot be opened. What such a device
// believes cannot be told: that its mail says nothing here does not mean that its
// client read nothing.
type Lack string

const (
	NoSecretKey Lack = "no-secret-key" // none came with it
	KeyLocked   Lack = "key-locked"    // its passphrase is not at hand
	OtherKeys   Lack = "other-keys"    // its keys open none of its mail: they are another account's
)

// Undecrypted lists the devices whose sealed mail cannot be opened.
func (hs *Histories) Undecrypted() []*Device {
	return slices.DeleteFunc(slices.Clone(hs.Devices), func(d *Device) bool { return !d.Undecrypted })
}

// lack finds out whether a device's own keys open its mail.
func (d *Device) lack() Lack {
	sealed, opened, met := 0, 0, 0
	for _, e := range d.Events {
		if e.InJunk() || e.IsDraft() || e.Message.Seal.Secret {
			continue
		}
		met++
		switch e.Message.Seal.Opening {
		case gmm.NoKey:
			sealed++
		case gmm.Opened:
			if d.hasKeyTo(e.Message) {
				opened++
			} else {
				sealed++
			}
		}
	}
	locked := 0
	for _, key := range d.evidence.Keys {
		if key.Locked {
			locked++
		}
	}
	switch {
	case sealed == 0:
		return ""
	case len(d.evidence.Keys) == 0:
		return NoSecretKey
	case locked == len(d.evidence.Keys):
		return KeyLocked
	case opened == 0 && 2*sealed > met: // anybody can seal a message to somebody else
		return OtherKeys
	}
	return ""
}

// hasKeyTo reports whether a key that came with the device opened a message.
func (d *Device) hasKeyTo(m *gmm.Message) bool {
	return slices.ContainsFunc(d.evidence.Keys, func(key evidence.OwnKey) bool { return key.Fingerprint == m.Seal.OpenedBy })
}
