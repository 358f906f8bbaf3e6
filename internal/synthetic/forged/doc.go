// Package forged writes group mail in the name of others, in every form that needs
// no key of theirs, and puts it into one mailbox of a case that real clients left.
//
// Whatever lies in one mailbox, the clients of the others never got it: what they
// show cannot change. Tests hold the program to that; the program does not import
// this package. A seed gives the same mail every time.
package forged
