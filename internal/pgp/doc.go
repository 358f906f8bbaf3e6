// Package pgp reads OpenPGP keys, opens encrypted messages, judges signatures,
// and seals messages anew. It is the only package that imports
// ProtonMail/go-crypto.
//
// # Opening and verifying are two steps
//
// Current chatmail clients (2.23 and later) carry the signer's certificate in
// the encrypted part, in a protected Autocrypt header. [Open] therefore
// decrypts, checks integrity to the last byte and returns the plaintext with
// the signatures it found; [Opened.Verify] judges those once the caller has
// read the certificate out of the plaintext. Nothing is decrypted twice.
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
// client from 1.139 on opens. [Opened.DetachedSignature] makes the author's
// signature on an opened message checkable by those who cannot open it. Time
// and randomness are handed in.
//
// # Hostile input
//
// Everything read here may come from an attacker. Plaintext is never parsed
// before its MDC or AEAD tag has been checked; decompression, nesting, key
// derivation and trial decryption are bounded; a panic in the OpenPGP library
// becomes an error of kind [ErrDamaged].
//
// # What this package must never do
//
// It does not parse MIME or mail headers, ask for passphrases, read a clock,
// draw randomness of its own (but see [SealOptions]), print, or write secret
// keys other than those [Generate] makes up for synthetic cases.
package pgp
