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
	from    opener
}

// An opener is the key or password that opened a message.
type opener struct {
	key      Fingerprint // primary
	password int         // index, or -1
	cipher   packet.CipherFunction
}

// unsealing is one run over all candidates.
type unsealing struct {
	envelope *envelope
	budget   workBudget
	locked   Fingerprint // a key that might have opened the message
	damage   error       // why a certain session key did not open the container
	doubtful bool        // an uncertain session key did not open the container
	plain    []byte
	by       opener
}

// unseal tries named recipients, then anonymous ones, then passwords.
func (e *envelope) unseal(secret *Ring, passwords [][]byte) ([]byte, opener, error) {
	u := &unsealing{envelope: e, budget: maxWork}
	for _, attempt := range []func() (bool, error){
		func() (bool, error) { return u.tryNamed(secret) },
		func() (bool, error) { return u.tryAnonymous(secret) },
		func() (bool, error) { return u.tryPasswords(passwords) },
	} {
		opened, err := attempt()
		if err != nil {
			return nil, opener{}, e.blame(err)
		}
		if opened {
			return u.plain, u.by, nil
		}
	}
	return nil, opener{}, e.blame(u.failure())
}

// failure says why nothing opened the message.
func (u *unsealing) failure() error {
	switch {
	case u.damage != nil:
		return u.damage
	case u.locked != "":
		return &Error{Kind: ErrPassphrase, Offset: -1, Key: u.locked}
	case u.doubtful:
		return failed(ErrNoKey, "no password fits, or the data is damaged")
	}
	return &Error{Kind: ErrNoKey, Offset: -1}
}

func (u *unsealing) tryNamed(secret *Ring) (bool, error) {
	for _, esk := range u.envelope.publicKeyESKs {
		if esk.KeyId == 0 {
			continue
		}
		for _, k := range secret.ByKeyID(esk.KeyId) {
			for c := range k.keyComponents {
				if c.public.KeyId != esk.KeyId {
					continue
				}
				if opened, err := u.tryKey(esk, k, c); opened || err != nil {
					return opened, err
				}
			}
		}
	}
	return false, nil
}

func (u *unsealing) tryAnonymous(secret *Ring) (bool, error) {
	for _, esk := range u.envelope.publicKeyESKs {
		if esk.KeyId != 0 {
			continue
		}
		for _, k := range secret.Keys() {
			for c := range k.keyComponents {
				if opened, err := u.tryKey(esk, k, c); opened || err != nil {
					return opened, err
				}
			}
		}
	}
	return false, nil
}

// tryKey tries one key on one wrapped session key.
func (u *unsealing) tryKey(esk *packet.EncryptedKey, k *Key, c *component) (bool, error) {
	if c.secret == nil || c.public.PubKeyAlgo != esk.Algo || !esk.Algo.CanEncrypt() {
		return false, nil
	}
	if c.secret.Encrypted {
		u.locked = k.Fingerprint()
		return false, nil
	}
	if err := u.budget.spend(unwrapWork(esk.Algo)); err != nil {
		return false, err
	}
	if unwrap(esk, c.secret) != nil {
		return false, nil
	}
	return u.tryContainer(sessionKey{
		cipher: esk.CipherFunc, key: esk.Key, certain: true,
		from: opener{key: k.Fingerprint(), password: -1, cipher: esk.CipherFunc},
	})
}

// unwrap decrypts the session key. A panic here must not keep other keys from
// being tried.
func unwrap(esk *packet.EncryptedKey, secret *packet.PrivateKey) (err error) {
	defer recoverDamage("", &err)
	return esk.Decrypt(secret, &packet.Config{})
}

// tryPasswords reckons the whole cost beforehand, so that a message made to
// waste time is refused at once.
func (u *unsealing) tryPasswords(passwords [][]byte) (bool, error) {
	for _, esk := range u.envelope.symmetricESKs {
		if err := u.budget.spend(esk.work * int64(len(passwords))); err != nil {
			return false, err
		}
	}
	for _, esk := range u.envelope.symmetricESKs {
		for i, password := range passwords {
			key, cipher, err := unwrapWithPassword(esk.parsed, password)
			if err != nil {
				continue
			}
			opened, err := u.tryContainer(sessionKey{
				cipher: cipher, key: key, certain: esk.authenticated,
				from: opener{password: i, cipher: cipher},
			})
			if opened || err != nil {
				return opened, err
			}
		}
	}
	return false, nil
}

func unwrapWithPassword(esk *packet.SymmetricKeyEncrypted, password []byte) (key []byte, cipher packet.CipherFunction, err error) {
	defer recoverDamage("", &err)
	return esk.Decrypt(password)
}

// tryContainer decrypts the container with a candidate session key.
func (u *unsealing) tryContainer(candidate sessionKey) (bool, error) {
	if err := u.budget.spend(int64(len(u.envelope.container.body))); err != nil {
		return false, err
	}
	plain, err := u.envelope.decrypt(candidate)
	switch {
	case err == nil:
		u.plain, u.by = plain, candidate.from
		return true, nil
	case candidate.certain:
		u.damage = err
	default:
		u.doubtful = true
	}
	return false, nil
}
