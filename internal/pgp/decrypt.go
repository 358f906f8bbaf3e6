package pgp

import (
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A sessionKey is a candidate for opening the container.
type sessionKey struct {
	cipher packet.CipherFunction
	key    []byte
	// certain: unwrapping would have failed with the wrong key or password,
	// so if the container does not open it is damaged.
	certain bool
	owner   Fingerprint // of the key that unwrapped it; "" if a password did
}

// A decryption tries keys and passwords on one message.
type decryption struct {
	message  *encryptedMessage
	budget   workBudget
	locked   Fingerprint // a key that might have opened the message
	damage   error       // why a certain session key did not open the container
	doubtful bool        // an uncertain session key did not open the container
	plain    []byte
	openedBy Fingerprint
}

// decrypt tries named recipients, then anonymous ones, then passwords. It
// returns the packets inside the container and the key that opened it.
func (m *encryptedMessage) decrypt(secret *Ring, passwords [][]byte) ([]byte, Fingerprint, error) {
	d := &decryption{message: m, budget: maxWork}
	opened, err := d.tryKeys(secret, false)
	if !opened && err == nil {
		opened, err = d.tryKeys(secret, true)
	}
	if !opened && err == nil {
		opened, err = d.tryPasswords(passwords)
	}
	switch {
	case opened:
		return d.plain, d.openedBy, nil
	case err != nil:
	case d.damage != nil:
		err = d.damage
	case d.locked != "":
		err = &Error{Kind: ErrPassphrase, Offset: -1, Key: d.locked}
	case d.doubtful:
		err = failed(ErrNoKey, "no password fits, or the data is damaged")
	default:
		err = &Error{Kind: ErrNoKey, Offset: -1}
	}
	return nil, "", m.withRecipients(err)
}

// tryKeys tries the keys that PKESK packets name, or every key on those that
// name none.
func (d *decryption) tryKeys(secret *Ring, anonymous bool) (bool, error) {
	for _, esk := range d.message.pkesks {
		if anonymous != (esk.KeyId == 0) {
			continue
		}
		keys := secret.Keys()
		if !anonymous {
			keys = secret.ByKeyID(esk.KeyId)
		}
		for _, k := range keys {
			for c := range k.keyComponents {
				if !anonymous && c.public.KeyId != esk.KeyId {
					continue
				}
				if opened, err := d.tryKey(esk, k, c); opened || err != nil {
					return opened, err
				}
			}
		}
	}
	return false, nil
}

// tryKey tries one key or subkey on one PKESK.
func (d *decryption) tryKey(esk pkesk, k *Key, c *component) (bool, error) {
	if c.secret == nil || c.public.PubKeyAlgo != esk.Algo || !esk.Algo.CanEncrypt() {
		return false, nil
	}
	if c.secret.Encrypted {
		d.locked = k.Fingerprint()
		return false, nil
	}
	if err := d.budget.spend(unwrapWork(esk.Algo)); err != nil {
		return false, err
	}
	err := esk.unwrap(c)
	if err != nil && esk.olderCipher(err) {
		if err := d.budget.spend(unwrapWork(esk.Algo)); err != nil {
			return false, err
		}
		err = esk.unwrapOlder(c)
	}
	if err != nil {
		return false, nil
	}
	return d.tryContainer(sessionKey{cipher: esk.CipherFunc, key: esk.Key, certain: true, owner: k.Fingerprint()})
}

// tryPasswords reckons the whole cost beforehand, so that a message made to
// waste time is refused at once.
func (d *decryption) tryPasswords(passwords [][]byte) (bool, error) {
	for _, esk := range d.message.skesks {
		if err := d.budget.spend(esk.work * int64(len(passwords))); err != nil {
			return false, err
		}
	}
	for _, esk := range d.message.skesks {
		unwrap := func(password []byte) (key []byte, cipher packet.CipherFunction, err error) {
			defer recoverDamage("", &err)
			return esk.parsed.Decrypt(password)
		}
		for _, password := range passwords {
			key, cipher, err := unwrap(password)
			if err != nil {
				continue
			}
			if opened, err := d.tryContainer(sessionKey{cipher: cipher, key: key, certain: esk.authenticated}); opened || err != nil {
				return opened, err
			}
		}
	}
	return false, nil
}

// tryContainer opens the container with a candidate session key.
func (d *decryption) tryContainer(candidate sessionKey) (bool, error) {
	if err := d.budget.spend(containerWork(candidate.cipher, len(d.message.container.body))); err != nil {
		return false, err
	}
	plain, err := d.message.openContainer(candidate)
	switch {
	case err == nil:
		d.plain, d.openedBy = plain, candidate.owner
		return true, nil
	case candidate.certain:
		d.damage = err
	default:
		d.doubtful = true
	}
	return false, nil
}
