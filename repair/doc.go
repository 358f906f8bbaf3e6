// Package repair plans the messages that bring the views of a group together,
// and writes them.
//
// A correction does two jobs at once. Deployed clients act on its protected
// group headers: the complete member list with times and keys, signed and
// sealed by a current member. Readers of the correction protocol replay the
// original GMMs it carries, each with its author's own signature.
//
// # Promises
//
// What a plan says a device will show is predicted from the written message by
// that device's own rules. A member that cannot be reached is named, never left
// out in silence. The same case gives the same Message-IDs, so that a receiver
// drops a correction it already has. An original that should be carried and is not
// is named, with the reason. The work grows with the devices and, for each, with
// the members; not with the square of either.
//
// # Words
//
// A device is diverged if it does not show the target. A draft is a correction
// before it is sealed; the search tries drafts on classes of devices that make
// the same of them, and takes the one that leaves fewest diverged.
//
// # What this package must never do
//
// It sends nothing and changes no archive. No secret key, session key or
// plaintext leaves it except inside a sealed correction. It states nothing the
// evidence of the case does not: it invents no addition and no removal.
package repair
