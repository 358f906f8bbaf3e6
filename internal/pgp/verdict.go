package pgp

import (
	"slices"
	"time"
)

// State is what verification found out about a signature, policy aside.
type State string

const (
	// Unsigned: there is no signature.
	Unsigned State = "unsigned"
	// Good: the signature matches the content and a key that belongs to the
	// certificate named by Verdict.Signer.
	Good State = "good"
	// Forged: the key named as issuer is known and did not make this
	// signature over this content.
	Forged State = "forged"
	// UnknownKey: the issuer is not among the certificates given.
	UnknownKey State = "unknown key"
	// Unbound: the signature matches a subkey that its primary key has not
	// bound as a signing key, with the subkey's consent.
	Unbound State = "unbound subkey"
	// Uncheckable: version, algorithm or key size is not supported, or the
	// packet is malformed.
	Uncheckable State = "uncheckable"
)

// Weakness is a policy remark on a good signature: something a cautious
// program refuses although the signature is genuine as far as mathematics goes.
type Weakness string

const (
	WeakHash          Weakness = "weak hash"             // SHA-1; what is older still is Uncheckable
	WeakKey           Weakness = "weak key"              // RSA below 2047 bits, DSA, secp256k1
	WeakSelfSignature Weakness = "weak self-signature"   // the same hashes, in the key
	NoSelfSignature   Weakness = "no self-signature"     // nothing valid says what the key is for
	NotForSigning     Weakness = "not a signing key"     // key flags forbid it
	KeyExpired        Weakness = "key expired"           // when the signature was made
	KeyRevoked        Weakness = "key revoked"           // before, or because compromised
	OlderThanKey      Weakness = "older than its key"    // the signature claims to predate the key
	UnknownCritical   Weakness = "unknown critical part" // a critical notation nobody here knows
	SubkeySignature   Weakness = "made by a subkey"      // see Verdict.Valid
	VersionsDiffer    Weakness = "versions differ"       // signature and key are of different versions
	WrongDigestPrefix Weakness = "wrong digest prefix"   // the unsigned field with the first 16 bits of the digest
)

// A Verdict is the result of verifying one signature.
type Verdict struct {
	State State
	// Signer is the primary fingerprint of the certificate whose key matched.
	// With Forged and Unbound it is the certificate that was tried; empty
	// with UnknownKey, Uncheckable and Unsigned.
	Signer   Fingerprint
	Issuer   string        // issuer fingerprint or key id as claimed, upper-case hex
	Created  time.Time     // as claimed, UTC
	Intended []Fingerprint // primary keys the signer encrypted to, as claimed
	Weak     []Weakness    // with Good only
	Why      string        // one short sentence unless Good
}

// Good reports whether the signature is genuine, whatever policy says.
func (v Verdict) Good() bool { return v.State == Good }

// Valid reports whether a chatmail client takes the signature for genuine.
// Those clients look at no expiry, revocation, key size or hash; but they
// verify against primary keys only, and ask that versions agree and that the
// digest prefix is right (chatmail core 1.139 to 2.59 with rPGP).
func (v Verdict) Valid() bool {
	refused := func(w Weakness) bool {
		return w == SubkeySignature || w == VersionsDiffer || w == WrongDigestPrefix
	}
	return v.State == Good && !slices.ContainsFunc(v.Weak, refused)
}

// Strict reports whether the signature is genuine and policy has nothing
// against it. Signing subkeys are fine here.
func (v Verdict) Strict() bool {
	objection := func(w Weakness) bool { return w != SubkeySignature }
	return v.State == Good && !slices.ContainsFunc(v.Weak, objection)
}

// best picks the verdict that stands for a message with several signatures.
func best(verdicts []Verdict) Verdict {
	if len(verdicts) == 0 {
		return Verdict{State: Unsigned, Why: "no signature"}
	}
	rank := func(v Verdict) int {
		order := []State{Good, Forged, Unbound, UnknownKey, Uncheckable}
		r := 2 * slices.Index(order, v.State)
		if v.State == Good && !v.Valid() {
			r++
		}
		return r
	}
	return slices.MinFunc(verdicts, func(a, b Verdict) int { return rank(a) - rank(b) })
}
