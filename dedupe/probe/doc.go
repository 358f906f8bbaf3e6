// Package probe asks people whether two records are theirs, answers such
// questions, and checks the answers.
//
// # How it works
//
// The prober sends a random value, the probe, to one record, and a hash of it
// to each candidate that may be the same person. Whoever got both can send the
// probe back as the candidate; nobody else can. There are three kinds of
// message: probe, check and ok. Each is a mail with a text for people and one
// part of type application/vnd.gmmtool.probe+json, a statement, which is all
// that programs look at. The manual (docs/probes.md) has its fields.
//
// # What it promises
//
// An answer is accepted only if this prober asked that question of these two
// records, it came in time, and it is signed by the keys of both records over
// the same transcript. Every statement names, inside its signature, who asks,
// for whom it is and until when, so that neither a relay nor a replay proves
// anything. Where a record has no key the answer says so by an empty key: it
// proves access to a mailbox, no more.
//
// A check does not name the other record: who is a stranger to it learns no
// address. The state of a prober holds hashes of the secret values, not the
// values.
//
// # What it must never do
//
// It sends nothing, and answers nothing that the caller did not choose. It
// never believes an outer header field. It has no "no": silence is the only
// refusal, and proves nothing. Time and randomness are handed in.
package probe
