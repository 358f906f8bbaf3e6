// Package pgp reads OpenPGP keys, opens encrypted messages, verifies signatures,
// and seals messages. It is the only package of the program that imports
// ProtonMail/go-crypto. Section numbers are those of RFC 9580.
//
// # Opening and verifying are two steps
//
// Chatmail clients from 2.23 on carry the signer's certificate in the encrypted
// part, in a protected Autocrypt header. [Open] therefore decrypts, checks
// integrity to the last byte and returns the plaintext; [Opened.Verify] checks
// its signatures once the caller has read the certificate out of it.
// [Opened.Unverified] keeps them for later without the plaintext.
//
// # Validity and policy are kept apart
//
// A [Verdict] says first whether a signature matches content and key
// ([Good], [Forged], ...) and then, as remarks, what a cautious program would
// object to ([Weakness]). A SHA-1 signature is weak, not forged. Expiry is
// measured at the time the signature was made.
//
// A verdict names the primary fingerprint of the signer. Whether that key
// belongs to the sender of the mail is for the caller to decide.
//
// # Sealing and unwrapping
//
// [Seal] signs and encrypts one MIME entity in the form that every chatmail
// client from 1.139 on opens. With [Opened.DetachedSignature] those who cannot
// open a message can verify its author's signature. Time and randomness are
// handed in.
//
// # Hostile input
//
// Everything read here may come from an attacker. Plaintext is never parsed
// before its MDC or AEAD tag has been checked; decompression, nesting, key
// derivation, signature checks and trial decryption are bounded; a panic in the
// OpenPGP library becomes an error of kind [ErrDamaged].
//
// # What this package must never do
//
// It does not parse MIME or mail headers, ask for passphrases, read a clock,
// draw randomness of its own (but see [SealOptions]), print, or write secret
// keys.
package pgp
